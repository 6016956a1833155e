"""Corrections in a pass: an edited report is mailed as what it is, in its thread, once, to those who got the report."""

import mailbox
from collections.abc import Callable
from email.message import EmailMessage
from typing import Any

import pytest

from news import Answer, Verdict
from pipeline import MonitorOptions, open_runtime, read_inbox
from tests.pipeline.test_killed import run_killed
from tests.world import FOLLOW_UP, SEED

HEADLINE = "Firefly writes to Trentino: back to lithium talks"
DENIAL = (
    "President Rufus Firefly of Freedonia did not write to Ambassador Trentino about the lithium treaty, aides say."
)

CHANGED = DENIAL + "\n" + " ".join(FOLLOW_UP.split()).partition(". ")[2]


def edit(world: Any, headline: str, text: str) -> None:
    """Change the report where it is, and list it with its headline again."""
    world.later(hours=3)
    paragraphs = "".join(f"<p>{line}</p>" for line in text.splitlines())
    html = (
        f"<html><head><title>{headline}</title></head><body><article><h1>{headline}</h1>{paragraphs}</article></body>"
    )
    world.web.answers["/letter.html"] = (200, "text/html; charset=utf-8", html.encode())
    world.web.feed("/news.xml", [{"title": headline, "link": "/letter.html"}])


def unfollow(world: Any) -> None:
    """Leave another story as the only one, because an empty folder may be one that is not mounted."""
    world.seed("cup", "---\nrecipients: [bob@example.org]\n---\nThe mayor of Karlsburg opened a bridge.")
    (world.folder / "seeds" / "treaty.md").unlink()


def text_of(mail: EmailMessage) -> str:
    part = mail.get_body(("plain",))
    assert part is not None
    return " ".join(str(part.get_content()).split())


@pytest.mark.parametrize(
    ("headline", "text", "subject"),
    [
        (f"CORRECTED: {HEADLINE}", CHANGED, "Correction:"),
        (f"WITHDRAWN: {HEADLINE}", CHANGED, "Withdrawn:"),
        ("Firefly did not write to Trentino, aides say", CHANGED, ""),
    ],
)
def test_an_edited_report_is_mailed_once_in_its_thread_to_whoever_got_it(
    world: Any, headline: str, text: str, subject: str
) -> None:
    world.publish()
    world.run()
    (first,) = world.letterbox.mails
    world.seed("treaty", SEED.replace("[ann@example.org]", "[ann@example.org, bob@example.org]"))
    edit(world, headline, text)
    assert world.run().delivering.sent == 1
    second = world.letterbox.mails[1]
    assert second["To"] == "ann@example.org"
    assert first["Message-ID"] in (second["References"], second["In-Reply-To"], *str(second["References"]).split())
    assert str(second["Subject"]).startswith(subject)
    assert "did not write" in text_of(second)
    world.later(hours=3)
    assert world.run().delivering.sent == 0


def test_an_answer_to_the_mail_before_the_correction_still_finds_its_development(world: Any) -> None:
    box = mailbox.Maildir(world.folder / "answers", create=True)
    changes = {"inbox_url": f"maildir://{world.folder}/answers"}
    world.publish()
    world.run(changes=changes)
    (first,) = world.letterbox.mails
    edit(world, f"CORRECTED: {HEADLINE}", CHANGED)
    assert world.run(changes=changes).delivering.sent == 1
    box.add(f"From: ann@example.org\r\nIn-Reply-To: {first['Message-ID']}\r\nSubject: Re\r\n\r\nno d1\r\n".encode())
    with open_runtime(world.settings(**changes)) as runtime:
        assert read_inbox(runtime, world.now).refused == []
        (match,) = runtime.store.matches(verdicts=[Verdict.UNRELATED])
        assert match.answer == Answer.NO


def test_a_stored_mail_that_was_not_sent_says_what_the_report_says_now(world: Any) -> None:
    world.publish()
    world.letterbox.reply = "451 try again later"
    world.run()
    edit(world, "Firefly did not write to Trentino, aides say", CHANGED)
    world.letterbox.reply = "250 OK"
    world.run()
    (mail,) = world.letterbox.mails
    assert "did not write" in text_of(mail)
    assert "is ready to return" not in text_of(mail)
    assert HEADLINE not in f"{mail['Subject']} {text_of(mail)}"


class _Interrupted(list[bytes]):
    """Lets something happen while the first mail is being accepted."""

    def __init__(self, happens: Callable[[], object]) -> None:
        super().__init__()
        self._happens = happens

    def append(self, mail: bytes) -> None:
        if not self:
            self._happens()
        super().append(mail)


def test_of_two_claimed_mails_the_one_that_was_begun_is_corrected_and_the_other_written_anew(world: Any) -> None:
    def change() -> None:
        edit(world, f"CORRECTED: {HEADLINE}", CHANGED)
        world.run(MonitorOptions(deliver=False))

    world.seed("treaty", SEED.replace("[ann@example.org]", "[ann@example.org, bob@example.org]"))
    world.publish()
    world.letterbox.raw = _Interrupted(change)
    report = world.run()
    assert report.delivering.sent == 1
    assert any("1 mail left: they changed after this run had claimed them" in note for note in report.notes)
    world.later(hours=3)
    assert world.run().delivering.sent == 2
    world.later(hours=3)
    assert world.run().delivering.sent == 0
    mails = world.letterbox.mails
    assert [("did not write" in text_of(one)) for one in mails if one["To"] == "ann@example.org"] == [False, True]
    assert [("did not write" in text_of(one)) for one in mails if one["To"] == "bob@example.org"] == [True]


@pytest.mark.parametrize(("step", "texts"), [("claim_deliveries", [True]), ("begin_sending", [False, True])])
def test_a_mail_of_a_killed_run_is_written_anew_unless_it_may_have_been_sent(
    world: Any, step: str, texts: list[bool]
) -> None:
    world.publish()
    world.run(MonitorOptions(deliver=False))
    run_killed(world, "deliver", step, "after")
    edit(world, "Firefly did not write to Trentino, aides say", CHANGED)
    for _ in range(3):
        world.run()
        world.later(hours=3)
    assert ["did not write" in text_of(one) for one in world.letterbox.mails] == texts


def test_alerts_of_a_story_that_is_no_longer_followed_do_not_wait_and_are_back_with_it(world: Any) -> None:
    world.publish()
    world.letterbox.reply = "451 try again later"
    world.run()
    unfollow(world)
    world.letterbox.reply = "250 OK"
    world.later(hours=3)
    report = world.run()
    assert (report.delivering.sent, report.delivering.waiting) == (0, 0)
    world.seed("treaty", SEED)
    world.later(hours=3)
    assert world.run().delivering.sent == 1
    assert len(world.letterbox.mails) == 1


def test_alerts_of_a_story_that_was_away_for_long_are_not_mailed(world: Any) -> None:
    world.publish()
    world.letterbox.reply = "451 try again later"
    world.run()
    unfollow(world)
    world.letterbox.reply = "250 OK"
    world.later(hours=3)
    world.run()
    world.seed("treaty", SEED)
    world.later(days=30)
    assert world.run().delivering.sent == 0
