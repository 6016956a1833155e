"""What an editor does with reports: answers, reports that were missed, and changes to developments."""

from fastapi import APIRouter
from fastapi.responses import Response

from desk.desk import Desk, DeskHere, DeskInputError, EditorForm, Posted, UnknownPageError, go_to
from extractors import find_address
from news import Answer, StoredMatch, UndoKind, development_name
from pipeline import add_by_hand, answer_match, describe_hindsight, group_promoted
from trails import clean, counted

router = APIRouter()
WHOLE = "whole"  # said of an answer about all reports of a development
_LONGEST_TITLE = 200


@router.post("/stories/{name}/answer")
def answer(desk: DeskHere, posted: EditorForm, name: str) -> Response:
    """Say that a report continues the story, or that it does not; with `whole`, about its development."""
    stored, given = match_of(desk, name, posted.number("match")), posted.text("answer", 10)
    if given not in {"yes", "no"}:
        raise DeskInputError(f"{given[:20]!r} is not an answer: yes or no")
    action = give_answer(desk, posted.visitor.name, stored, Answer(given), whole=posted.text("whole", 5) == "yes")
    return go_to(posted.text("next") or f"/stories/{name}", action)


def give_answer(desk: Desk, who: str, stored: StoredMatch, given: Answer, *, whole: bool, proposer: str = "") -> int:
    """Store an answer, which an assistant may have proposed, and write it down; returns the id of the action."""
    earlier = _answers_before(desk, stored) if whole else str(stored.answer)
    done = answer_match(desk.runtime, stored, given, desk.now(), whole=whole)
    group_promoted(desk.runtime, desk.now())
    title = clean(stored.article.title or stored.article.url)
    others = done.saved.reports - 1
    more = f" and {counted(others, 'more report')}" if others > 0 else ""
    effects = "".join(f"; {clean(line)}" for line in describe_hindsight(done.hindsight))
    proposed = f", as {clean(proposer)} proposed" if proposer else ""
    what = f"Said {given} to “{title}”{more}{proposed}{effects}"
    return desk.record(who, stored.match.seed, what, UndoKind.ANSWER, stored.id, earlier)


def _answers_before(desk: Desk, stored: StoredMatch) -> str:
    """The answers to the reports of a development: WHOLE and, for each report that has one, "id=answer"."""
    reports = desk.store.development(stored.development) if stored.development else [stored]
    return " ".join([WHOLE, *(f"{one.id}={one.answer}" for one in reports if one.answer)])


@router.post("/stories/{name}/add")
def add(desk: DeskHere, posted: EditorForm, name: str) -> Response:
    """Add a report that was missed, by its address."""
    title, action = add_report(desk, posted.visitor.name, name, posted.text("url", 4000))
    if action is None:
        return go_to(f"/stories/{name}", error=f"“{title}” is in the story already; nothing was changed")
    return go_to(f"/stories/{name}", action)


def add_report(desk: Desk, who: str, name: str, address: str) -> tuple[str, int | None]:
    """Store a report that was missed, and write it down.

    Returns its headline and the id of the action, None if it was in the story already. Raises DeskInputError,
    UnknownPageError and the errors of `add_by_hand`.
    """
    seed, url = desk.seed(name), find_address(address)
    if not url:
        raise DeskInputError("the address of a report begins with https://")
    article, done = add_by_hand(desk.runtime, seed, url, desk.now())
    group_promoted(desk.runtime, desk.now())
    title = clean(article.title or article.url)
    if not done.saved.reports or done.saved.match_id is None:
        return title, None
    what, number = f"Added “{title}”", done.saved.match_id
    return title, desk.record(who, name, what, UndoKind.ADDITION, number, str(Answer.NONE))


@router.post("/stories/{name}/merge")
def merge(desk: DeskHere, posted: EditorForm, name: str) -> Response:
    """Say that a development is the same as another one of the story."""
    kept, merged = posted.number("kept"), posted.number("merged")
    for number in (kept, merged):
        _require_development(desk, name, number)
    edit = desk.store.merge_developments(kept, merged, desk.now())
    what = f"Merged {development_name(merged)} into {development_name(kept)}"
    return _edited(desk, posted, name, kept, edit, what)


@router.post("/stories/{name}/split")
def split(desk: DeskHere, posted: EditorForm, name: str) -> Response:
    """Move the chosen reports of a development to a new one."""
    number, chosen = posted.number("development"), posted.numbers("match")
    _require_development(desk, name, number)
    if not chosen:
        raise DeskInputError("choose the reports to split off first")
    edit = desk.store.split_development(number, chosen, desk.now())
    what = f"Split {counted(len(chosen), 'report')} off {development_name(number)}"
    return _edited(desk, posted, name, number, edit, what)


@router.post("/stories/{name}/rename")
def rename(desk: DeskHere, posted: EditorForm, name: str) -> Response:
    """Give a development a title, or take it away."""
    number = posted.number("development")
    edit, what = rename_development(desk, name, number, posted.text("title", _LONGEST_TITLE))
    return _edited(desk, posted, name, number, edit, what)


def rename_development(desk: Desk, name: str, number: int, title: str) -> tuple[int | None, str]:
    """Store a development's title; the id of the edit, None if it changed nothing, and the edit in words.

    Raises UnknownPageError.
    """
    _require_development(desk, name, number)
    line = " ".join(title.split())
    edit = desk.store.rename_development(number, line, desk.now())
    called = f"Called {development_name(number)} “{clean(line)}”" if line else f"Unnamed {development_name(number)}"
    return edit, called


def _edited(desk: Desk, posted: Posted, name: str, number: int, edit: int | None, what: str) -> Response:
    back = f"/stories/{name}/developments/{number}"
    try:
        return go_to(back, record_edit(desk, posted.visitor.name, name, edit, what))
    except DeskInputError as error:
        return go_to(back, error=str(error))


def record_edit(desk: Desk, who: str, name: str, edit: int | None, what: str) -> int:
    """Write a change to developments down; returns the id of the action.

    Raises DeskInputError for one that changed nothing, which has no id.
    """
    if edit is None:
        raise DeskInputError(f"Nothing was changed: {what[0].lower()}{what[1:]} would change nothing")
    return desk.record(who, name, what, UndoKind.EDIT, edit)


def match_of(desk: Desk, name: str, number: int) -> StoredMatch:
    """A match of a story. Raises UnknownPageError."""
    stored = desk.store.match(number)
    if stored is None or stored.match.seed != name:
        raise UnknownPageError(f"{name} has no report with the number {number}")
    return stored


def _require_development(desk: Desk, name: str, number: int) -> None:
    if not desk.store.match_page(name, development=number, limit=1).found:
        raise UnknownPageError(f"{name} has no development called {development_name(number) or number}")
