"""The REST API: everything that the pages show and do, as JSON, version 1. Its schema is at /api/openapi.json.

Programs send a key of a user ("Authorization: Bearer KEY"). Reading needs any role, acting that of an editor.
"""

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from fastapi.openapi.utils import get_openapi
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, Field

from desk.desk import Desk, DeskHere, DeskInputError, Number, Reader, RefusedError, UnknownPageError
from desk.pages import render_page
from desk.previewed import WEIGHING
from desk.proposals import accept_proposal, dismiss_proposal
from desk.report_actions import add_report, give_answer, match_of, record_edit, rename_development
from desk.stories import list_stories
from desk.story_actions import take_back, write_note
from desk.story_settings import file_and_content
from desk.story_weights import change_weights
from extractors import read_seed_content
from news import Answer, StoredMatch, Verdict, development_name
from trails import cleaned, match_object, plain

router = APIRouter()
_PREFIX = "/api/v1"
_MOST = 200
_TAKEN_BACK = "there is no such action, or it was taken back already, or is being taken back now"
Limit = Annotated[int, Query(ge=1, le=_MOST)]
Offset = Annotated[int, Query(ge=0, le=10_000_000)]
Names = Annotated[list[Annotated[str, Field(min_length=1, max_length=200, pattern="^[^,]*$")]], Field(max_length=100)]


@dataclass(frozen=True, slots=True)
class Actor:
    """An editor, and the desk."""

    desk: Desk
    name: str


def _editor(desk: DeskHere, visitor: Reader) -> Actor:
    if not visitor.can_edit:
        raise RefusedError("this key may read, but not change anything")
    return Actor(desk, visitor.name)


Editor = Annotated[Actor, Depends(_editor)]


class GivenAnswer(BaseModel):
    """An answer to a report; `whole`: to all reports of its development."""

    report: Number
    answer: Annotated[str, Field(pattern="^(yes|no)$")]
    whole: bool = False


class MissedReport(BaseModel):
    """A report that was missed."""

    url: Annotated[str, Field(max_length=4000)]


class NewNote(BaseModel):
    """A note to a story."""

    text: Annotated[str, Field(min_length=1, max_length=4000)]


class Title(BaseModel):
    """A development's title; "" for none."""

    title: Annotated[str, Field(max_length=200)] = ""


class Weights(BaseModel):
    """The actors and topics of the first article that matter more, less, or do not count."""

    more: Names = []
    less: Names = []
    leave_out: Names = []


class Done(BaseModel):
    """What was done, and the number by which it can be taken back."""

    action: int
    what: str


@router.get(f"{_PREFIX}/stories", tags=["read"])
def get_stories(desk: DeskHere, visitor: Reader) -> list[dict[str, Any]]:
    """All stories with their states and numbers."""
    return [
        {"name": one.name, "title": one.title, "state": one.state, "reasons": list(one.reasons)}
        | {key: value for key, value in plain(one.summary).items() if key != "seed"}
        for one in list_stories(desk, visitor.name)[0]
    ]


@router.get(f"{_PREFIX}/stories/{{name}}/developments", tags=["read"])
def get_developments(
    desk: DeskHere,
    visitor: Reader,  # noqa: ARG001
    name: str,
    limit: Limit = 20,
    offset: Offset = 0,
) -> dict[str, Any]:
    """The developments of a story, newest first, each with its newest updates."""
    found = desk.store.development_page(desk.seed(name).name, limit=limit, offset=offset)
    listed = [
        {
            "number": one.number,
            "name": development_name(one.number),
            "label": one.label,
            "reports": one.reports,
            "outlets": one.outlets,
            "began": plain(one.began),
            "latest": plain(one.latest),
            "updates": [_report(report) for report in one.shown],
        }
        for one in found.found
    ]
    return dict(cleaned({"total": found.total, "developments": listed}))  # type: ignore[call-overload, no-any-return]


@router.get(f"{_PREFIX}/stories/{{name}}/reports", tags=["read"])
def get_reports(
    desk: DeskHere,
    visitor: Reader,  # noqa: ARG001
    name: str,
    development: Number | None = None,
    near_misses: bool = False,
    limit: Limit = 50,
    offset: Offset = 0,
) -> dict[str, Any]:
    """The reports of a story or of one of its developments, or its near misses; newest first."""
    verdicts = [Verdict.NEAR_MISS if near_misses else Verdict.FOLLOW_UP]
    seed = desk.seed(name).name
    found = desk.store.match_page(seed, verdicts=verdicts, development=development, limit=limit, offset=offset)
    reports = [_report(one) for one in found.found]
    return dict(cleaned({"total": found.total, "reports": reports}))  # type: ignore[call-overload, no-any-return]


def _report(one: StoredMatch) -> dict[str, Any]:
    return {"id": one.id, **match_object(one)}


@router.post(f"{_PREFIX}/stories/{{name}}/answers", tags=["act"])
def post_answer(editor: Editor, name: str, body: GivenAnswer) -> Done:
    """Say that a report continues the story, or that it does not."""
    stored = match_of(editor.desk, name, body.report)
    return _done(editor.desk, give_answer(editor.desk, editor.name, stored, Answer(body.answer), whole=body.whole))


@router.post(f"{_PREFIX}/stories/{{name}}/reports", tags=["act"])
def post_report(editor: Editor, name: str, body: MissedReport) -> Done:
    """Add a report that was missed, by its address."""
    title, action = add_report(editor.desk, editor.name, name, body.url)
    if action is None:
        raise DeskInputError(f"“{title}” is in the story already; nothing was changed")
    return _done(editor.desk, action)


@router.post(f"{_PREFIX}/stories/{{name}}/notes", tags=["act"])
def post_note(editor: Editor, name: str, body: NewNote) -> Done:
    """Write a note to a story."""
    return _done(editor.desk, write_note(editor.desk, editor.name, name, body.text))


@router.put(f"{_PREFIX}/stories/{{name}}/developments/{{number}}/title", tags=["act"])
def put_title(editor: Editor, name: str, number: Number, body: Title) -> Done:
    """Give a development a title, or take it away."""
    desk = editor.desk
    edit, what = rename_development(desk, name, number, body.title)
    return _done(desk, record_edit(desk, editor.name, name, edit, what))


@router.get(f"{_PREFIX}/stories/{{name}}/weights", tags=["read"])
def get_weights(desk: DeskHere, visitor: Reader, name: str) -> Weights:  # noqa: ARG001
    """Which actors and topics matter more, less or not at all, as the story's file says."""
    settings = read_seed_content(*file_and_content(desk, name)).settings
    return Weights(more=list(settings.more), less=list(settings.less), leave_out=list(settings.leave_out))


@router.put(f"{_PREFIX}/stories/{{name}}/weights", tags=["act"])
def put_weights(editor: Editor, name: str, body: Weights) -> Done:
    """Write into the story's file which actors and topics matter more, less or not at all."""
    asked = {key: tuple(getattr(body, key)) for key in WEIGHING}
    return _done(editor.desk, change_weights(editor.desk, editor.name, name, asked))


@router.get(f"{_PREFIX}/stories/{{name}}/proposals", tags=["read"])
def get_proposals(desk: DeskHere, visitor: Reader, name: str) -> list[dict[str, Any]]:  # noqa: ARG001
    """The answers that an assistant proposes and nobody has decided on."""
    return [dict(cleaned(plain(one))) for one in desk.store.proposals(desk.seed(name).name)]  # type: ignore[call-overload]


@router.post(f"{_PREFIX}/stories/{{name}}/proposals/{{number}}/accept", tags=["act"])
def post_acceptance(editor: Editor, name: str, number: Number) -> Done:
    """Give the answer that is proposed."""
    return _done(editor.desk, accept_proposal(editor.desk, editor.name, name, number))


@router.post(f"{_PREFIX}/stories/{{name}}/proposals/{{number}}/dismiss", tags=["act"])
def post_dismissal(editor: Editor, name: str, number: Number) -> Done:
    """Put a proposal aside."""
    return _done(editor.desk, dismiss_proposal(editor.desk, editor.name, name, number))


@router.get(f"{_PREFIX}/actions", tags=["read"])
def get_actions(
    desk: DeskHere,
    visitor: Reader,  # noqa: ARG001
    story: str = "",
    before: Number | None = None,
    limit: Limit = 50,
) -> list[dict[str, Any]]:
    """Who did what, newest first."""
    return [dict(plain(one)) for one in desk.store.actions(story, before=before, limit=limit)]


@router.post(f"{_PREFIX}/actions/{{number}}/undo", tags=["act"])
def post_undo(editor: Editor, number: Number) -> Done:
    """Take an action back."""
    desk = editor.desk
    done = take_back(desk, editor.name, number)
    if done is None:
        raise UnknownPageError(_TAKEN_BACK)
    return _done(desk, done)


def _done(desk: Desk, number: int) -> Done:
    action = desk.store.action(number)
    return Done(action=number, what=action.what if action else "")


def _schema() -> dict[str, Any]:
    routes = [route for route in router.routes if getattr(route, "path", "").startswith(_PREFIX)]
    return get_openapi(title="storywake", version="1", description=__doc__ or "", routes=routes)


@router.get("/api/openapi.json")
def serve_schema(visitor: Reader) -> Response:  # noqa: ARG001
    """The schema of the API (OpenAPI 3)."""
    return JSONResponse(_schema())


@router.get("/api")
def show_api(request: Request, visitor: Reader) -> Response:
    """The API for people to read."""
    paths = [
        (method.upper(), path, about.get("summary", ""), about.get("description", ""))
        for path, methods in _schema()["paths"].items()
        for method, about in methods.items()
    ]
    return render_page(request, "api.html.j2", visitor, {"paths": paths})
