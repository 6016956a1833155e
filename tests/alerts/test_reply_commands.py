"""The table of commands, from which the parser, the mails and the links are derived."""

import email
from collections.abc import Callable
from datetime import timedelta
from email import policy

import pytest

from alerts import Command, Instruction, Signing, read_command, render
from alerts.reply_commands import Link, list_examples, list_links, no_command_reason
from alerts.signatures import sign
from news import Digest

PRINT = "0123456789abcdef01234567"
SENDER = "storywake@example.org"
WEB = Signing(b"secret" * 6, "", "https://alerts.example.org")
BY_MAIL = Signing(b"secret" * 6, SENDER)


def test_the_commands() -> None:
    assert list(Command) == ["yes", "no", "mute", "stop", "start"]
    assert no_command_reason() == "it contains none of the commands yes, no, mute, stop and start"


@pytest.mark.parametrize("command", Command)
def test_every_command_is_parsed_from_its_word_and_has_a_button(command: Command) -> None:
    assert read_command(command.value) == Instruction(command)
    assert read_command(command.value.upper()) == Instruction(command)
    assert read_command(f"{command.value}x") is None
    assert command.button


@pytest.mark.parametrize("command", [one for one in Command if one.example])
def test_every_example_is_parsed_as_its_command(command: Command) -> None:
    instruction = read_command(command.example)
    assert instruction is not None
    assert instruction.command is command


@pytest.mark.parametrize("command", [one for one in Command if one.link])
def test_every_command_with_a_link_has_an_example(command: Command) -> None:
    assert command.example


def test_the_examples_about_reports_and_about_the_story() -> None:
    assert list_examples(names_reports=True) == ("no", "yes")
    assert list_examples(names_reports=False) == ("mute 7d", "stop")


def test_links_are_signed_and_need_a_web_address() -> None:
    address = f"https://alerts.example.org/answer/{sign(PRINT, WEB)}"
    assert list_links(PRINT, WEB) == (
        Link("Mute for a week", f"{address}/mute%207d"),
        Link("Stop these mails", f"{address}/stop"),
    )
    assert list_links(PRINT, BY_MAIL) == ()


def test_the_link_mutes_for_a_week() -> None:
    instruction = read_command(Command.MUTE.example)
    assert instruction is not None
    assert instruction.duration == timedelta(days=7)


def read_parts(digest: Digest, signing: Signing) -> tuple[str, str]:
    """The text part and the HTML part of a mail."""
    mail = email.message_from_bytes(render(digest, SENDER, signing).as_bytes(), policy=policy.default)
    parts = [mail.get_body((kind,)) for kind in ("plain", "html")]
    plain, html = (str(part.get_content()).replace("\r\n", "\n") for part in parts if part)
    return plain, html


def test_a_mail_explains_how_to_answer(make_digest: Callable[..., Digest]) -> None:
    plain, html = read_parts(make_digest(), BY_MAIL)
    assert 'Reply with "no" or "yes" and a name from above, with "mute 7d", or with "stop".\n' in plain
    assert "Reply with <b>no</b> or <b>yes</b> and a name from above, with <b>mute 7d</b>, or with <b>stop</b>." in html
    assert "Mute for a week" not in plain + html


def test_a_mail_ends_with_the_links(make_digest: Callable[..., Digest]) -> None:
    plain, html = read_parts(make_digest(), WEB)
    lines = plain.splitlines()
    place = next(number for number, line in enumerate(lines) if line.startswith("Mute for a week: https://"))
    assert lines[place + 1].startswith("Stop these mails: https://alerts.example.org/answer/storywake.")
    assert "Mute for a week</a> · <a " in html
    assert "Stop these mails</a>.\n" in html
    assert "Reply with" not in plain + html
