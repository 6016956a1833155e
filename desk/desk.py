"""What the pages of one desk share, and how a request is tied to its visitor."""

import hashlib
import secrets
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated
from urllib.parse import quote, unquote

from fastapi import Depends, Request
from fastapi.responses import RedirectResponse
from jinja2 import Environment
from pydantic import Field
from starlette.datastructures import FormData, UploadFile

from desk.access import (
    SESSION_COOKIE,
    Credentials,
    Visitor,
    form_token,
    identify,
    is_form_token,
    needs_sign_in,
    proxy_header,
)
from desk.attempts import Attempts
from desk.begun_sign_ins import UsedStates
from desk.identity_provider import IdentityProvider
from desk.pages import NOTICE_COOKIE, Notice, make_environment
from news import DeskAction, Seed, UndoKind
from pipeline import Runtime, Settings
from storage import Store

MOST_FORM = 10_000_000  # bytes of a request
_STALE = "the form is not from a page of this desk, or too old: go back, reload the page, try again"
_NOTICE_SECONDS = 60
_ERRORS = 300  # characters of a message in a cookie
Number = Annotated[int, Field(ge=0, le=2**63 - 1)]  # of something stored, as an address has it


class SignInNeededError(Exception):
    """Nobody is signed in."""


class RefusedError(Exception):
    """The visitor may not do this; the message says why."""


class UnknownPageError(Exception):
    """There is no such story, report or action; the message names it."""


class DeskInputError(Exception):
    """A form has something that cannot be used; the message is one line for its sender."""


@dataclass(frozen=True)
class Desk:
    """An open desk: what it works with, and the clock. `provider`: where users sign in, None if they do so here."""

    runtime: Runtime
    now: Callable[[], datetime]
    provider: IdentityProvider | None = None
    environment: Environment = field(default_factory=make_environment)
    attempts: Attempts = field(default_factory=Attempts)
    used_states: UsedStates = field(default_factory=UsedStates)

    @property
    def settings(self) -> Settings:
        """The settings of the installation."""
        return self.runtime.settings

    @property
    def store(self) -> Store:
        """The database."""
        return self.runtime.store

    @property
    def signs_in(self) -> bool:
        """Whether visitors sign in here."""
        return needs_sign_in(self.settings)

    def seed(self, name: str) -> Seed:
        """The stored seed of this name. Raises UnknownPageError."""
        found = self.store.seed(name)
        if found is None:
            raise UnknownPageError(f"there is no story called {name!r}")
        return found

    def form_token(self, visitor: Visitor) -> str:
        """What the visitor's forms carry."""
        return form_token(self.runtime.signing.key, visitor)

    def record(
        self,
        who: str,
        seed: str,
        what: str,
        undo: UndoKind = UndoKind.NONE,
        reference: int | None = None,
        earlier: str = "",
    ) -> int:
        """Write down what a user did; returns the id of the action."""
        return self.store.record_action(DeskAction(0, who, seed, what, self.now(), undo, reference, earlier))

    def notice_of(self, request: Request) -> Notice | None:
        """What the last form of this browser did, or why it could not."""
        did, error = request.query_params.get("did", ""), request.query_params.get("error", "")
        complaint = unquote(request.cookies.get(NOTICE_COOKIE, ""))
        if error and error == _name_of(complaint):
            return Notice(complaint, is_error=True)
        action = self.store.action(int(did)) if did.isdecimal() and len(did) <= 18 else None
        if action is None:
            return None
        return Notice(f"{action.what}.", action.id if action.can_undo else None)


def desk_of(request: Request) -> Desk:
    """The desk that a request is made to."""
    found = request.app.state.desk
    assert isinstance(found, Desk)
    return found


DeskHere = Annotated[Desk, Depends(desk_of)]


def read_credentials(request: Request, settings: Settings) -> Credentials:
    """What a request says about who makes it."""
    scheme, _, bearer = request.headers.get("authorization", "").partition(" ")
    header = proxy_header(settings)
    return Credentials(
        request.cookies.get(SESSION_COOKIE, ""),
        bearer.strip() if scheme.lower() == "bearer" else "",
        _decode(request.headers.get(header, "")).strip() if header else "",
    )


def _decode(header: str) -> str:
    """A header in UTF-8, which HTTP reads as Latin-1; proxies send names so."""
    try:
        return header.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return header


def visitor_of(request: Request, desk: DeskHere) -> Visitor:
    """Who makes the request. Raises SignInNeededError."""
    said = read_credentials(request, desk.settings)
    if not said.cookie and not said.bearer and not desk.signs_in:
        said = Credentials(request.state.new_key, said.bearer, said.proxy_user)  # see `guard`
    found = identify(desk.store, desk.settings, said, desk.now())
    if found is None:
        raise SignInNeededError
    return found


Reader = Annotated[Visitor, Depends(visitor_of)]


@dataclass(frozen=True, slots=True)
class Posted:
    """A form that an editor sent from a page of this desk."""

    visitor: Visitor
    form: FormData

    def text(self, name: str, most: int = 10_000) -> str:
        """A field as text without spaces around it, "" if it is missing. Raises DeskInputError."""
        value = self.form.get(name, "")
        text = value.strip() if isinstance(value, str) else ""
        if len(text) > most:
            raise DeskInputError(f"{name}: longer than {most} characters")
        return text

    def number(self, name: str) -> int:
        """A field that is the id of something. Raises DeskInputError."""
        text = self.text(name, 20)
        if not text.isdecimal() or len(text) > 18:
            raise DeskInputError(f"{name}: {text[:20]!r} is not a number")
        return int(text)

    def numbers(self, name: str) -> list[int]:
        """All values of a field that are ids."""
        found = [value for value in self.form.getlist(name) if isinstance(value, str)]
        return [int(value) for value in found if value.isdecimal() and len(value) <= 18]

    async def file(self, name: str) -> bytes:
        """The content of an uploaded file, b"" if there is none."""
        value = self.form.get(name)
        return await value.read() if isinstance(value, UploadFile) else b""


async def posted_by_reader(request: Request, visitor: Reader, desk: DeskHere) -> AsyncIterator[Posted]:
    """A form of somebody who may at least read. Raises RefusedError unless it comes from one of our pages."""
    async with request.form(max_files=2, max_fields=2000, max_part_size=MOST_FORM) as form:
        token = form.get("token", "")
        if not is_form_token(desk.runtime.signing.key, visitor, token if isinstance(token, str) else ""):
            raise RefusedError(_STALE)
        yield Posted(visitor, form)


async def posted_by_editor(posted: Annotated[Posted, Depends(posted_by_reader)]) -> Posted:
    """A form of an editor. Raises RefusedError."""
    if not posted.visitor.can_edit:
        raise RefusedError("you may read here, but not change anything: ask for the role of an editor")
    return posted


ReaderForm = Annotated[Posted, Depends(posted_by_reader)]
EditorForm = Annotated[Posted, Depends(posted_by_editor)]


def go_to(address: str, action: int | None = None, error: str = "") -> RedirectResponse:
    """Send the browser to a page of this desk, which says what was done, or why it could not be.

    An error goes along in a cookie, and only its name in the address: a link of somebody else's cannot put words on a
    page of the desk.
    """
    path, _, fragment = safe_path(address).partition("#")
    complaint = error[:_ERRORS]
    said = f"did={action}" if action is not None else f"error={_name_of(complaint)}" if complaint else ""
    joined = f"{path}{'&' if '?' in path else '?'}{said}" if said else path
    answer = RedirectResponse(f"{joined}#{fragment}" if fragment else joined, 303)
    if complaint and action is None:
        answer.set_cookie(NOTICE_COOKIE, quote(complaint, safe=""), _NOTICE_SECONDS, httponly=True, samesite="lax")
    return answer


def _name_of(complaint: str) -> str:
    return hashlib.sha256(complaint.encode()).hexdigest()[:16]


def safe_path(address: str) -> str:
    """A path on this desk; "/" for anything that could lead elsewhere."""
    is_local = address.startswith("/") and not address.startswith("//") and "\\" not in address
    return address if is_local and address.isprintable() else "/"


def new_key() -> str:
    """The key of a browser that has none."""
    return secrets.token_urlsafe(32)
