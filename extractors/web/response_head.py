"""Mend the header lines of a response that the HTTP library would refuse, as browsers do."""

import re
from collections.abc import Sequence

LONGEST_HEAD = 100 * 1024  # bytes, the limit of the HTTP library

_HEAD_END = re.compile(rb"\r?\n\r?\n")
_LINE_END = re.compile(rb"\r?\n")
_FIELD = re.compile(rb"([!#$%&'*+.^_`|~0-9A-Za-z-]+)[ \t]*:(.*)", re.DOTALL)
_CONTROLS = re.compile(rb"[\x00-\x08\x0a-\x1f\x7f]")
_LENGTH = re.compile(rb"\d{1,20}(?:[ \t]*,[ \t]*\d{1,20})*")
_INTERIM = re.compile(rb"HTTP/1\.[01] 1\d\d\b")


def find_head_end(received: bytearray, more: bytes) -> int:
    """Append what was received; the length of the head up to and including the empty line, 0 if it is not complete."""
    place = max(0, len(received) - 3)
    received += more
    found = _HEAD_END.search(received, place)
    return found.end() if found else 0


def mend_head(head: bytes) -> bytes:
    """A response's head without the lines that are no header fields, and without blanks before colons."""
    status, *lines = _LINE_END.split(head.rstrip(b"\r\n"))
    kept: list[bytes] = []
    for line in lines:
        field = _FIELD.fullmatch(line)
        if field:
            value = _mend_value(field[1].lower(), _CONTROLS.sub(b" ", field[2]), kept)
            kept += [field[1] + b":" + value] if value is not None else []
        elif line[:1] in {b" ", b"\t"} and kept:  # a folded line continues the one before
            kept.append(_CONTROLS.sub(b" ", line))
    return b"\r\n".join([status, *kept, b"", b""])


def _mend_value(name: bytes, value: bytes, before: Sequence[bytes]) -> bytes | None:
    """The value of a field; None for one that browsers ignore: a length that is no number, a coding that is none."""
    if name == b"content-length":
        bare = value.strip(b' \t"')
        return bare if _LENGTH.fullmatch(bare) else None
    if name == b"transfer-encoding":
        stated = b",".join(line for line in before if line.lower().startswith(b"transfer-encoding:")).lower()
        codings = [coding.strip() for coding in value.lower().split(b",")]
        kept = [coding for coding in codings if coding not in {b"", b"identity"} and coding not in stated]
        return b", ".join(kept) or None
    return value


def is_interim(head: bytearray) -> bool:
    """Whether a head belongs to an interim response (1xx), which another one follows."""
    return bool(_INTERIM.match(head))
