"""Parse the URL of a mail server, without ever showing its password."""

import base64
import re
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import SplitResult, unquote, urlsplit

Security = Literal["none", "starttls", "tls"]

_KINDS: dict[str, tuple[Security, int]] = {
    "smtp": ("none", 25),
    "smtp+starttls": ("starttls", 587),
    "smtps": ("tls", 465),
}
_IPV6 = re.compile(r"\[[\w:.%]+\](?::[^:\]]*)?$")  # at the end of a netloc
_ENCODE_HINT = "special characters in a user name or password must be percent-encoded"


@dataclass(frozen=True, slots=True)
class MailServer:
    """A mail server, how the connection to it is encrypted, and the login; without a user there is no login."""

    host: str
    port: int
    security: Security
    user: str = ""
    password: str = field(default="", repr=False)

    @property
    def name(self) -> str:
        """The server as named in messages: host:port."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"

    def hide_password(self, text: str) -> str:
        """The text without the password, in every form in which a server could quote it."""
        if not self.password:
            return text
        plain = f"\0{self.user}\0{self.password}".encode()
        forms = (self.password, *(base64.b64encode(form).decode() for form in (self.password.encode(), plain)))
        for form in forms:
            text = text.replace(form, "***")
        return text


def read_server(url: str) -> MailServer:
    """The server at a URL.

    Raises ValueError with one line that does not repeat the URL, because it may contain a password.
    """
    parts = _split(url)
    security, default_port = _KINDS[parts.scheme]
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    if bool(user) != bool(password):
        raise ValueError("the mail server's URL must contain both user and password, or neither")
    host = _read_host(parts)
    return MailServer(host, _read_port(parts) or default_port, security, user, password)


def _split(url: str) -> SplitResult:
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        raise ValueError(f"the mail server's URL is invalid; {_ENCODE_HINT}") from None
    if "]" in parts.netloc and not _IPV6.search(parts.netloc):
        raise ValueError(f"the mail server's URL has no valid host; {_ENCODE_HINT}")
    if parts.scheme not in _KINDS:
        raise ValueError(f"the mail server's URL must start with one of {', '.join(f'{kind}://' for kind in _KINDS)}")
    if parts.path.strip("/") or parts.query or parts.fragment:
        raise ValueError(f"the mail server's URL must end after host and port; {_ENCODE_HINT}")
    return parts


def _read_host(parts: SplitResult) -> str:
    try:
        host = (parts.hostname or "").encode("idna").decode("ascii")
    except UnicodeError:
        host = ""
    if not host:
        raise ValueError("the mail server's URL has no valid host")
    return host


def _read_port(parts: SplitResult) -> int | None:
    try:
        port = parts.port
    except ValueError:
        port = 0
    if port == 0:
        raise ValueError(f"the mail server's URL has an invalid port; {_ENCODE_HINT}")
    return port
