"""Mail addresses: what is one, which two are the same, and what a mail server must be able to do for one."""

import re

_PART = r"[^\s\x00-\x1f\x7f<>@,;:\"()\[\]\\]+"
_ADDRESS = re.compile(rf"(?:[^<>\r\n]*<\s*)?(?P<local>{_PART})@(?P<domain>{_PART})\s*>?")


def split_address(text: str) -> tuple[str, str]:
    """The local part and the domain of an address, with or without a display name around it.

    The domain comes in lower-case ASCII (IDNA), so that only a local part can need SMTPUTF8. Raises ValueError.
    """
    found = _ADDRESS.fullmatch(text.strip())
    if found is None:
        raise ValueError(f"{text!r} is no mail address")
    try:
        return found["local"], found["domain"].encode("idna").decode("ascii").lower()
    except UnicodeError as error:
        raise ValueError(f"{text!r} is no mail address: its domain cannot be written in ASCII") from error


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
