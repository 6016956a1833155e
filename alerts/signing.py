"""Signed names: every mail has one that only this installation can have made, so that an answer to it can be believed.

The name is the digest's fingerprint and, keyed by a secret of the installation, an HMAC of it (RFC 2104) cut to 64
bits. It is the Message-ID, so any answer carries it; it also stands in the subject of a mail that ends a subscription.
"""

import hmac
import re
from dataclasses import dataclass

_NAMED = re.compile(r"storywake\.([0-9a-f]{24})\.([0-9a-f]{16})(?![0-9a-f])")


@dataclass(frozen=True, slots=True)
class Signing:
    """What names are signed with, and where answers are read ("" when nobody reads any)."""

    key: bytes = b""
    replies_to: str = ""


UNSIGNED = Signing()


def sign(fingerprint: str, signing: Signing) -> str:
    """The signed name for a digest's fingerprint; without a key it is not signed, and no answer to it is believed."""
    return f"storywake.{fingerprint}.{_code(fingerprint, signing.key)}" if signing.key else f"storywake.{fingerprint}"


def find_signed(text: str, signing: Signing) -> str:
    """The fingerprint of the first name in a text that this installation has signed; "" where there is none."""
    for found in _NAMED.finditer(text):
        if signing.key and hmac.compare_digest(found[2], _code(found[1], signing.key)):
            return found[1]
    return ""


def has_name(text: str) -> bool:
    """Whether a text holds what looks like a signed name, whoever made it."""
    return _NAMED.search(text) is not None


def _code(fingerprint: str, key: bytes) -> str:
    return hmac.digest(key, fingerprint.encode(), "sha256").hex()[:16]
