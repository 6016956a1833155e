"""Which user of the desk somebody is whom an OpenID provider has signed in."""

from collections.abc import Mapping
from typing import Any

from desk.access import LONGEST_NAME
from desk.identity_provider import find_claim
from news import DeskUser, Role, parse_address
from pipeline import Settings
from storage import Store


class NotAUserError(Exception):
    """Whoever signed in may not use the desk; the message says why and what to do about it."""


def admit(store: Store, settings: Settings, claims: Mapping[str, Any]) -> tuple[DeskUser, str]:
    """The user, and what has become of them by this sign-in, "" if nothing has. Raises NotAUserError, StoreError.

    Those whom `storywake desk users` added keep the role they were given. All others have no password, and are users as
    long as the provider's claim of roles says so, in the role that it says.
    """
    name = _read_name(claims, settings.desk_oidc_user_claim)
    known = store.user(name)
    if known is not None and known.password_hash:
        return known, ""
    role = _read_role(claims, settings)
    if role is None:
        raise NotAUserError(f"nobody called {name} may use this desk: ask whoever runs it to add this name")
    if known is not None and known.role is role:
        return known, ""
    user = DeskUser(name, role)
    store.save_user(user)
    return user, f"Was made {role} by the sign-in service" + ("" if known else ", at the first sign-in")


def _read_name(claims: Mapping[str, Any], claim: str) -> str:
    """The name of whoever signed in. Raises NotAUserError."""
    name = claims.get(claim)
    if not isinstance(name, str) or not name.isprintable() or name != name.strip() or not 0 < len(name) <= LONGEST_NAME:
        raise NotAUserError(f"the sign-in service gave no usable name for you: the claim {claim} is missing or odd")
    if claim == "email":
        _check_mail(name, claims.get("email_verified"))
        return name.lower()
    return name


def _check_mail(address: str, verified: object) -> None:
    """Raise NotAUserError unless the provider vouches for a mail address; some say so by a word."""
    try:
        parse_address(address)
    except ValueError:
        raise NotAUserError("the sign-in service gave no mail address for you") from None
    if verified is not True and verified != "true":
        raise NotAUserError(f"the sign-in service has not verified that {address} is yours: verify it there first")


def _read_role(claims: Mapping[str, Any], settings: Settings) -> Role | None:
    """The highest role that the claim of roles grants."""
    found = find_claim(claims, settings.desk_oidc_role_claim) if settings.desk_oidc_role_claim else None
    values = found if isinstance(found, list) else [found]
    granted = {one for one in values if isinstance(one, str)}
    if granted & set(settings.desk_oidc_editors):
        return Role.EDITOR
    return Role.READER if granted & set(settings.desk_oidc_readers) else None
