"""Signing in and out."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response

from desk.access import SESSION_COOKIE, digest_key, takes_passwords
from desk.access import sign_in as begin_session
from desk.desk import DeskHere, ReaderForm, desk_of, go_to, safe_path
from desk.guard import cookie
from desk.pages import render_page
from desk.passwords import is_password
from news import SESSION, DeskUser

router = APIRouter()


@router.get("/sign-in")
def show_form(request: Request, next: str = "/") -> Response:  # noqa: A002  it is the field's name
    """The sign-in page."""
    return show_page(request, next)


def show_page(request: Request, wanted: str, error: str = "", status: int = 200) -> Response:
    """The sign-in page, with why the visitor was not signed in; `wanted`: the page to go on to."""
    provider = desk_of(request).provider
    values = {"next": safe_path(wanted), "error": error, "provider": provider.host if provider else ""}
    return render_page(request, "sign_in.html.j2", None, values, status)


@router.post("/sign-in")
def sign_in(
    request: Request,
    desk: DeskHere,
    name: Annotated[str, Form(max_length=200)] = "",
    password: Annotated[str, Form(max_length=1000)] = "",
    next: Annotated[str, Form()] = "/",  # noqa: A002
) -> Response:
    """Begin a session with a key of its own, whatever key the browser sent."""
    now, address = desk.now(), request.client.host if request.client else ""
    keys = (f"user {name}", f"address {address}")
    if not takes_passwords(desk.settings):
        return go_to("/sign-in" if desk.signs_in else "/")
    if not desk.attempts.may_try(keys, now):
        return show_page(request, next, "Too many wrong passwords: try again in ten minutes.", 429)
    user = desk.store.user(name)
    if not is_password(password, user.password_hash if user else "") or user is None:
        desk.attempts.note_failure(keys, now)
        return show_page(request, next, "No user has this name and password.", 401)
    return open_session(request, user, next)


def open_session(request: Request, user: DeskUser, wanted: str) -> Response:
    """Sign a user in, and go to the page that was wanted."""
    desk, answer = desk_of(request), go_to(safe_path(wanted))
    key = begin_session(desk.store, user, desk.now())
    lasts = int(SESSION.total_seconds())
    answer.headers.append("Set-Cookie", cookie(key, is_secure=is_secure(request), lasts=lasts))
    return answer


def is_secure(request: Request) -> bool:
    """Whether the browser reaches the desk by HTTPS."""
    return desk_of(request).settings.web_address.startswith("https://") or request.url.scheme == "https"


@router.post("/sign-out")
def sign_out(desk: DeskHere, posted: ReaderForm) -> Response:
    """End the session."""
    desk.store.close_session(digest_key(posted.visitor.key))
    answer = go_to("/sign-in" if desk.signs_in else "/")
    answer.delete_cookie(SESSION_COOKIE)
    return answer
