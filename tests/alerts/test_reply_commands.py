"""The one table of what a recipient may say: whatever shows or reads a command has it from there."""

import email
from collections.abc import Callable
from datetime import timedelta
from email import policy

import pytest

from alerts import Command, Said, Signing, name_commands, read_command, render
from alerts.reply_commands import Link, deny_all, list_examples, list_links
from alerts.signatures import sign
from news import Digest

PRINT = "0123456789abcdef01234567"
SENDER = "storywake@example.org"
WEB = Signing(b"secret" * 6, "", "https://alerts.example.org")
BY_MAIL = Signing(b"secret" * 6, SENDER)


def test_what_may_be_said() -> None:
    assert list(Command) == ["yes", "no", "mute", "stop", "start"]
    assert deny_all() == "it says neither yes, no, mute, stop nor start"
    assert name_commands() == "yes, no, mute, stop, start"


@pytest.mark.parametrize("command", Command)
def test_every_command_is_read_by_its_word_and_asked_for_by_a_button(command: Command) -> None:
    assert read_command(command.value) == Said(command)
    assert read_command(command.value.upper()) == Said(command)
    assert read_command(f"{command.value}x") is None
    assert command.button


@pytest.mark.parametrize("command", [one for one in Command if one.example])
def test_what_a_mail_suggests_is_that_command(command: Command) -> None:
    said = read_command(command.example)
    assert said is not None
    assert said.command is command


@pytest.mark.parametrize("command", [one for one in Command if one.link])
def test_a_link_says_what_the_mail_suggests(command: Command) -> None:
    assert command.example


def test_the_examples_are_those_about_reports_and_those_about_the_story() -> None:
    assert list_examples(names_reports=True) == ("no", "yes")
    assert list_examples(names_reports=False) == ("mute 7d", "stop")


def test_the_links_are_signed_and_there_are_none_without_a_web_address() -> None:
    address = f"https://alerts.example.org/answer/{sign(PRINT, WEB)}"
    assert list_links(PRINT, WEB) == (
        Link("Mute for a week", f"{address}/mute%207d"),
        Link("Stop these mails", f"{address}/stop"),
    )
    assert list_links(PRINT, BY_MAIL) == ()


def test_the_week_that_a_link_speaks_of_is_a_week() -> None:
    said = read_command(Command.MUTE.example)
    assert said is not None
    assert said.span == timedelta(days=7)


def read_parts(digest: Digest, signing: Signing) -> tuple[str, str]:
    """The text and the HTML of a mail."""
    mail = email.message_from_bytes(render(digest, SENDER, signing).as_bytes(), policy=policy.default)
    parts = [mail.get_body((kind,)) for kind in ("plain", "html")]
    plain, html = (str(part.get_content()).replace("\r\n", "\n") for part in parts if part)
    return plain, html


def test_a_mail_says_what_can_be_answered(make_digest: Callable[..., Digest]) -> None:
    plain, html = read_parts(make_digest(), BY_MAIL)
    assert 'Reply with "no" or "yes" and a name from above, with "mute 7d", or with "stop".\n' in plain
    assert "Reply with <b>no</b> or <b>yes</b> and a name from above, with <b>mute 7d</b>, or with <b>stop</b>." in html
    assert "Mute for a week" not in plain + html


def test_a_mail_has_the_links_below_it(make_digest: Callable[..., Digest]) -> None:
    plain, html = read_parts(make_digest(), WEB)
    lines = plain.splitlines()
    place = next(number for number, line in enumerate(lines) if line.startswith("Mute for a week: https://"))
    assert lines[place + 1].startswith("Stop these mails: https://alerts.example.org/answer/storywake.")
    assert "Mute for a week</a> · <a " in html
    assert "Stop these mails</a>.\n" in html
    assert "Reply with" not in plain + html
