"""A user's keys for programs, and the log of what was done at the desk."""

import secrets

from fastapi import APIRouter, Request
from fastapi.responses import Response

from desk.access import digest_key
from desk.desk import DeskHere, DeskInputError, Number, Reader, ReaderForm, UnknownPageError, go_to
from desk.pages import render_page

router = APIRouter()
_SHOWN = 100
_MOST_KEYS = 20


@router.get("/account")
def show_account(request: Request, desk: DeskHere, visitor: Reader) -> Response:
    """The user's name, role and keys."""
    return render_page(request, "account.html.j2", visitor, {"tokens": desk.store.tokens(visitor.name), "made": ""})


@router.get("/account/keys")
def show_keys(visitor: Reader) -> Response:  # noqa: ARG001
    """Where the page of a new key is; that key is not shown again."""
    return go_to("/account")


@router.post("/account/keys")
def make_key(request: Request, desk: DeskHere, posted: ReaderForm) -> Response:
    """Make a key, which is shown once: only its digest is stored."""
    who, label = posted.visitor.name, posted.text("label", 100)
    if not label:
        raise DeskInputError("say what the key is for")
    if desk.store.user(who) is None:
        raise DeskInputError("only users with a name have keys: `storywake desk users add NAME` makes one")
    if len(desk.store.tokens(who)) >= _MOST_KEYS:
        raise DeskInputError(f"a user has at most {_MOST_KEYS} keys: revoke one first")
    key = f"sw_{secrets.token_urlsafe(32)}"
    desk.store.save_token(digest_key(key), label, who, desk.now())
    desk.record(who, "", f"Made the key “{label}” for a program")
    return render_page(request, "account.html.j2", posted.visitor, {"tokens": desk.store.tokens(who), "made": key})


@router.post("/account/keys/{number}/revoke")
def revoke_key(desk: DeskHere, posted: ReaderForm, number: Number) -> Response:
    """Revoke one of the user's own keys."""
    if not desk.store.revoke_token(number, posted.visitor.name, desk.now()):
        raise UnknownPageError("you have no such key")
    return go_to("/account", desk.record(posted.visitor.name, "", "Revoked a key"))


@router.get("/log")
def show_log(request: Request, desk: DeskHere, visitor: Reader, before: Number | None = None) -> Response:
    """Who did what, newest first."""
    found = desk.store.actions(before=before, limit=_SHOWN)
    return render_page(request, "log.html.j2", visitor, {"actions": found, "is_more": len(found) == _SHOWN})
