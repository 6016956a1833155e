"""Signed names, which only this installation can create: an answer that contains one is known to answer our mail.

The name of a mail is its digest's fingerprint with an HMAC of it (RFC 2104), keyed by a secret of the installation and
cut to 64 bits. Answers repeat it: it is part of the Message-ID, of References and of the name in Reply-To, because some
mail services replace the Message-ID and some mail programs drop References; and of the subject of an unsubscribe mail.
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
    """The key that signs names, and where answers are read: a mail address and a web address ("": nowhere)."""

    key: bytes = b""
    replies_to: str = ""
    web: str = ""

    @property
    def takes_answers(self) -> bool:
        """Whether answers are read at all."""
        return bool(self.replies_to or self.web)


UNSIGNED = Signing()


def fingerprint_digest(digest: Digest) -> str:
    """24 hexadecimal digits that identify this digest."""
    alerts = sorted((alert.id, alert.raised_at.isoformat(), alert.article.url) for alert in digest.alerts)
    content: object = alerts or digest.created_at.date().isoformat()  # without alerts, the day identifies it
    return fingerprint((digest.seed.name, recipient_key(digest.recipient), content), 12)


def fingerprint(value: object, size: int) -> str:
    """A hash of the repr of a value built from plain types: `size` bytes, in hexadecimal digits."""
    return blake2b(repr(value).encode("utf-8", "surrogatepass"), digest_size=size).hexdigest()


def sign(fingerprint: str, signing: Signing) -> str:
    """The signed name for a digest's fingerprint; without a key it is not signed, and no answer to it is trusted."""
    return f"storywake.{fingerprint}.{_code(fingerprint, signing.key)}" if signing.key else f"storywake.{fingerprint}"


def answer_link(fingerprint: str, signing: Signing, command: str) -> str:
    """The URL at which a recipient can give this command; "" if no web address is set."""
    return f"{signing.web.rstrip('/')}/answer/{sign(fingerprint, signing)}/{quote(command)}" if signing.web else ""


def find_signed(text: str, signing: Signing) -> str:
    """The fingerprint of the first name in a text that has a valid signature; "" if there is none."""
    for found in _NAMED.finditer(text):
        if signing.key and hmac.compare_digest(found[2], _code(found[1], signing.key)):
            return found[1]
    return ""


def has_name(text: str) -> bool:
    """Whether a text contains something that looks like a signed name, valid or not."""
    return _NAMED.search(text) is not None


def without_names(text: str) -> str:
    """The text without anything that looks like a signed name."""
    return _NAMED.sub("", text)


def _code(fingerprint: str, key: bytes) -> str:
    return hmac.digest(key, fingerprint.encode(), "sha256").hex()[:16]
