"""Signed links by which anybody may read the trail of one story until they are revoked; none can be guessed."""

import hmac

from desk.desk import Desk
from news import SharedLink

_LENGTH = 32  # hexadecimal digits: 128 bits


def address_of(desk: Desk, link: SharedLink) -> str:
    """The path of a shared link."""
    return f"/shared/{link.id}-{_code(desk, link.id)}"


def find_shared(desk: Desk, name: str) -> str:
    """The seed that is shared under this name, "" if the link is not valid or revoked."""
    digits, _, code = name.partition("-")
    number = int(digits) if digits.isdecimal() and len(digits) <= 18 else 0
    if not hmac.compare_digest(code.encode("utf-8", "replace"), _code(desk, number).encode()):
        return ""
    return next((one.seed for one in desk.store.shares() if one.id == number), "")


def _code(desk: Desk, number: int) -> str:
    return hmac.digest(desk.runtime.signing.key, f"shared {number}".encode(), "sha256").hex()[:_LENGTH]
