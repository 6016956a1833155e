"""Mail addresses: what stands around one, which two are the same, and what a mail server must be able to do for one."""

import re

from news import parse_address

_NAMED = re.compile(r"[^<>\r\n]*<([^<>]*)>")


def split_address(text: str) -> tuple[str, str]:
    """The local part and the domain of an address, with or without a display name around it.

    The domain comes in lower-case ASCII, so that only a local part can need SMTPUTF8. Raises ValueError.
    """
    named = _NAMED.fullmatch(text.strip())
    return parse_address((named[1] if named else text).strip())


def plain_address(text: str) -> str:
    """The address alone, as it goes into an envelope. Raises ValueError."""
    return "@".join(split_address(text))


def recipient_key(text: str) -> str:
    """What makes two spellings one recipient: the domain's case does not count, the local part's does.

    A text that is no address is its own key, so that it is reported where it is used and not here.
    """
    try:
        return plain_address(text)
    except ValueError:
        return text.strip()
