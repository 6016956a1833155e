"""What comes back by mail: only what this installation has signed is believed, and nothing that is sent breaks us."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts import Bounce, Command, Reply, Said, Signing, Unread, read_reply
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


def said(body: str) -> tuple[Said, ...]:
    read = read_reply(answer(body), SIGNING)
    assert isinstance(read, Reply)
    assert (read.fingerprint, read.sender) == (PRINT, "ann@example.org")
    return read.said


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("no d12", Said(Command.NO, (12,))),
        ("No, D12 and d13 are another story\n\nOn Monday storywake wrote:\n> yes d1", Said(Command.NO, (12, 13))),
        ("yes", Said(Command.YES)),
        ("Mute 3 days", Said(Command.MUTE, span=timedelta(days=3))),
        ("mute 2w please", Said(Command.MUTE, span=timedelta(days=14))),
        ("mute", Said(Command.MUTE, span=WEEK)),
        ("STOP", Said(Command.STOP)),
        ("start", Said(Command.START)),
    ],
)
def test_the_first_lines_say_what_is_wanted(body: str, expected: Said) -> None:
    (found,) = said(body)
    assert (found.command, found.developments) == (expected.command, expected.developments)
    assert found.span == expected.span or expected.command is not Command.MUTE


def test_several_lines_are_several_wishes_and_a_quoted_mail_is_none() -> None:
    assert [one.command for one in said("no d1\nyes d2\n\n> stop\nmute 9d")] == [Command.NO, Command.YES]


def test_html_is_read_where_there_is_no_plain_text() -> None:
    message = answer("<div>no d4</div><blockquote>On 1 March storywake wrote: stop</blockquote>")
    read = read_reply(message.replace(b"text/plain", b"text/html"), SIGNING)
    assert isinstance(read, Reply)
    assert read.said[0] == Said(Command.NO, (4,), read.said[0].span)


def test_the_subject_of_an_unsubscription_is_enough() -> None:
    message = f"From: ann@example.org\r\nSubject: stop {sign(PRINT, SIGNING)}\r\n\r\n\r\n".encode()
    read = read_reply(message, SIGNING)
    assert isinstance(read, Reply)
    assert [one.command for one in read.said] == [Command.STOP]


@pytest.mark.parametrize(
    ("message", "why"),
    [
        (answer("stop", name=f"<storywake.{PRINT}.{'0' * 16}@example.org>"), "forged"),
        (answer("stop", name=f"<storywake.{PRINT}@example.org>"), "answers no mail of ours"),
        (answer("stop", name="<somebody@else.example>"), "answers no mail of ours"),
        (answer("stop", "Auto-Submitted: auto-replied"), "machine"),
        (answer("Thank you, very interesting"), "neither yes, no"),
        (answer("stop", name=f"<{sign(PRINT, Signing(b'another'))}@example.org>"), "forged"),
    ],
)
def test_what_is_not_believed_says_why(message: bytes, why: str) -> None:
    read = read_reply(message, SIGNING)
    assert isinstance(read, Unread)
    assert why in read.why


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


def test_a_mail_that_came_back_for_good_is_told_of() -> None:
    assert read_reply(report("5.1.1"), SIGNING) == Bounce(PRINT, "smtp; 550 no such user")


def test_a_delay_and_a_report_about_no_mail_of_ours_are_not() -> None:
    assert isinstance(read_reply(report("4.2.2"), SIGNING), Unread)
    assert isinstance(read_reply(report("5.1.1", "<x@y>"), SIGNING), Unread)


@given(st.binary(max_size=600) | st.text(max_size=300).map(lambda text: answer(text, f"X-Odd: {text[:20]!r}")))
def test_nothing_that_is_sent_raises(message: bytes) -> None:
    assert isinstance(read_reply(message, SIGNING), Reply | Bounce | Unread)


@pytest.mark.parametrize(("line", "heard"), [(1, True), (10, True), (11, False), (60, False)])
def test_only_the_first_lines_of_an_answer_are_looked_at(line: int, heard: bool) -> None:
    body = "\n".join(["Dear desk,"] * (line - 1) + ["stop"])
    read = read_reply(answer(body), SIGNING)
    assert isinstance(read, Reply if heard else Unread)
