"""Parsing incoming mail: only signed answers are trusted, and no message raises an error."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts import Bounce, Command, Ignored, Instruction, Reply, Signing, read_reply
from alerts.signatures import sign

SIGNING = Signing(b"secret" * 6, "desk@example.org")
PRINT = "0123456789abcdef01234567"
OURS = f"<{sign(PRINT, SIGNING)}@example.org>"
WEEK = timedelta(days=7)


def answer(body: str, *headers: str, name: str = OURS) -> bytes:
    lines = [
        "From: Ann <ann@example.org>",
        "To: desk@example.org",
        "Subject: Re: Talks",
        f"In-Reply-To: {name}",
        *headers,
    ]
    return "\r\n".join([*lines, "Content-Type: text/plain; charset=utf-8", "", body]).encode()


def parse(body: str) -> tuple[Instruction, ...]:
    read = read_reply(answer(body), SIGNING)
    assert isinstance(read, Reply)
    assert (read.fingerprint, read.sender) == (PRINT, "ann@example.org")
    return read.instructions


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("no d12", Instruction(Command.NO, (12,))),
        (
            "No, D12 and d13 are another story\n\nOn Monday storywake wrote:\n> yes d1",
            Instruction(Command.NO, (12, 13)),
        ),
        ("yes", Instruction(Command.YES)),
        ("Mute 3 days", Instruction(Command.MUTE, duration=timedelta(days=3))),
        ("mute 2w please", Instruction(Command.MUTE, duration=timedelta(days=14))),
        ("mute", Instruction(Command.MUTE, duration=WEEK)),
        ("STOP", Instruction(Command.STOP)),
        ("start", Instruction(Command.START)),
    ],
)
def test_commands_are_parsed_with_developments_and_durations(body: str, expected: Instruction) -> None:
    (found,) = parse(body)
    assert (found.command, found.developments) == (expected.command, expected.developments)
    assert found.duration == expected.duration or expected.command is not Command.MUTE


def test_each_line_is_a_command_and_quoted_text_is_ignored() -> None:
    assert [one.command for one in parse("no d1\nyes d2\n\n> stop\nmute 9d")] == [Command.NO, Command.YES]


def test_html_is_parsed_if_there_is_no_plain_text() -> None:
    message = answer("<div>no d4</div><blockquote>On 1 March storywake wrote: stop</blockquote>")
    read = read_reply(message.replace(b"text/plain", b"text/html"), SIGNING)
    assert isinstance(read, Reply)
    assert read.instructions[0] == Instruction(Command.NO, (4,), read.instructions[0].duration)


def test_an_unsubscribe_mail_needs_only_its_subject() -> None:
    message = f"From: ann@example.org\r\nSubject: stop {sign(PRINT, SIGNING)}\r\n\r\n\r\n".encode()
    read = read_reply(message, SIGNING)
    assert isinstance(read, Reply)
    assert [one.command for one in read.instructions] == [Command.STOP]


@pytest.mark.parametrize(
    ("message", "reason"),
    [
        (answer("stop", name=f"<storywake.{PRINT}.{'0' * 16}@example.org>"), "signature is invalid"),
        (answer("stop", name=f"<storywake.{PRINT}@example.org>"), "does not answer one of our mails"),
        (answer("stop", name="<somebody@else.example>"), "does not answer one of our mails"),
        (answer("stop", "Auto-Submitted: auto-replied"), "sent automatically"),
        (answer("Thank you, very interesting"), "none of the commands yes, no"),
        (answer("stop", name=f"<{sign(PRINT, Signing(b'another'))}@example.org>"), "signature is invalid"),
    ],
)
def test_an_ignored_answer_has_a_reason(message: bytes, reason: str) -> None:
    read = read_reply(message, SIGNING)
    assert isinstance(read, Ignored)
    assert reason in read.reason


def report(status: str, name: str = OURS) -> bytes:
    return f"""From: MAILER-DAEMON@mx.example\r
Subject: Undelivered\r
Content-Type: multipart/report; report-type=delivery-status; boundary=b\r
\r
--b\r
Content-Type: message/delivery-status\r
\r
Reporting-MTA: dns; mx.example\r
\r
Final-Recipient: rfc822; ann@example.org\r
Action: failed\r
Status: {status}\r
Diagnostic-Code: smtp; 550 no such user\r
\r
--b\r
Content-Type: text/rfc822-headers\r
\r
Message-ID: {name}\r
\r
--b--\r
""".encode()


def test_a_permanent_delivery_failure_is_a_bounce() -> None:
    assert read_reply(report("5.1.1"), SIGNING) == Bounce(PRINT, "smtp; 550 no such user")


def test_reports_of_a_delay_and_about_other_mails_are_ignored() -> None:
    assert isinstance(read_reply(report("4.2.2"), SIGNING), Ignored)
    assert isinstance(read_reply(report("5.1.1", "<x@y>"), SIGNING), Ignored)


@given(st.binary(max_size=600) | st.text(max_size=300).map(lambda text: answer(text, f"X-Odd: {text[:20]!r}")))
def test_no_message_raises(message: bytes) -> None:
    assert isinstance(read_reply(message, SIGNING), Reply | Bounce | Ignored)


@pytest.mark.parametrize(("line", "parsed"), [(1, True), (10, True), (11, False), (60, False)])
def test_only_the_first_ten_lines_of_an_answer_are_parsed(line: int, parsed: bool) -> None:
    body = "\n".join(["Dear desk,"] * (line - 1) + ["stop"])
    read = read_reply(answer(body), SIGNING)
    assert isinstance(read, Reply if parsed else Ignored)
