"""The doctor reports problems and says what to do about them."""

import mailbox
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from pipeline import open_runtime, survey_seeds
from service import Finding, examine


def look(world: Any, **changes: Any) -> dict[str, Finding]:
    return {finding.name: finding for finding in examine(world.settings(**changes), world.now)}


def test_all_is_well_after_a_good_run(world: Any) -> None:
    world.publish()
    world.run()
    found = look(world)
    assert {name for name, finding in found.items() if not finding.well} == set()
    assert "1 of 1 feed polled" in found["feeds"].detail


def test_before_the_first_run_there_is_nothing_wrong_either(world: Any) -> None:
    world.publish()
    assert all(finding.well for finding in look(world).values())


def test_a_missing_database_is_named_and_not_created(world: Any) -> None:
    world.publish()
    database = world.folder / "storywake.db"
    database.unlink()
    found = look(world)
    assert all(finding.well for finding in found.values())
    assert found["database"].detail == f"none at {database} yet"
    assert "`storywake run` creates it" in found["database"].advice
    assert not database.exists()


def test_a_database_that_cannot_be_created_is_reported(world: Any) -> None:
    world.publish()
    (world.folder / "letter").write_text("A file and no folder", "utf-8")
    found = look(world, database_url=f"sqlite:///{world.folder}/letter/storywake.db")["database"]
    assert not found.well
    assert found.detail == f"none at {world.folder}/letter/storywake.db, and {world.folder}/letter cannot hold one"
    assert "STORYWAKE_DATABASE_URL" in found.advice


@pytest.mark.parametrize(
    ("name", "changes", "said"),
    [
        ("model", {"spacy_model": "xx_no_such_model"}, "xx_no_such_model"),
        ("mail server", {"smtp_url": None}, "not set, so alerts wait"),
        ("mail server", {"smtp_url": SecretStr("smtp://127.0.0.1:9")}, "127.0.0.1"),
        ("mail server", {"smtp_url": SecretStr("imap://me:hunter2@mail.example.org")}, "STORYWAKE_SMTP_URL"),
    ],
)
def test_an_unusable_part_is_reported_and_the_others_are_still_checked(
    world: Any, name: str, changes: dict[str, Any], said: str
) -> None:
    world.publish()
    found = look(world, **changes)
    assert not found[name].well
    assert said in found[name].detail
    assert found[name].advice
    assert "hunter2" not in str(found)
    assert found["database"].well


def test_a_seed_without_recipients_is_reported_before_the_first_run_too(world: Any) -> None:
    world.seed("lonely", "Zelenskyy is ready to sign the minerals deal.")
    assert "lonely" in look(world)["recipients"].detail


def test_failing_feeds_and_invalid_files_are_named(world: Any) -> None:
    world.publish()
    world.follow("/missing.xml")
    world.run()
    world.seed("broken", "---\nrecipients: [nobody\n---\nText.")
    (world.folder / "seeds" / "feeds.opml").write_text("no xml", "utf-8")
    found = look(world)
    assert "missing.xml" in found["feeds"].detail
    assert "broken.md" in found["seeds"].detail
    assert "feeds.opml" in found["feed list"].detail
    assert not any(found[name].well for name in ("feeds", "seeds", "feed list"))


def test_a_seed_without_recipients_is_named(world: Any) -> None:
    text = (world.folder / "seeds" / "treaty.md").read_text("utf-8")
    world.seed("treaty", text.replace("recipients: [ann@example.org]\n", ""))
    world.publish()
    world.run()
    assert "treaty" in look(world)["recipients"].detail
    assert look(world, recipients=("desk@example.org",))["recipients"].well


def test_a_seed_that_is_hard_to_follow_is_reported_with_what_to_do(world: Any) -> None:
    world.publish()
    world.seed("festival", "The harbour festival opens on Friday with a concert.")
    finding = look(world)["seeds"]
    assert not finding.well
    assert finding.detail.startswith("festival: it has only 4 words to compare by: add the text of the article; ")
    assert finding.detail.endswith("it names no person, organisation or place: choose an article that says who acts")
    assert "followed all the same" in finding.advice


def test_a_second_copy_of_a_seed_is_reported_by_the_doctor_the_survey_and_a_run(world: Any) -> None:
    world.publish()
    assert look(world)["seeds"].well
    world.seed("copy", (world.folder / "seeds" / "treaty.md").read_text("utf-8"))
    said = "copy and treaty have the same text: whom both mail gets every report twice; remove one of the two files"
    assert look(world)["seeds"].detail == said
    with open_runtime(world.settings()) as runtime:
        standing = {one.name: one.standing for one in survey_seeds(runtime, world.now).seeds}
    assert standing["treaty"].state == standing["copy"].state == "double"
    assert "the same text as treaty" in standing["copy"].reasons[0]
    assert said in world.run().notes


def test_the_inbox_is_opened_and_what_was_put_aside_in_it_is_counted(world: Any, tmp_path: Path) -> None:
    assert "not set" in look(world)["inbox"].detail
    changes = {"inbox_url": SecretStr(f"maildir://{tmp_path}/box")}
    missing = look(world, **changes)["inbox"]
    assert not missing.well
    assert f"{tmp_path}/box" in missing.detail
    assert "STORYWAKE_INBOX_URL" in missing.advice
    box = mailbox.Maildir(tmp_path / "box", create=True)
    for flags in ("", "S", "FS"):
        message = mailbox.MaildirMessage("Subject: x\n\nstop\n")
        message.set_flags(flags)
        box.add(message)
    found = look(world, **changes)["inbox"]
    assert found.well
    assert found.detail == "can be read; 1 new message, 1 flagged because they could not be read"
    assert "remove the flag" in found.advice
    wrong = look(world, inbox_url=SecretStr("imap://ann:hunter2@"))["inbox"]
    assert not wrong.well
    assert "hunter2" not in str(wrong)


def test_files_are_checked_even_if_the_database_cannot_be_used(world: Any) -> None:
    world.publish()
    found = look(world, database_url="nonsense://nowhere")
    assert not found["database"].well
    assert found["seeds"].well


@pytest.mark.parametrize("spoil", [lambda body: body[: len(body) // 2], lambda body: b"x" * len(body)])
def test_for_a_broken_database_the_advice_is_to_restore_a_backup(world: Any, spoil: Callable[[bytes], bytes]) -> None:
    world.publish()
    file = world.folder / "storywake.db"
    file.write_bytes(spoil(file.read_bytes()))
    found = look(world)["database"]
    assert not found.well
    assert found.advice == "Move the file away, and restore a backup with `storywake restore`."


def test_a_misspelt_setting_is_reported(world: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STORYWAKE_RECIPIENT", "a@x.org")
    world.publish()
    assert "STORYWAKE_RECIPIENT" in look(world)["settings"].detail


def test_a_prefect_server_set_by_the_user_must_be_reachable(world: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    world.publish()
    monkeypatch.setenv("PREFECT_API_URL", "http://127.0.0.1:9/api")
    assert not look(world)["Prefect server"].well


def test_missing_passes_and_a_mail_waiting_for_long_are_reported(world: Any) -> None:
    world.publish()
    world.letterbox.close()
    world.run()
    world.later(hours=30)
    found = look(world)
    assert not found["passes"].well
    assert found["passes"].detail == "no pass since 2025-03-05 12:00 UTC"
    assert not found["mails"].well
    assert found["mails"].detail.startswith("1 mail waiting, 0 given up so far; the oldest since 2025-03-05 12:00")


def test_findings_never_show_a_secret(world: Any) -> None:
    secret = "hunter2"
    changes = {
        "database_url": f"postgresql://ann:{secret}@127.0.0.1:9/storywake",
        "smtp_url": SecretStr(f"smtp://ann:{secret}@127.0.0.1:9"),
        "inbox_url": SecretStr(f"imaps://ann:{secret}@127.0.0.1:9/inbox"),
        "ui_auth": SecretStr(f"ann:{secret}"),
        "notify_urls": SecretStr(f"json://ann:{secret}@127.0.0.1:9"),
        "webhook_secret": SecretStr(secret),
    }
    assert secret not in repr(list(look(world, **changes).values()))
    assert secret not in repr(world.settings(**changes))


def test_feeds_without_pages_are_named_beside_failing_ones(world: Any) -> None:
    world.web.feed("/titles.xml", [{"title": f"A turn in Geneva {n}", "link": f"/{n}"} for n in range(3)])
    for n in range(3):
        world.web.answers[f"/{n}"] = (403, "text/html", b"<p>Just a moment</p>")
    shell = b"<html><head><title>App</title></head><body><div id=app></div></body></html>"
    world.web.feed("/app.xml", [{"title": f"Geneva {n}", "link": f"/app{n}", "summary": "Read on."} for n in range(3)])
    for n in range(3):
        world.web.answers[f"/app{n}"] = (200, "text/html", shell)
    world.follow("/titles.xml", "/app.xml", "/missing.xml")
    world.run()
    detail = look(world)["feeds"].detail
    assert "1 of 3 feeds failing: missing.xml" in detail
    assert "2 of 3 feeds without pages" in detail
    assert "3 of 3 pages not read, at most the feed's own text: the page answered 403" in detail
    assert "3 of 3 pages not read, at most the feed's own text: no text in the page" in detail


def test_a_slow_feed_whose_pages_are_never_had_is_named_after_a_few_tries(world: Any) -> None:
    for number in range(2):
        world.web.feed("/weekly.xml", [{"title": f"A turn in Geneva {number}", "link": f"/{number}"}])
        world.web.answers[f"/{number}"] = (403, "text/html", b"<p>Just a moment</p>")
        world.follow("/weekly.xml")
        world.run()
        found = look(world)["feeds"]
        assert found.well == (number == 0)
        world.later(days=2)
    assert "2 of 2 pages not read, at most the feed's own text: the page answered 403" in found.detail
