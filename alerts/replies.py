"""Parse incoming mail: an answer to one of our mails, or a report that a mail could not be delivered. Pure.

An answer is trusted if it contains a name that this installation has signed (alerts/signatures.py); the caller must
still check that it comes from the recipient of that mail and is not too late. Automatic replies are ignored.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parseaddr
from html import unescape

from alerts.mail_addresses import plain_address
from alerts.reply_commands import Command, no_command_reason
from alerts.signatures import Signing, find_signed, has_name

MOST_LINES = 10  # of an answer that are parsed; further down there is hardly a command
_LONGEST = 20_000  # characters of a body that are parsed
_LONGEST_MUTE = 3650  # days
_COMMAND = re.compile(rf"({'|'.join(map(re.escape, Command))})\b[\s:,]*(.{{0,200}})", re.IGNORECASE)
_NAME = re.compile(r"\bd(\d{1,18})\b", re.IGNORECASE)
_DURATION = re.compile(r"(\d{1,4})\s*(d|day|w|week|m|month)?", re.IGNORECASE)
_DAYS = {"d": 1, "w": 7, "m": 30}
_QUOTE = re.compile(r"^(>|--\s*$|-{3,}|_{3,}|On .{5,200} wrote:$|From: )")
_USUAL_MUTE = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Instruction:
    """One command, with the developments that it names (none: those of the mail) and the duration of a mute."""

    command: Command
    developments: tuple[int, ...] = ()
    duration: timedelta = _USUAL_MUTE


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer to the mail with this fingerprint, by this sender."""

    fingerprint: str
    sender: str
    instructions: tuple[Instruction, ...]


@dataclass(frozen=True, slots=True)
class Bounce:
    """A report that delivery of the mail with this fingerprint failed permanently."""

    fingerprint: str
    error: str


@dataclass(frozen=True, slots=True)
class Ignored:
    """A message that is ignored, and why."""

    reason: str


def read_reply(message: bytes, signing: Signing) -> Reply | Bounce | Ignored:
    """Parse a message. Never raises, whatever the message contains."""
    try:
        parsed = message_from_bytes(message, policy=policy.default)
        assert isinstance(parsed, EmailMessage)
        return _read(parsed, signing)
    except (LookupError, ValueError, AttributeError, TypeError, KeyError) as error:
        return Ignored(f"it cannot be parsed: {type(error).__name__}")


def _read(message: EmailMessage, signing: Signing) -> Reply | Bounce | Ignored:
    if message.get_content_type() == "multipart/report":
        return _read_bounce(message, signing)
    subject = str(message.get("Subject", ""))
    named = " ".join([subject, *(str(message.get(header, "")) for header in ("In-Reply-To", "References"))])
    fingerprint = find_signed(named, signing)
    if not fingerprint:
        return Ignored("its signature is invalid" if has_name(named) else "it does not answer one of our mails")
    if str(message.get("Auto-Submitted", "no")).casefold() != "no" or message.get("X-Autoreply"):
        return Ignored("it was sent automatically")
    sender = plain_address(parseaddr(str(message.get("From", "")))[1])
    instructions = tuple(_instructions(subject, _body(message)))
    return Reply(fingerprint, sender, instructions) if instructions else Ignored(no_command_reason())


def _read_bounce(message: EmailMessage, signing: Signing) -> Bounce | Ignored:
    """Parse a delivery status notification (RFC 3464); it contains the headers of the mail, with its Message-ID."""
    whole = message.as_string()[:200_000]
    fingerprint = find_signed(whole, signing)
    status = re.search(r"^Status:\s*(\d)\.\d{1,3}\.\d{1,3}", whole, re.MULTILINE | re.IGNORECASE)
    if not fingerprint:
        return Ignored("it is a delivery report, but not about one of our mails")
    if not status or status[1] != "5":
        return Ignored("it only reports a delay")
    diagnostic = re.search(r"^Diagnostic-Code:\s*(.{1,300})", whole, re.MULTILINE | re.IGNORECASE)
    return Bounce(fingerprint, diagnostic[1].strip() if diagnostic else "not delivered")


def _body(message: EmailMessage) -> str:
    part = message.get_body(("plain", "html"))
    if part is None:
        return ""
    text = str(part.get_content())[:_LONGEST]
    if part.get_content_type() == "text/html":
        text = unescape(re.sub(r"<[^>]{0,2000}>", " ", re.sub(r"(?i)<(br|/p|/div)[^>]{0,200}>", "\n", text)))
    return text


def _instructions(subject: str, body: str) -> Iterator[Instruction]:
    lines = [subject] if subject.casefold().startswith(f"{Command.STOP} storywake.") else []
    for line in filter(None, (line.strip() for line in body.splitlines())):
        if _QUOTE.match(line) or len(lines) >= MOST_LINES:
            break
        lines.append(line)
    yield from filter(None, map(read_command, lines))


def read_command(text: str) -> Instruction | None:
    """Parse a command, as written in a line of an answer or in a link; None if there is none."""
    found = _COMMAND.match(text.strip())
    if not found:
        return None
    rest = found[2]
    developments = tuple(int(number) for number in _NAME.findall(rest))
    return Instruction(Command(found[1].casefold()), developments, _duration(rest))


def _duration(text: str) -> timedelta:
    found = _DURATION.search(text)
    if not found:
        return _USUAL_MUTE
    days = int(found[1]) * _DAYS[(found[2] or "d")[0].casefold()]
    return timedelta(days=min(max(days, 1), _LONGEST_MUTE))
