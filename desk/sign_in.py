"""Signing in and out."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response

from desk.access import SESSION_COOKIE, digest_key
from desk.access import sign_in as begin_session
from desk.desk import DeskHere, ReaderForm, go_to, safe_path
from desk.guard import cookie
from desk.pages import render_page
from desk.passwords import is_password
from news import SESSION

router = APIRouter()


@router.get("/sign-in")
def show_form(request: Request, next: str = "/") -> Response:  # noqa: A002  it is the field's name
    """The sign-in page."""
    return render_page(request, "sign_in.html.j2", None, {"next": safe_path(next), "error": ""})


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
    values = {"next": safe_path(next)}
    if not desk.signs_in:
        return go_to("/")
    if not desk.attempts.may_try(keys, now):
        error = "Too many wrong passwords: try again in ten minutes."
        return render_page(request, "sign_in.html.j2", None, values | {"error": error}, 429)
    user = desk.store.user(name)
    if not is_password(password, user.password_hash if user else "") or user is None:
        desk.attempts.note_failure(keys, now)
        error = "No user has this name and password."
        return render_page(request, "sign_in.html.j2", None, values | {"error": error}, 401)
    answer = go_to(values["next"])
    key = begin_session(desk.store, user, now)
    is_secure = desk.settings.web_address.startswith("https://") or request.url.scheme == "https"
    answer.headers.append("Set-Cookie", cookie(key, is_secure=is_secure, lasts=int(SESSION.total_seconds())))
    return answer


@router.post("/sign-out")
def sign_out(desk: DeskHere, posted: ReaderForm) -> Response:
    """End the session."""
    desk.store.close_session(digest_key(posted.visitor.key))
    answer = go_to("/sign-in" if desk.signs_in else "/")
    answer.delete_cookie(SESSION_COOKIE)
    return answer
