"""The headers of the mail for a digest: sender, list, thread, and a stable Message-ID."""

import re
from email import policy
from email.header import Header
from email.headerregistry import Address
from email.message import EmailMessage
from hashlib import blake2b

from alerts.clean_text import clean_header
from alerts.mail_addresses import plain_address, split_address
from alerts.mail_content import title_of
from alerts.reply_commands import Command
from alerts.signatures import UNSIGNED, Signing, answer_link, fingerprint_digest, sign
from news import Digest

_SENDER_NAME_LIMIT = 48
_LINE_LIMIT = 76
BODY_ENCODING = "quoted-printable"
"""7-bit characters and short lines whatever the text, so that every server passes the body on unchanged."""


def choose_policy(*addresses: str) -> "policy.EmailPolicy[EmailMessage]":
    """The policy for a mail between these addresses, which does not refold raw headers. Raises ValueError."""
    is_ascii = all(split_address(address)[0].isascii() for address in addresses)
    return (policy.SMTP if is_ascii else policy.SMTPUTF8).clone(refold_source="none")


def message_id(digest: Digest, sender: str, signing: Signing = UNSIGNED) -> str:
    """The Message-ID of a digest, derived from its seed, recipient and alerts, and signed; it never changes.

    It depends on when each alert was raised, because in a new database the ids start again at 1. Raises ValueError if
    `sender` is not an address.
    """
    return f"<{sign(fingerprint_digest(digest), signing)}@{split_address(sender)[1]}>"


def list_id(digest: Digest, sender: str) -> str:
    """The List-Id (RFC 2919), by which a mail program can filter the mails about one seed. Raises ValueError."""
    name = digest.seed.name
    label = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:63].strip("-")
    if not label or label != name:
        # Seeds whose names differ only in characters that a label cannot contain must not share a list.
        tail = blake2b(name.encode("utf-8", "surrogatepass"), digest_size=4).hexdigest()
        label = f"{label[:54].strip('-')}-{tail}".strip("-")
    return f"<{label}.storywake.{split_address(sender)[1]}>"


def set_headers(message: EmailMessage, digest: Digest, sender: str, subject: str, signing: Signing = UNSIGNED) -> None:
    """Set all headers of the message except those of the body. Raises ValueError for an invalid address.

    All mails of one seed to one recipient are one thread: each refers to the first mail and to the previous one, and to
    an identifier of its own, by which an answer to it is recognised.

    Some headers are written raw, because `email.policy` folds them wrongly: it puts spaces between the encoded words of
    one long word, encodes a long List-Id, and folds before a long Message-ID, which some programs then ignore. The
    message's policy must not refold them (refold_source="none").
    """
    message.set_raw("From", _write_sender(digest, sender))
    message["To"] = Address("", *split_address(digest.recipient))
    message.set_raw("Subject", fold(subject, "Subject"))
    message["Date"] = digest.created_at
    message.set_raw("Message-ID", message_id(digest, sender, signing))
    thread, name = digest.so_far.thread, fingerprint_digest(digest)
    if thread:
        message.set_raw("In-Reply-To", thread[-1])
    references = [*thread, *([_reference(name, sender, signing)] if signing.replies_to else [])]
    if references:
        message.set_raw("References", "\r\n ".join(references))
    set_reply_to(message, name, signing)
    message.set_raw("List-Id", list_id(digest, sender))
    targets = _unsubscribe_targets(digest, signing)
    if targets:
        message.set_raw("List-Unsubscribe", "\r\n " + ",\r\n ".join(targets))
    if signing.web:
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message["Auto-Submitted"] = "auto-generated"
    message["Precedence"] = "list"


def set_reply_to(message: EmailMessage, fingerprint: str, signing: Signing) -> None:
    """Set Reply-To, if answers are read by mail; its display name is the signed name, which answers repeat in To.

    Not a tag in the address ("storywake+…@example.org"): not every mail server delivers mail to such an address.
    """
    if signing.replies_to:
        address = plain_address(signing.replies_to)
        message.set_raw("Reply-To", f"{_quote(sign(fingerprint, signing))}\r\n <{address}>")


def _reference(fingerprint: str, sender: str, signing: Signing) -> str:
    """An identifier that answers repeat in References, even if a mail service replaces our Message-ID."""
    return f"<answer.{sign(fingerprint, signing)}@{split_address(sender)[1]}>"


def _unsubscribe_targets(digest: Digest, signing: Signing) -> list[str]:
    """The URLs that unsubscribe the recipient from the seed: one to POST to (RFC 8058) and a mailto (RFC 2369)."""
    name = fingerprint_digest(digest)
    targets = [f"<{answer_link(name, signing, Command.STOP)}>"] if signing.web else []
    if signing.replies_to:
        targets.append(f"<mailto:{signing.replies_to}?subject={Command.STOP}%20{sign(name, signing)}>")
    return targets


def _write_sender(digest: Digest, sender: str) -> str:
    name = clean_header(f"storywake: {title_of(digest.seed)}", _SENDER_NAME_LIMIT)
    phrase = _quote(name) if name.isascii() else fold(name, "From")
    address = f"<{plain_address(sender)}>"
    fits = len(f"From: {phrase} {address}") <= _LINE_LIMIT
    return f"{phrase} {address}" if fits else f"{phrase}\r\n {address}"


def _quote(phrase: str) -> str:
    return '"' + re.sub(r'(["\\])', r"\\\1", phrase) + '"'


def fold(text: str, header: str) -> str:
    """A header's text, folded into lines of at most 78 characters, and as encoded words if it needs them."""
    is_plain = text.isascii() and all(len(word) < _LINE_LIMIT // 2 for word in text.split())
    return Header(text, "us-ascii" if is_plain else "utf-8", _LINE_LIMIT, header).encode(linesep="\r\n")
