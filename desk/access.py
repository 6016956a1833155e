"""Who may use the desk, and how a request says who makes it.

On loopback, one person works without a password. Anywhere else there are users: with passwords of our own ("users"),
signed in by an OpenID provider ("oidc"), or named by a trusted proxy in a header ("proxy:Header-Name"). Programs send a
key ("Authorization: Bearer KEY").
"""

import hashlib
import hmac
import ipaddress
import secrets
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from news import LOCAL_USER, SESSION, DeskUser, Role
from pipeline import Settings, SettingsError
from storage import Store

SESSION_COOKIE = "storywake_session"
_PROXY = "proxy:"
LONGEST_NAME = 200  # characters


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who makes a request. `key` is what the forms of this browser are tied to, "" for a program."""

    name: str
    role: Role
    key: str = ""

    @property
    def can_edit(self) -> bool:
        """Whether the visitor may change something."""
        return self.role is Role.EDITOR


@dataclass(frozen=True, slots=True)
class Credentials:
    """What a request says about who makes it; each "" if it says nothing."""

    cookie: str = ""
    bearer: str = ""
    proxy_user: str = ""


def is_loopback(host: str) -> bool:
    """Whether an address to listen on is this machine's alone."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def check_access(settings: Settings, host: str) -> None:
    """Raise SettingsError unless whoever reaches `host` must sign in and can, or it is this machine's alone."""
    if not is_loopback(host) and not settings.desk_auth:
        raise SettingsError(
            f"STORYWAKE_DESK_AUTH: not set, so the desk listens on loopback only, not on {host}; "
            "set it to `users` and add one with `storywake desk users add NAME`"
        )
    if signs_in_elsewhere(settings) and not (settings.desk_oidc_issuer and settings.desk_oidc_client_id):
        raise SettingsError(
            "STORYWAKE_DESK_AUTH: `oidc` also needs STORYWAKE_DESK_OIDC_ISSUER and STORYWAKE_DESK_OIDC_CLIENT_ID"
        )


def proxy_header(settings: Settings) -> str:
    """The header in which a trusted proxy names the user, "" if none does."""
    return settings.desk_auth.removeprefix(_PROXY) if settings.desk_auth.startswith(_PROXY) else ""


def needs_sign_in(settings: Settings) -> bool:
    """Whether the desk has a sign-in page and sessions of its own."""
    return takes_passwords(settings) or signs_in_elsewhere(settings)


def takes_passwords(settings: Settings) -> bool:
    """Whether users sign in by a password of the desk."""
    return settings.desk_auth == "users"


def signs_in_elsewhere(settings: Settings) -> bool:
    """Whether users sign in at an OpenID provider."""
    return settings.desk_auth == "oidc"


def own_hosts(settings: Settings, host: str) -> tuple[str, ...]:
    """The host names, besides IP addresses, under which the desk may be asked for; others are refused."""
    return tuple(filter(None, (host, urlsplit(settings.web_address).hostname, *settings.desk_hosts)))


def digest_key(key: str) -> str:
    """What is stored of a session's or program's key."""
    return hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()


def identify(store: Store, settings: Settings, said: Credentials, now: datetime) -> Visitor | None:
    """Who makes a request; None if nobody who may. Raises StoreError."""
    if said.bearer:
        return _as_visitor(store.user_of_token(digest_key(said.bearer)), "")
    if proxy_header(settings):
        return _from_proxy(store, said)
    if needs_sign_in(settings):
        return _as_visitor(store.user_of_session(digest_key(said.cookie), now) if said.cookie else None, said.cookie)
    return Visitor(LOCAL_USER, Role.EDITOR, said.cookie)


def _as_visitor(user: DeskUser | None, key: str) -> Visitor | None:
    return Visitor(user.name, user.role, key) if user else None


def _from_proxy(store: Store, said: Credentials) -> Visitor | None:
    """Whom the proxy names; an unknown user may read."""
    if not said.proxy_user or not said.proxy_user.isprintable() or len(said.proxy_user) > LONGEST_NAME:
        return None
    user = store.user(said.proxy_user)
    return Visitor(said.proxy_user, user.role if user else Role.READER, said.cookie)


def sign_in(store: Store, user: DeskUser, now: datetime) -> str:
    """Begin a session; returns its new key, for the cookie. Raises StoreError."""
    key = secrets.token_urlsafe(32)
    store.open_session(digest_key(key), user.name, now, now + SESSION)
    return key


def form_token(signing_key: bytes, visitor: Visitor) -> str:
    """What every form of this visitor's browser carries, so that no other site can make the browser send one."""
    return hmac.digest(signing_key, f"form {visitor.name} {visitor.key}".encode(), "sha256").hex()


def is_form_token(signing_key: bytes, visitor: Visitor, token: str) -> bool:
    """Whether a form was made for this visitor's browser."""
    wanted = form_token(signing_key, visitor)
    return bool(visitor.key) and hmac.compare_digest(wanted.encode(), token.encode("utf-8", "replace"))
