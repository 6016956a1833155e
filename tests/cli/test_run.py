"""`run`, `start` and `doctor` with one feed, two stories and a mail server."""

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
    """The user's folder with a list of feeds, a web server with the feed and its pages, and a mail catcher."""
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


def test_a_run_mails_the_follow_up_and_a_second_one_does_not(storywake: Storywake, world: MailCatcher) -> None:
    first = storywake("run", "--json")
    report = json.loads(first.out)
    assert (first.code, report["engine"]) == (0, "plain")
    assert "did not use Prefect" in only_line(first)
    assert [one["title"] for one in report["follow_ups"]] == ["Zelenskyy ready to sign the minerals deal"]
    assert report["follow_ups"][0]["alerts"][0]["state"] == "sent"
    assert len(world.received) == 1
    second = storywake("run")
    assert second.code == 0
    assert "0 new follow-ups, 0 mails" in second.out
    assert len(world.received) == 1


def test_after_a_run_without_mail_the_next_one_sends_the_alerts(storywake: Storywake, world: MailCatcher) -> None:
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


def test_invalid_files_are_reported_and_the_run_continues(storywake: Storywake, desk: Path, world: MailCatcher) -> None:
    storywake("run", "--no-mail")
    (desk / "seeds/feeds.opml").write_text("this is not XML", "utf-8")
    (desk / "seeds/binary.md").write_bytes(bytes(range(256)))
    ended = storywake("run")
    assert ended.code == 0
    assert "Files that could not be used" in ended.out
    assert "feeds.opml" in ended.out
    assert "binary.md" in ended.out
    assert len(world.received) == 1


def test_a_read_only_database_is_one_line(storywake: Storywake, trail: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    database = trail / "var/storywake.db"
    monkeypatch.setenv("STORYWAKE_DATABASE_URL", f"sqlite:///file:{database}?mode=ro&uri=true")
    ended = storywake("run")
    assert ended.code == 2
    assert str(database) in only_line(ended)


def test_the_doctor_finds_nothing_wrong_after_a_run(storywake: Storywake, world: MailCatcher) -> None:
    storywake("run")
    ended = storywake("doctor")
    assert ended.code == 0, ended.out
    assert ended.out.endswith("All is well.\n")


def test_the_doctor_lists_problems_with_advice(
    storywake: Storywake, world: MailCatcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STORYWAKE_SPACY_MODEL", "en_core_web_huge")
    monkeypatch.setenv("STORYWAKE_SMTP_URL", "smtp://127.0.0.1:1")
    ended = storywake("doctor", "--json")
    assert ended.code == 1
    wrong = {one["name"]: one for one in json.loads(ended.out) if not one["well"]}
    assert {"model", "mail server"} <= wrong.keys()
    assert all(one["detail"] and one["advice"] for one in wrong.values())


def test_a_port_in_use_is_one_line_that_names_it(storywake: Storywake, desk: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        ended = storywake("start", "--port", port)
    assert (ended.code, ended.out) == (2, "")
    assert str(port) in only_line(ended)


@pytest.mark.parametrize("spoilt", ["prefect", "prefect/server.log", "prefect/ui-password"])
def test_a_start_that_cannot_write_its_files_is_one_line_that_names_the_file(
    storywake: Storywake, desk: Path, monkeypatch: pytest.MonkeyPatch, spoilt: str
) -> None:
    place = desk / spoilt
    if place.name == "prefect":
        place.write_text("a file and no folder", "utf-8")
    else:
        place.mkdir(parents=True)
    monkeypatch.setenv("STORYWAKE_PREFECT_HOME", str(desk / "prefect" / ("home" if place.name == "prefect" else "")))
    ended = storywake("start")
    assert (ended.code, ended.out) == (2, "")
    assert f"storywake: {place}" in only_line(ended)
    assert "cannot be used" in only_line(ended)


def test_a_failed_stage_is_also_reported_on_stderr(
    storywake: Storywake, world: MailCatcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STORYWAKE_SPACY_MODEL", "xx_no_such_model")
    ended = storywake("run")
    assert ended.code == 2
    assert "'xx_no_such_model' is not installed" in ended.out
    assert "'xx_no_such_model' is not installed" in ended.err
    monkeypatch.delenv("STORYWAKE_SPACY_MODEL")
    assert "1 new follow-up, 1 mail" in storywake("run").out


def test_a_run_that_cannot_send_any_mail_fails(
    storywake: Storywake, world: MailCatcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as down:
        down.setenv("STORYWAKE_SMTP_URL", "smtp://127.0.0.1:1")
        ended = storywake("run")
    assert ended.code == 1
    assert "1 new follow-up, 0 mails (1 failed), 1 feed polled" in ended.out
    assert "the only mail of this run failed; desk@newsroom.example: 127.0.0.1:1: " in ended.err
    ended = storywake("run")
    assert (ended.code, len(world.received)) == (0, 1)


def test_a_run_that_cannot_write_any_mail_fails(
    storywake: Storywake, world: MailCatcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise LookupError("the template is missing")

    monkeypatch.setattr("alerts.channels.mail.render", fail)
    ended = storywake("run")
    assert ended.code == 1
    assert "the only mail of this run failed; desk@newsroom.example: the mail about deal cannot" in ended.err


def test_pages_without_an_article_are_listed(storywake: Storywake, world: MailCatcher, web: Web) -> None:
    del web.pages["/bread"]
    output = storywake("run").out
    assert f"  {web.base}/bread: answered 404 Not Found" in output.splitlines()
