"""Signing in at an OpenID provider: the way there, and the way back."""

import hmac
import logging
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import RedirectResponse, Response

from desk.begun_sign_ins import COOKIE, LASTS, BegunSignIn, begin, read_cookie
from desk.desk import Desk, DeskHere, UnknownPageError, safe_path
from desk.id_tokens import IdTokenError
from desk.identity_provider import CodeRefusedError, IdentityProvider, ProviderError
from desk.provider_users import NotAUserError, admit
from desk.sign_in import is_secure, open_session, show_page
from news import DeskUser

router = APIRouter()
logger = logging.getLogger(__name__)
_BACK = "/sign-in/back"
_UNREACHED = "the sign-in service does not answer as it should: try again later, or tell whoever runs this desk"
_NOT_BEGUN = "this sign-in was not begun in this browser, or is complete: sign in again"
_OLD = "this sign-in took longer than ten minutes or was used already: sign in again"
_TOO_MANY = "Too many failed sign-ins: try again in ten minutes."
_LONGEST = 4_000  # characters of a code or a state


class _FailedError(Exception):
    """A sign-in failed; the message is for the visitor, `why` for the log."""

    def __init__(self, said: str, why: str = "", status: int = 403) -> None:
        super().__init__(f"{said[:1].upper()}{said[1:]}.")
        self.why = why or said
        self.status = status


@dataclass(frozen=True, slots=True)
class Returned:
    """What the provider sends back with the browser (RFC 6749, section 4.1.2; RFC 9207)."""

    code: str
    state: str
    issuer: str
    error: str


def read_returned(
    code: Annotated[str, Query(max_length=_LONGEST)] = "",
    state: Annotated[str, Query(max_length=_LONGEST)] = "",
    iss: Annotated[str, Query(max_length=_LONGEST)] = "",
    error: Annotated[str, Query(max_length=_LONGEST)] = "",
) -> Returned:
    """The parameters of the address to which the provider sends the browser."""
    return Returned(code, state, iss, error)


@router.get("/sign-in/begin")
def begin_sign_in(request: Request, desk: DeskHere, next: str = "/") -> Response:  # noqa: A002
    """Send the browser to the provider.

    A link and not a form: the Content-Security-Policy lets forms lead to the desk alone.
    """
    provider, now, key = _provider(desk), desk.now(), desk.runtime.signing.key
    if not desk.attempts.may_try(_origins(request), now):
        return show_page(request, next, _TOO_MANY, 429)
    begun = begin(safe_path(next), now)
    state, nonce, challenge = begun.secret(key, "state"), begun.secret(key, "nonce"), begun.challenge(key)
    try:
        answer = RedirectResponse(provider.sign_in_address(state, nonce, challenge, _back(request), now), 303)
    except ProviderError as error:
        return _refuse(request, next, _FailedError(_UNREACHED, str(error), 503))
    lasts = int(LASTS.total_seconds())
    answer.set_cookie(
        COOKIE, begun.cookie, lasts, path="/sign-in", secure=is_secure(request), httponly=True, samesite="lax"
    )
    return answer


@router.get(_BACK)
def finish_sign_in(request: Request, desk: DeskHere, returned: Annotated[Returned, Depends(read_returned)]) -> Response:
    """Sign in whom the provider names, if this browser began it.

    A request without the state of this browser's own sign-in is not counted as a failure: any web page could make a
    browser send such requests, and so keep its visitor from signing in.
    """
    provider, now = _provider(desk), desk.now()
    begun = read_cookie(request.cookies.get(COOKIE, ""))
    if begun is None or not _is_state_of(begun, desk, returned.state):
        return _refuse(request, "/", _FailedError(_NOT_BEGUN, status=400))
    if not desk.attempts.may_try(_origins(request), now):
        return show_page(request, begun.wanted, _TOO_MANY, 429)
    try:
        _use_state(desk, begun, returned.state, now)
        user = _find_user(desk, provider, begun, returned, _back(request))
        answer = open_session(request, user, begun.wanted)
    except _FailedError as error:
        if error.status != 503:
            desk.attempts.note_failure(_origins(request), now)
        answer = _refuse(request, begun.wanted, error)
    answer.delete_cookie(COOKIE, "/sign-in")
    return answer


def _use_state(desk: Desk, begun: BegunSignIn, state: str, now: datetime) -> None:
    """Raise _FailedError unless the sign-in began a short while ago and this is the first time that it is completed."""
    if not begun.is_fresh(now) or not desk.used_states.use(state):
        raise _FailedError(_OLD, status=400)


def _find_user(desk: Desk, provider: IdentityProvider, begun: BegunSignIn, returned: Returned, back: str) -> DeskUser:
    """Who has signed in at the provider. Raises _FailedError, StoreError."""
    if returned.error or not returned.code:
        raise _FailedError(f"the sign-in service did not sign you in ({returned.error[:80] or 'no code'!r})")
    if returned.issuer and not provider.is_issuer(returned.issuer):
        raise _FailedError("the answer is from another sign-in service than the one that was asked")
    nonce, verifier = (begun.secret(desk.runtime.signing.key, purpose) for purpose in ("nonce", "verifier"))
    try:
        claims = provider.claims_of(returned.code, nonce, verifier, back, desk.now())
        user, became = admit(desk.store, desk.settings, claims)
    except ProviderError as error:
        raise _FailedError(_UNREACHED, str(error), 503) from error
    except CodeRefusedError as error:
        raise _FailedError("the sign-in service does not know of this sign-in: sign in again", str(error)) from error
    except IdTokenError as error:
        raise _FailedError(f"the sign-in service's answer was refused: its ID token {error}") from error
    except NotAUserError as error:
        raise _FailedError(str(error)) from error
    if became:
        desk.record(user.name, "", became)
    return user


def _refuse(request: Request, wanted: str, error: _FailedError) -> Response:
    """The sign-in page with the reason, which the log has too."""
    (origin,) = _origins(request)
    logger.warning("sign-in from %s failed: %s", origin, error.why)
    return show_page(request, wanted, str(error), error.status)


def _provider(desk: Desk) -> IdentityProvider:
    if desk.provider is None:
        raise UnknownPageError("there is no such page")
    return desk.provider


def _is_state_of(begun: BegunSignIn, desk: Desk, state: str) -> bool:
    own = begun.secret(desk.runtime.signing.key, "state")
    return hmac.compare_digest(own.encode(), state.encode("utf-8", "replace"))


def _back(request: Request) -> str:
    """Where the provider sends the browser: under the name by which it reached us, which the guard has checked."""
    return f"{'https' if is_secure(request) else 'http'}://{request.url.netloc}{_BACK}"


def _origins(request: Request) -> tuple[str]:
    """By what failures are counted, as those of passwords are."""
    return (f"address {request.client.host if request.client else ''}",)
