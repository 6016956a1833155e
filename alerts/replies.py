"""Parse incoming mail: an answer to one of our mails, or a report that a mail could not be delivered. Pure.

An answer is trusted if it contains a name that this installation has signed (alerts/signatures.py); the caller must
still check that it comes from the recipient of that mail and is not too late. Automatic replies are ignored.
"""

import re
from dataclasses import dataclass

from alerts.automatic_mail import find_prefix, has_automatic_prefix, is_automatic
from alerts.bounces import Bounce, is_bounce, read_bounce
from alerts.incoming_mail import IncomingMail, UnreadableMailError, parse_mail, read_texts
from alerts.instructions import Instruction, read_commands
from alerts.mail_addresses import find_sender, plain_address
from alerts.quotations import own_lines
from alerts.signatures import Signing, find_signed, has_name, without_names

AUTOMATIC = "it was sent automatically"
# Headers that contain the name, most certain first. A mail service that replaces our Message-ID leaves the others.
_TO = ("to", "cc", "delivered-to", "x-original-to", "envelope-to", "x-envelope-to")
_IDENTIFIER = re.compile(r"<[^<>\s]{1,250}>")
# "Re: " in the languages of common mail programs, and what lists and filters put before a subject.
_ANSWERS = re.compile(
    r"^(?:\s*(?:re|aw|antw|antwort|sv|vs|vl|odp|ynt|yan|res|rif|r|ref|re\s?\[\d+\]|回复|回覆|答复|답장|ответ|відп|απ|fw|fwd|wg|tr|rv|"
    r"enc|i|doorst|vb|pd|转发|轉寄)\s*[:：]|\s*\[[^\]]{1,40}\])+",
    re.IGNORECASE,
)
_INSIDE = re.compile(r"\s(?:re|aw|antw|sv|vs|odp|ynt|回复|答复|ответ|fw|fwd|wg|tr|rv)\s*[:：].*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer to the mail with this fingerprint, by this sender.

    `text` is the whole text, with quotes; `identifier` is its own Message-ID, "" if it has no valid one.
    """

    fingerprint: str
    sender: str
    subject: str = ""
    text: str = ""
    identifier: str = ""


@dataclass(frozen=True, slots=True)
class Ignored:
    """A message that is ignored, and why."""

    reason: str


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A message that cannot be parsed, and why."""

    reason: str


def read_reply(message: bytes, signing: Signing) -> Reply | Bounce | Ignored | Unreadable:
    """Parse a message. Never raises, whatever the message contains."""
    try:
        mail = parse_mail(message)
    except UnreadableMailError as error:
        return Unreadable(str(error))
    if is_bounce(mail):
        bounce = read_bounce(mail, signing)
        return bounce if isinstance(bounce, Bounce) else Ignored(bounce)
    return _read_answer(mail, signing)


def _read_answer(mail: IncomingMail, signing: Signing) -> Reply | Ignored:
    sender = find_sender(mail.header("from"))
    names = _named(mail)
    fingerprint = next(filter(None, (find_signed(text, signing) for text in names)), "")
    if not fingerprint:
        return Ignored(
            "its signature is invalid" if any(map(has_name, names)) else "it does not answer one of our mails"
        )
    if is_automatic(mail, sender):
        return Ignored(AUTOMATIC)
    identifier = _IDENTIFIER.search(mail.header("message-id"))
    try:
        address = plain_address(sender)
    except ValueError:
        return Ignored("its sender is not a mail address")
    return Reply(fingerprint, address, mail.header("subject"), mail.text, identifier[0] if identifier else "")


def _named(mail: IncomingMail) -> list[str]:
    """The texts that may contain the name of the mail that is answered, in the order in which they are trusted.

    References begin with the first mail of the thread. The text comes last: a quote may contain other mails.
    """
    references = reversed(mail.all_of("references").split())
    return [mail.header("in-reply-to"), mail.all_of(*_TO), *references, mail.header("subject"), mail.text]


def find_instructions(reply: Reply, sent: bytes) -> tuple[Instruction, ...]:
    """The commands in the sender's own lines of a reply to `sent`, our mail; those of its subject if there are none.

    Never raises. What `sent` says is quoted, whoever repeats it: a headline is never obeyed.
    """
    ours = read_texts(sent)
    lines = own_lines(reply.text, ours)
    found = [instruction for line in lines for instruction in read_commands(line)]
    return tuple(found) or read_commands(_own_subject(reply.subject, next(iter(ours), "")))


def seems_automatic(reply: Reply, sent: bytes) -> bool:
    """Whether a reply without a command to `sent`, our mail, has a subject as no mail program gives it to an answer."""
    before = find_prefix(without_names(reply.subject), next(iter(read_texts(sent)), ""))
    is_answer = _ANSWERS.match(f"{before}:") or _INSIDE.search(f" {before}:")
    return has_automatic_prefix(before) and not is_answer


def _own_subject(subject: str, ours: str) -> str:
    """What the sender wrote into the subject; "" if it is the subject of our mail, or a part of it."""
    written = without_names(subject).strip()
    rest = _INSIDE.sub("", _ANSWERS.sub("", written)).strip()
    whole, part = ours.casefold(), rest.casefold()
    is_ours = part == whole or (part in whole and _ANSWERS.match(written) is not None)
    return "" if is_ours else rest
