"""The pages behind the links in the mails: each says what its button does, and pressing it does so.

Opening a link changes nothing, because mail programs and scanners prefetch links; only a POST does (RFC 8058). The
pages are open to whoever has the link, and can be served without the rest of the desk.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import PlainTextResponse, Response

from alerts import Command, Instruction, find_signed, read_command
from desk.access import own_hosts
from desk.desk import Desk, DeskHere
from desk.guard import Guard
from desk.pages import render_page
from news import SentMail, development_name
from pipeline import Runtime, answer_link
from service.web_app import serve_app
from trails import clean

router = APIRouter()
_BACK: Mapping[Command, Command] = {
    Command.STOP: Command.START,
    Command.MUTE: Command.START,
    Command.START: Command.STOP,
    Command.YES: Command.NO,
    Command.NO: Command.YES,
}
_SHOWN = 2  # letters of an address before its @
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a link is about: the story, the reports by name and headline, and to whom its mail went."""

    story: str
    reports: tuple[tuple[str, str], ...]
    recipient: str


def make_answer_app(runtime: Runtime, clock: Callable[[], datetime], host: str = "127.0.0.1") -> FastAPI:
    """A web application with these pages alone, and /health, which answers "ok"."""
    app = FastAPI(title="storywake", docs_url=None, redoc_url=None, openapi_url=None)
    app.state.desk = Desk(runtime, clock)
    app.include_router(router)
    app.add_middleware(Guard, hosts=own_hosts(runtime.settings, host), gives_keys=False, is_secure=False)
    return app


def serve_links(runtime: Runtime, clock: Callable[[], datetime], host: str, port: int) -> None:
    """Serve the links until interrupted."""
    logger.info("Serving answer links at http://%s:%d", host, port)
    serve_app(make_answer_app(runtime, clock, host), host, port)


@router.get("/health")
def health(desk: DeskHere) -> Response:
    """Whether the database answers."""
    desk.store.ping()
    return PlainTextResponse("ok")


@router.get("/answer/{name}/{command}")
def ask(request: Request, desk: DeskHere, name: str, command: str) -> Response:
    """Show what the button would do."""
    instruction = read_command(command)
    if instruction is None:
        return _refuse(request, "This link is not valid")
    asked = _asked(desk, name, instruction)
    values = {"button": instruction.command.button, "asked": asked, "done": False, "back": "", "problem": ""}
    return render_page(request, "answer.html.j2", None, values)


@router.post("/answer/{name}/{command}")
def answer(request: Request, desk: DeskHere, name: str, command: str) -> Response:
    """Carry out the command, and offer the way back."""
    outcome, instruction = answer_link(desk.runtime, name, command, desk.now()), read_command(command)
    if outcome.refused or instruction is None:
        return _refuse(request, f"Nothing was changed: {outcome.refused[0]}")
    back = _BACK[instruction.command]
    named = " ".join([back, *map(development_name, instruction.developments)])
    values = {
        "button": back.button,
        "asked": _asked(desk, name, instruction),
        "done": True,
        "back": f"/answer/{name}/{named}",
        "problem": "",
    }
    return render_page(request, "answer.html.j2", None, values)


def _refuse(request: Request, problem: str) -> Response:
    values = {"button": "", "asked": None, "done": False, "back": "", "problem": problem}
    return render_page(request, "answer.html.j2", None, values, 404)


def _asked(desk: Desk, name: str, instruction: Instruction) -> Asked | None:
    """What the link is about; None if it is not one of ours."""
    fingerprint = find_signed(name, desk.runtime.signing)
    mail = desk.store.find_mail(fingerprint) if fingerprint else None
    if mail is None:
        return None
    seed = desk.store.seed(mail.seed)
    reports = _reports(desk, mail, instruction) if instruction.command.names_reports else ()
    return Asked(clean(seed.title if seed and seed.title else mail.seed), reports, _shorten(mail.recipient))


def _reports(desk: Desk, mail: SentMail, instruction: Instruction) -> tuple[tuple[str, str], ...]:
    named = instruction.developments or tuple(mail.developments)
    found = [(number, desk.store.match(mail.developments[number])) for number in named if number in mail.developments]
    return tuple(
        (development_name(number), clean(one.development_label or one.article.title or one.article.url))
        for number, one in found
        if one
    )


def _shorten(address: str) -> str:
    """A mail address as its owner knows it, and nobody else: "an…@example.org"."""
    local, at, domain = address.rpartition("@")
    return f"{local[:_SHOWN]}…{at}{domain}" if at else address[:_SHOWN] + "…"
