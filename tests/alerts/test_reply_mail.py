"""The mails that answer a reply: one a day, recognised when they are replied to, and never obeyed when quoted."""

import email
from datetime import UTC, datetime, timedelta
from email import policy
from email.message import EmailMessage

import pytest

from alerts import Answered, Signing, find_signed, render_not_understood, render_stopped
from alerts.instructions import read_commands
from news import SentMail
from tests.alerts.incoming import OURS, PRINT, SENT, SIGNING

NOW = datetime(2026, 11, 29, 3, tzinfo=UTC)
SENDER = "desk@example.org"
TITLE = "A treaty\r\nBcc: eve@example.org =?utf-8?q?x?= " + "long " * 60


def about(recipient: str = "ann@example.org", seed: str = "treaty", reply: str = "<a@b>") -> Answered:
    return Answered(SentMail(seed, recipient, NOW, {12: 1, 7: 2}, OURS, SENT), PRINT, reply)


def parse(message: EmailMessage) -> EmailMessage:
    parsed = email.message_from_bytes(message.as_bytes(), policy=policy.default)
    assert isinstance(parsed, EmailMessage)
    assert parsed["Bcc"] is None
    return parsed


def text_of(message: EmailMessage) -> str:
    return str(message.get_content()).replace("\r\n", "\n")


def render_both(answered: Answered, signing: Signing = SIGNING, now: datetime = NOW) -> list[EmailMessage]:
    return [parse(render(answered, TITLE, SENDER, signing, now)) for render in (render_stopped, render_not_understood)]


@pytest.mark.parametrize("message", render_both(about()), ids=["stopped", "not understood"])
def test_a_reply_to_it_is_recognised(message: EmailMessage) -> None:
    assert message["To"] == "ann@example.org"
    assert message["In-Reply-To"] == "<a@b>"
    assert message["References"].split() == [OURS, "<a@b>"]
    assert find_signed(message["Reply-To"], SIGNING) == PRINT
    assert message["Auto-Submitted"] == "auto-replied"


@pytest.mark.parametrize("message", render_both(about()), ids=["stopped", "not understood"])
def test_none_of_its_lines_is_a_command(message: EmailMessage) -> None:
    assert [read_commands(line) for line in text_of(message).splitlines() if read_commands(line)] == []


def test_there_is_one_a_day_for_a_person() -> None:
    names = [each["Message-ID"] for each in render_both(about())]
    assert [
        each["Message-ID"] for each in render_both(about("Ann+x@example.org"), now=NOW + timedelta(hours=9))
    ] == names
    assert not set(names) & {each["Message-ID"] for each in render_both(about(), now=NOW + timedelta(days=1))}
    assert not set(names) & {each["Message-ID"] for each in render_both(about("bob@example.org"))}
    stopped, unclear = (each["Message-ID"] for each in render_both(about(seed="other")))
    assert (stopped in names, unclear in names) == (False, True)


def test_a_stop_is_undone_by_a_word_or_by_a_link() -> None:
    web = Signing(SIGNING.key, SIGNING.replies_to, "https://alerts.example.org")
    by_word, by_link = (text_of(render_both(about(), signing)[0]) for signing in (SIGNING, web))
    assert "with one word: start\n" in by_word
    assert "https:" not in by_word
    assert "Or open: https://alerts.example.org/answer/storywake." in by_link


def test_every_command_is_named_for_a_development_of_the_mail() -> None:
    text = text_of(render_both(about())[1])
    for line in ("another story: no d7", "continues the story: yes d7", ": mute 7d", ": stop", ": start"):
        assert f"{line}\n" in text
