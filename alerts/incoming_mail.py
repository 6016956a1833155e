"""Parse a message that arrived, within limits: its headers, and the text that its sender wrote. Pure.

Anybody can send a message, so nothing in it may take long. Only the beginning is parsed; each header is cut before the
email package reads it, because reading the parameters of a header takes time that grows with the square of its length;
and messages with more parts inside each other than real ones have are refused.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from email import message_from_bytes
from email.errors import MessageError
from email.header import decode_header
from email.message import Message
from email.policy import Compat32

from alerts.html_text import read_html

LONGEST = 1_000_000  # bytes of a message that are parsed
MOST_LINES = 20_000  # of a message that are parsed
MOST_BOUNDARIES = 50
_LONGEST_TEXT = 20_000  # characters
_LONGEST_HTML = 200_000  # characters: mail programs put long style sheets first
_LONGEST_HEADER = 10_000  # characters: a long thread has many references
_LONGEST_PARAMETERS = 500  # characters of a Content-… header
_LONGEST_LINE = 2_000  # characters of a header that is decoded
_NESTING = re.compile(rb"boundary[*0-9]*\s*=|content-type\s*:\s*message/", re.IGNORECASE)
# These are Python's own codecs: no mail is written in them, and decoding some takes very long.
_NOT_FOR_MAIL = re.compile(r"punycode|idna|escape|undefined|mbcs|oem", re.IGNORECASE)


class UnreadableMailError(Exception):
    """The message cannot be parsed. The text says why."""


@dataclass(frozen=True, slots=True)
class IncomingMail:
    """A parsed message. `text` is what its sender wrote, with quotes; HTML quotes are marked with "> ".

    `headers` has the decoded values of each header by its lower-case name. `kind` is the content type, such as
    "text/plain". `raw` is the part of the message that was parsed.
    """

    kind: str
    report_type: str
    text: str
    raw: str
    headers: dict[str, list[str]] = field(default_factory=dict)

    def header(self, name: str) -> str:
        """The first value of a header; "" if it is missing."""
        return next(iter(self.headers.get(name, ())), "")

    def all_of(self, *names: str) -> str:
        """All values of these headers in one text."""
        return " ".join(value for name in names for value in self.headers.get(name, ()))


class _Limited(Compat32):
    """Cuts each header as it is read."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        name, value = super().header_source_parse(sourcelines)
        limit = _LONGEST_PARAMETERS if name.lower().startswith("content-") else _LONGEST_HEADER
        return name, value[:limit]


_POLICY = _Limited()


def parse_mail(message: bytes) -> IncomingMail:
    """Parse the beginning of a message. Raises UnreadableMailError, and no other error, whatever it contains."""
    beginning = b"".join(message[:LONGEST].splitlines(keepends=True)[:MOST_LINES])
    if len(_NESTING.findall(beginning)) > MOST_BOUNDARIES:
        raise UnreadableMailError("it has too many parts inside each other")
    try:
        return _parse(beginning)
    except Exception as error:  # the email package fails in many ways; one message must not hold up the others
        raise UnreadableMailError(f"it cannot be parsed: {type(error).__name__}") from error


def read_texts(message: bytes) -> tuple[str, ...]:
    """The text of each part of a mail that we sent, its subject first; empty if it is not a mail."""
    try:
        parsed = message_from_bytes(message, policy=_POLICY)
        subject = _decode_header(str(parsed.get("Subject", "")))
        return (subject, *filter(None, map(_own_text, parsed.walk())))
    except Exception:  # noqa: BLE001  as above; a message to a webhook is no mail
        return ()


def read_subject(message: bytes) -> str:
    """The subject of a mail that we sent; "" if it is not a mail."""
    return next(iter(read_texts(message)), "")


def _parse(beginning: bytes) -> IncomingMail:
    message = message_from_bytes(beginning, policy=_POLICY)
    headers: dict[str, list[str]] = {}
    for name, value in message.raw_items():
        headers.setdefault(name.lower(), []).append(_decode_header(str(value)))
    return IncomingMail(
        kind=message.get_content_type(),
        report_type=str(message.get_param("report-type") or "").lower(),
        text=_text_of(message),
        raw=beginning.decode("utf-8", "replace"),
        headers=headers,
    )


def _decode_header(value: str) -> str:
    line = " ".join(value.split())
    text = line.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    if "=?" not in text:
        return text
    try:
        pieces = decode_header(text[:_LONGEST_LINE])
    except (MessageError, ValueError):
        return text
    return "".join(piece if isinstance(piece, str) else _decode(piece, charset or "ascii") for piece, charset in pieces)


def _decode(content: bytes, charset: str) -> str:
    known = charset.strip("\"' ").lower()
    if _NOT_FOR_MAIL.search(known):
        known = "utf-8"
    try:
        return content.decode(known, "replace")
    except (LookupError, ValueError):  # an unknown charset, such as a database's name for UTF-8
        return content.decode("utf-8", "replace")


def _text_of(part: "Message[str, str]") -> str:
    """The text of a part and of the parts in it, without attachments and forwarded messages."""
    children = part.get_payload()
    if not isinstance(children, list):
        return _own_text(part)
    kind = part.get_content_type()
    several = [child for child in children if isinstance(child, Message)]
    return _text_of_several(several, kind) if kind.startswith("multipart/") else ""


def _own_text(part: "Message[str, str]") -> str:
    """The text of a part that contains no others; "" if it is not text, or an attachment."""
    kind, disposition = part.get_content_type(), str(part.get("Content-Disposition", "")).lower()
    if disposition.startswith("attachment") or part.get_filename():
        return ""
    if kind == "text/plain":
        return _content(part, _LONGEST_TEXT)
    return read_html(_content(part, _LONGEST_HTML))[:_LONGEST_TEXT] if kind == "text/html" else ""


def _text_of_several(children: "Sequence[Message[str, str]]", kind: str) -> str:
    if kind in {"multipart/related", "multipart/signed"}:
        children = children[:1]  # the others are pictures and signatures
    if kind == "multipart/alternative":
        plain_first = sorted(children, key=lambda child: child.get_content_type() != "text/plain")
        return next((text for text in map(_text_of, plain_first) if text.strip()), "")
    return "\n".join(text for text in map(_text_of, children) if text.strip())


def _content(part: "Message[str, str]", limit: int) -> str:
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        return ""
    # four bytes are the longest character of any charset in use
    return _decode(content[: 4 * limit], str(part.get_content_charset("utf-8")))[:limit]
