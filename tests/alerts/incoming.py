"""Builders for messages that arrive, in answer to a mail that these tests sent."""

from email.message import EmailMessage

from alerts import Command, Ignored, Instruction, Reply, Signing, find_instructions, read_reply
from alerts.signatures import sign

SIGNING = Signing(b"secret" * 6, "desk@example.org")
PRINT = "0123456789abcdef01234567"
OURS = f"<{sign(PRINT, SIGNING)}@example.org>"
HEADLINE = "No more money for the army of Freedonia, says Teasdale"
SENT_TEXT = f"""1 new development in “Freedonia and Sylvania argue over a lithium treaty”

{HEADLINE}
World Courier · 29 Nov 2026, 01:15 UTC · very likely follow-up, 99 %
What is new:
> Gloria Teasdale has stopped her payments to the army of Freedonia.
stop
d1: reply "no d1" if this is another story

--
Reply with "no" or "yes" and a name from above, with "mute 7d", or with "stop".
"""
SENT_HTML = f"""<html><body><h1>1 new development in “Freedonia and Sylvania argue over a lithium treaty”</h1>
<h2><a href="https://courier.example/1">{HEADLINE}</a></h2><p>stop</p>
<p>d1: reply <b>no d1</b> if this is another story</p></body></html>"""


def make_sent() -> bytes:
    """A mail of ours; one of its headlines is a command."""
    message = EmailMessage()
    message["Subject"] = f"Update: {HEADLINE}"
    message.set_content(SENT_TEXT)
    message.add_alternative(SENT_HTML, subtype="html")
    return message.as_bytes()


SENT = make_sent()


def make_answer(
    body: str, *headers: str, kind: str = "text/plain; charset=utf-8", name: str = OURS, subject: str = ""
) -> bytes:
    """A reply by Ann to the mail with this Message-ID."""
    lines = [
        "From: Ann <ann@example.org>",
        "To: desk@example.org",
        f"Subject: {subject or f'Re: Update: {HEADLINE}'}",
        *([f"In-Reply-To: {name}"] if name else []),
        *headers,
        "MIME-Version: 1.0",
    ]
    return "\r\n".join([*lines, f"Content-Type: {kind}", "", body.replace("\n", "\r\n")]).encode()


def make_alternatives(plain: str, html: str) -> bytes:
    """A reply with a text part and an HTML part."""
    parts = f'--b\nContent-Type: text/plain; charset="utf-8"\n\n{plain}\n--b\n'
    body = f'{parts}Content-Type: text/html; charset="utf-8"\n\n{html}\n--b--\n'
    return make_answer(body, kind='multipart/alternative; boundary="b"')


def read_all(message: bytes) -> tuple[Instruction, ...]:
    """The instructions in a message, which must be a reply."""
    read = read_reply(message, SIGNING)
    assert isinstance(read, Reply), read
    assert (read.fingerprint, read.sender) == (PRINT, "ann@example.org")
    return find_instructions(read, SENT)


def commands(message: bytes) -> list[tuple[Command, tuple[int, ...]]]:
    """The commands in a message, with the developments that they name."""
    return [(one.command, one.developments) for one in read_all(message)]


def reason(message: bytes) -> str:
    """Why a message is ignored."""
    read = read_reply(message, SIGNING)
    assert isinstance(read, Ignored), read
    return read.reason
