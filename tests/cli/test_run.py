"""`run`, `start` and `doctor` on a small world: one feed, two stories, a mail server."""

import json
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from demo import MailCatcher
from tests.cli.conftest import FOLLOW_UP, UNRELATED, Storywake, Web, as_page, only_line

OPML = """<?xml version="1.0"?><opml version="2.0"><body>
<outline type="rss" text="Riverside Herald" xmlUrl="{base}/feed"/></body></opml>"""
FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>Riverside Herald</title><link>{base}</link>
<item><title>Zelenskyy ready to sign the minerals deal</title><link>{base}/deal</link></item>
<item><title>Village bakery wins a prize</title><link>{base}/bread</link></item></channel></rss>"""


@pytest.fixture
def world(desk: Path, web: Web, monkeypatch: pytest.MonkeyPatch) -> Iterator[MailCatcher]:
    """The desk with its feed list, what the feed's server has, and a mail server that keeps what it gets."""
    web.pages |= {
        "/deal": as_page(FOLLOW_UP),
        "/bread": as_page(UNRELATED),
        "/feed": FEED.format(base=web.base).encode(),
    }
    (desk / "seeds/feeds.opml").write_text(OPML.format(base=web.base), "utf-8")
    monkeypatch.setenv("STORYWAKE_RECIPIENTS", "desk@newsroom.example")
    with MailCatcher(desk / "mail") as mails:
        monkeypatch.setenv("STORYWAKE_SMTP_URL", mails.url)
        yield mails


def test_a_run_finds_the_follow_up_and_mails_it_and_a_second_one_does_it_no_more(
    storywake: Storywake, world: MailCatcher
) -> None:
    first = storywake("run", "--json")
    told = json.loads(first.out)
    assert (first.code, told["engine"]) == (0, "plain")
    assert "did not use Prefect" in only_line(first)
    assert [one["title"] for one in told["follow_ups"]] == ["Zelenskyy ready to sign the minerals deal"]
    assert told["follow_ups"][0]["alerts"][0]["state"] == "sent"
    assert len(world.received) == 1
    second = storywake("run")
    assert second.code == 0
    assert "0 new follow-ups, 0 mails" in second.out
    assert len(world.received) == 1


def test_a_run_without_mail_lets_alerts_wait_for_the_next(storywake: Storywake, world: MailCatcher) -> None:
    ended = storywake("run", "--no-mail")
    assert "New follow-ups" in ended.out
    assert world.received == []
    assert json.loads(storywake("matches", "--json").out)[0]["alerts"][0]["state"] == "raised"
    storywake("run", "--due-only")
    assert len(world.received) == 1


@pytest.mark.parametrize(
    ("arguments", "named"), [(["--seed", "dael"], "dael"), (["--feed", "http://x.example/"], "http://x.example/")]
)
def test_an_unknown_seed_or_feed_is_bad_input(
    storywake: Storywake, world: MailCatcher, arguments: list[str], named: str
) -> None:
    ended = storywake("run", *arguments)
    assert (ended.code, ended.out) == (2, "")
    assert named in only_line(ended)


def test_files_that_cannot_be_used_are_named_and_the_rest_goes_on(
    storywake: Storywake, desk: Path, world: MailCatcher
) -> None:
    storywake("run", "--no-mail")
    (desk / "seeds/feeds.opml").write_text("this is no XML", "utf-8")
    (desk / "seeds/binary.md").write_bytes(bytes(range(256)))
    ended = storywake("run")
    assert ended.code == 0
    assert "Files that could not be used" in ended.out
    assert "feeds.opml" in ended.out
    assert "binary.md" in ended.out
    assert len(world.received) == 1


def test_a_database_that_cannot_be_written_is_one_line(
    storywake: Storywake, trail: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = trail / "var/storywake.db"
    monkeypatch.setenv("STORYWAKE_DATABASE_URL", f"sqlite:///file:{database}?mode=ro&uri=true")
    ended = storywake("run")
    assert ended.code == 2
    assert str(database) in only_line(ended)


def test_the_doctor_is_content_when_all_is_well(storywake: Storywake, world: MailCatcher) -> None:
    storywake("run")
    ended = storywake("doctor")
    assert ended.code == 0, ended.out
    assert ended.out.endswith("All is well.\n")


def test_the_doctor_names_what_is_wrong_with_advice(
    storywake: Storywake, world: MailCatcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STORYWAKE_SPACY_MODEL", "en_core_web_huge")
    monkeypatch.setenv("STORYWAKE_SMTP_URL", "smtp://127.0.0.1:1")
    ended = storywake("doctor", "--json")
    assert ended.code == 1
    wrong = {one["name"]: one for one in json.loads(ended.out) if not one["well"]}
    assert {"model", "mail server"} <= wrong.keys()
    assert all(one["detail"] and one["advice"] for one in wrong.values())


def test_a_port_that_is_taken_is_one_line_that_names_it(storywake: Storywake, desk: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        ended = storywake("start", "--port", port)
    assert (ended.code, ended.out) == (2, "")
    assert str(port) in only_line(ended)


def test_a_stage_that_failed_is_said_on_stderr_too(
    storywake: Storywake, world: MailCatcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STORYWAKE_SPACY_MODEL", "xx_no_such_model")
    ended = storywake("run")
    assert ended.code == 2
    assert "'xx_no_such_model' is not installed" in ended.out
    assert "'xx_no_such_model' is not installed" in ended.err
    monkeypatch.delenv("STORYWAKE_SPACY_MODEL")
    assert "1 new follow-up, 1 mail" in storywake("run").out


def test_a_run_of_which_no_mail_could_be_sent_is_a_failure(
    storywake: Storywake, world: MailCatcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as away:
        away.setenv("STORYWAKE_SMTP_URL", "smtp://127.0.0.1:1")
        ended = storywake("run")
    assert ended.code == 1
    assert "1 new follow-up, 0 mails (1 failed), 1 feed polled" in ended.out
    assert "the only mail of this run failed; desk@newsroom.example: 127.0.0.1:1: " in ended.err
    ended = storywake("run")
    assert (ended.code, len(world.received)) == (0, 1)


def test_a_run_of_which_no_mail_could_be_written_is_a_failure(
    storywake: Storywake, world: MailCatcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lack(*_: object) -> None:
        raise LookupError("there is no template")

    monkeypatch.setattr("alerts.channels.mail.render", lack)
    ended = storywake("run")
    assert ended.code == 1
    assert "the only mail of this run failed; desk@newsroom.example: the mail about deal cannot" in ended.err


def test_pages_without_an_article_are_named(storywake: Storywake, world: MailCatcher, web: Web) -> None:
    del web.pages["/bread"]
    said = storywake("run").out
    assert f"  {web.base}/bread: answered 404 Not Found" in said.splitlines()
