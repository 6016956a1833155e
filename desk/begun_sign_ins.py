"""Sign-ins that have begun at an OpenID provider, each tied to the browser that began it.

Nothing is stored while somebody signs in: the browser keeps a random key in a cookie of its own, and the state, the
nonce and the PKCE verifier are HMACs over it by the key of the installation. So nobody can make them up, and each
belongs to one sign-in of one browser.
"""

import base64
import hashlib
import hmac
import secrets
import threading
from collections import deque
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import quote, unquote

COOKIE = "storywake_signing_in"
LASTS = timedelta(minutes=10)
_LONGEST_PATH = 500  # characters of the page that the visitor wanted
_REMEMBERED = 10_000


@dataclass(frozen=True, slots=True)
class BegunSignIn:
    """A sign-in under way: the browser's key, when it began (seconds since 1970) and the page that was wanted."""

    key: str
    began: int
    wanted: str

    @property
    def cookie(self) -> str:
        """What the browser keeps."""
        return f"{self.key}.{self.began}.{quote(self.wanted, safe='')}"

    def secret(self, signing_key: bytes, purpose: str) -> str:
        """One of its secrets: "state", "nonce" or "verifier"; 43 characters."""
        made = hmac.digest(signing_key, f"oidc {purpose} {self.cookie}".encode(), "sha256")
        return _encode(made)

    def challenge(self, signing_key: bytes) -> str:
        """The verifier as the provider gets it before the code (RFC 7636, S256)."""
        return _encode(hashlib.sha256(self.secret(signing_key, "verifier").encode()).digest())

    def is_fresh(self, now: datetime) -> bool:
        """Whether it began a short while ago."""
        return timedelta(0) <= now - datetime.fromtimestamp(self.began, now.tzinfo) <= LASTS


def begin(wanted: str, now: datetime) -> BegunSignIn:
    """A new sign-in that is to lead to a page."""
    page = wanted if len(wanted) <= _LONGEST_PATH else "/"
    return BegunSignIn(secrets.token_urlsafe(32), int(now.timestamp()), page)


def read_cookie(value: str) -> BegunSignIn | None:
    """The sign-in that a browser has begun, None if the cookie is not one of ours."""
    key, began, wanted = [*value.split("."), "", "", ""][:3]
    is_number = began.isascii() and began.isdigit() and len(began) <= 10
    return BegunSignIn(key, int(began), unquote(wanted)) if len(key) >= 43 and is_number else None


class UsedStates:
    """The states of sign-ins that were completed, so that none is used twice. Thread-safe; in memory."""

    def __init__(self) -> None:
        self._used: deque[str] = deque(maxlen=_REMEMBERED)
        self._lock = threading.Lock()

    def use(self, state: str) -> bool:
        """Use a state; False if it was used before."""
        with self._lock:
            if state in self._used:
                return False
            self._used.append(state)
            return True


def _encode(digest: bytes) -> str:
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
