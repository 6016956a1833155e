"""What comes back: an answer to a mail, or the news that a mail could not be delivered. Pure: bytes in, values out.

An answer is believed when it carries a name that this installation has signed (alerts/signatures.py); whose it is, and
whether it is still good, the one who applies it looks up. What a machine answers by itself is left alone.
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
from alerts.reply_commands import Command, deny_all
from alerts.signatures import Signing, find_signed, has_name

MOST_LINES = 10  # of an answer that are looked at: what stands below them was not written to us
_LONGEST = 20_000  # characters of a body
_LONGEST_MUTE = 3650  # days
_COMMAND = re.compile(rf"({'|'.join(map(re.escape, Command))})\b[\s:,]*(.{{0,200}})", re.IGNORECASE)
_NAME = re.compile(r"\bd(\d{1,18})\b", re.IGNORECASE)
_SPAN = re.compile(r"(\d{1,4})\s*(d|day|w|week|m|month)?", re.IGNORECASE)
_DAYS = {"d": 1, "w": 7, "m": 30}
_QUOTE = re.compile(r"^(>|--\s*$|-{3,}|_{3,}|On .{5,200} wrote:$|From: )")
_USUAL_MUTE = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Said:
    """One command: about these developments (none named: those of the mail), or for so long."""

    command: Command
    developments: tuple[int, ...] = ()
    span: timedelta = _USUAL_MUTE


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer to the mail of this fingerprint, by this sender."""

    fingerprint: str
    sender: str
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Bounce:
    """The mail of this fingerprint was not delivered, for good."""

    fingerprint: str
    error: str


@dataclass(frozen=True, slots=True)
class Unread:
    """A message that nothing is done about, and why."""

    why: str


def read_reply(message: bytes, signing: Signing) -> Reply | Bounce | Unread:
    """What a message says to us. Never raises for what somebody sends."""
    try:
        parsed = message_from_bytes(message, policy=policy.default)
        assert isinstance(parsed, EmailMessage)
        return _read(parsed, signing)
    except (LookupError, ValueError, AttributeError, TypeError, KeyError) as error:
        return Unread(f"it cannot be read: {type(error).__name__}")


def _read(message: EmailMessage, signing: Signing) -> Reply | Bounce | Unread:
    if message.get_content_type() == "multipart/report":
        return _read_bounce(message, signing)
    subject = str(message.get("Subject", ""))
    named = " ".join([subject, *(str(message.get(header, "")) for header in ("In-Reply-To", "References"))])
    fingerprint = find_signed(named, signing)
    if not fingerprint:
        return Unread("its name is forged" if has_name(named) else "it answers no mail of ours")
    if str(message.get("Auto-Submitted", "no")).casefold() != "no" or message.get("X-Autoreply"):
        return Unread("a machine wrote it")
    sender = plain_address(parseaddr(str(message.get("From", "")))[1])
    said = tuple(_listen(subject, _body(message)))
    return Reply(fingerprint, sender, said) if said else Unread(deny_all())


def _read_bounce(message: EmailMessage, signing: Signing) -> Bounce | Unread:
    """A delivery status notification (RFC 3464); the mail it is about comes back with it, its Message-ID too."""
    whole = message.as_string()[:200_000]
    fingerprint = find_signed(whole, signing)
    status = re.search(r"^Status:\s*(\d)\.\d{1,3}\.\d{1,3}", whole, re.MULTILINE | re.IGNORECASE)
    if not fingerprint:
        return Unread("a report about no mail of ours")
    if not status or status[1] != "5":
        return Unread("a report of a delay")
    told = re.search(r"^Diagnostic-Code:\s*(.{1,300})", whole, re.MULTILINE | re.IGNORECASE)
    return Bounce(fingerprint, told[1].strip() if told else "not delivered")


def _body(message: EmailMessage) -> str:
    part = message.get_body(("plain", "html"))
    if part is None:
        return ""
    text = str(part.get_content())[:_LONGEST]
    if part.get_content_type() == "text/html":
        text = unescape(re.sub(r"<[^>]{0,2000}>", " ", re.sub(r"(?i)<(br|/p|/div)[^>]{0,200}>", "\n", text)))
    return text


def _listen(subject: str, body: str) -> Iterator[Said]:
    lines = [subject] if subject.casefold().startswith(f"{Command.STOP} storywake.") else []
    for line in filter(None, (line.strip() for line in body.splitlines())):
        if _QUOTE.match(line) or len(lines) >= MOST_LINES:
            break
        lines.append(line)
    yield from filter(None, map(read_command, lines))


def read_command(text: str) -> Said | None:
    """One command as an answer or a link has it, None where it is none."""
    found = _COMMAND.match(text.strip())
    if not found:
        return None
    rest = found[2]
    return Said(Command(found[1].casefold()), tuple(int(number) for number in _NAME.findall(rest)), _span_of(rest))


def _span_of(text: str) -> timedelta:
    found = _SPAN.search(text)
    if not found:
        return _USUAL_MUTE
    days = int(found[1]) * _DAYS[(found[2] or "d")[0].casefold()]
    return timedelta(days=min(max(days, 1), _LONGEST_MUTE))
