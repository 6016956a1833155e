"""Parse and compare mail addresses, with or without a display name."""

import re

from news import parse_address

_NAMED = re.compile(r"[^<>\r\n]*<([^<>]*)>")


def split_address(text: str) -> tuple[str, str]:
    """The local part and the domain of an address, without its display name if it has one.

    The domain is returned in lower-case ASCII, so that only a local part can require SMTPUTF8. Raises ValueError.
    """
    named = _NAMED.fullmatch(text.strip())
    return parse_address((named[1] if named else text).strip())


def plain_address(text: str) -> str:
    """The address without a display name, as in the envelope. Raises ValueError."""
    return "@".join(split_address(text))


def recipient_key(text: str) -> str:
    """A key that two spellings of one recipient share: domains ignore case, local parts do not.

    An invalid address is its own key: it is reported where it is used.
    """
    try:
        return plain_address(text)
    except ValueError:
        return text.strip()
