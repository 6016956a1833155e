"""The one grammar of mail addresses: a dotted local part and a host, letters of any language in both.

Quoted local parts and hosts in brackets (RFC 5321) are none to us: hardly anybody has them, and they have room for what
would break out of a header.
"""

import re
import unicodedata

from news.identity import ascii_host

_LONGEST = 254
_ATOM = r"[^\s\x00-\x1f\x7f-\x9f\ud800-\udfff@<>()\[\]\\,;:\".]+"
_LOCAL_PART = re.compile(rf"(?=.{{1,64}}$){_ATOM}(?:\.{_ATOM})*")
_LABEL = r"[a-z0-9](?:[a-z0-9_-]{0,61}[a-z0-9])?"
_HOST = re.compile(rf"{_LABEL}(?:\.{_LABEL})*")


def parse_address(text: str) -> tuple[str, str]:
    """The local part of an address as it is written, and its host in lower-case ASCII.

    A host may be a single name, as those of one's own network are. Raises ValueError.
    """
    local, _, host = text.rpartition("@")
    ascii_only = ascii_host(host) if _is_worded(host) else ""
    if len(text) > _LONGEST or not _LOCAL_PART.fullmatch(local) or not _HOST.fullmatch(ascii_only):
        raise ValueError(f"{text!r} is no mail address")
    return local, ascii_only


def _is_worded(host: str) -> bool:
    """Whether all beyond ASCII are letters, digits, and marks upon them: Punycode would write anything."""
    return all(character.isascii() or unicodedata.category(character)[0] in "LMN" for character in host)
