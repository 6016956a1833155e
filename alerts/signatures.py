"""Signed names: every mail has one that only this installation can have made, so that an answer to it can be believed.

The name is the digest's fingerprint and, keyed by a secret of the installation, an HMAC of it (RFC 2104) cut to 64
bits. It is the Message-ID, so any answer carries it; it also stands in the subject of a mail that ends a subscription.
"""

import hmac
import re
from dataclasses import dataclass
from hashlib import blake2b
from urllib.parse import quote

from alerts.mail_addresses import recipient_key
from news import Digest

_NAMED = re.compile(r"storywake\.([0-9a-f]{24})\.([0-9a-f]{16})(?![0-9a-f])")


@dataclass(frozen=True, slots=True)
class Signing:
    """What names are signed with, and where answers are read: by mail and on the web ("" when nowhere)."""

    key: bytes = b""
    replies_to: str = ""
    web: str = ""

    @property
    def takes_answers(self) -> bool:
        """Whether a recipient can answer at all."""
        return bool(self.replies_to or self.web)


UNSIGNED = Signing()


def fingerprint_digest(digest: Digest) -> str:
    """24 hexadecimal digits that stand for this digest and no other."""
    owed = sorted((alert.id, alert.raised_at.isoformat(), alert.article.url) for alert in digest.alerts)
    what: object = owed or digest.created_at.date().isoformat()  # one without alerts is known by its day
    return fingerprint((digest.seed.name, recipient_key(digest.recipient), what), 12)


def fingerprint(value: object, size: int) -> str:
    """What stands for a value made of plain ones, by its repr: `size` bytes, in hexadecimal digits."""
    return blake2b(repr(value).encode("utf-8", "surrogatepass"), digest_size=size).hexdigest()


def sign(fingerprint: str, signing: Signing) -> str:
    """The signed name for a digest's fingerprint; without a key it is not signed, and no answer to it is believed."""
    return f"storywake.{fingerprint}.{_code(fingerprint, signing.key)}" if signing.key else f"storywake.{fingerprint}"


def answer_link(fingerprint: str, signing: Signing, command: str) -> str:
    """The address under which a recipient may say this on the web; "" where no web address is set."""
    return f"{signing.web.rstrip('/')}/answer/{sign(fingerprint, signing)}/{quote(command)}" if signing.web else ""


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
