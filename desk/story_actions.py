"""What an editor does with a whole story: pause, mute, notes, shared links; and taking back what was done."""

from collections.abc import Callable, Mapping
from datetime import timedelta

from fastapi import APIRouter
from fastapi.responses import Response

from alerts import recipient_key
from desk.desk import Desk, DeskHere, DeskInputError, EditorForm, Number, UnknownPageError, go_to
from desk.proposals import undo_dismissal
from desk.report_actions import WHOLE
from news import Answer, DeskAction, UndoKind, Verdict
from pipeline import alone, answer_match, ends_of_mutes, group_promoted, mute, pause, resume, unfollow, unmute
from trails import counted

router = APIRouter()
_MUTED = timedelta(days=7)
_LONGEST_NOTE = 4000
_LOOKED_THROUGH = 1000  # newest actions about a story
_ANSWERING = {UndoKind.ANSWER, UndoKind.ADDITION}
REMOVED = "removed"  # said of a note or link that was taken away, not made


@router.post("/stories/{name}/pause")
def pause_story(desk: DeskHere, posted: EditorForm, name: str) -> Response:
    """Let a story rest until somebody resumes it."""
    if pause(desk.runtime, desk.seed(name).name) is None:
        return go_to(f"/stories/{name}", error="The story is paused already")
    return go_to(f"/stories/{name}", desk.record(posted.visitor.name, name, "Paused the story", UndoKind.PAUSE))


@router.post("/stories/{name}/resume")
def resume_story(desk: DeskHere, posted: EditorForm, name: str) -> Response:
    """Follow a paused story again."""
    if resume(desk.runtime, desk.seed(name).name) is None:
        return go_to(f"/stories/{name}", error="The story is not paused")
    return go_to(f"/stories/{name}", desk.record(posted.visitor.name, name, "Resumed the story", UndoKind.RESUME))


@router.post("/stories/{name}/unfollow")
def unfollow_story(desk: DeskHere, posted: EditorForm, name: str) -> Response:
    """Stop following a story; what was found stays stored, and its file is kept beside the others."""
    _, kept = unfollow(desk.runtime, desk.seed(name).name)
    return go_to("/", desk.record(posted.visitor.name, name, f"Stopped following {name}; its file is now {kept}"))


@router.post("/stories/{name}/mute")
def mute_story(desk: DeskHere, posted: EditorForm, name: str) -> Response:
    """Hold the mails about a story for a week; those who muted it themselves stay muted as they chose."""
    seed, now = desk.seed(name), desk.now()
    muted = ends_of_mutes(desk.store, name, now)
    named = {recipient_key(one) for one in seed.settings.recipients or desk.settings.recipients}
    people = sorted(named - muted.keys())
    until = now + _MUTED
    for one in people:
        mute(desk.store, name, one, until, now)
    if not people:
        return go_to(f"/stories/{name}", error="Nobody gets mails about this story, or all are muted already")
    what = f"Held the mails to {counted(len(people), 'recipient')} until {until.day} {until:%B}"
    held = " ".join([until.isoformat(), *people])
    return go_to(f"/stories/{name}", desk.record(posted.visitor.name, name, what, UndoKind.MUTE, None, held))


@router.post("/stories/{name}/notes")
def add_note(desk: DeskHere, posted: EditorForm, name: str) -> Response:
    """Write a note to the story."""
    text = posted.text("text", _LONGEST_NOTE)
    if not text:
        raise DeskInputError("the note is empty")
    return go_to(f"/stories/{name}#notes", write_note(desk, posted.visitor.name, name, text))


def write_note(desk: Desk, who: str, name: str, text: str) -> int:
    """Store a note, and write that down; returns the id of the action. Raises UnknownPageError."""
    note = desk.store.add_note(desk.seed(name).name, who, text, desk.now())
    return desk.record(who, name, "Wrote a note", UndoKind.NOTE, note)


@router.post("/stories/{name}/notes/{note}/remove")
def remove_note(desk: DeskHere, posted: EditorForm, name: str, note: Number) -> Response:
    """Remove a note."""
    if note not in {one.id for one in desk.store.notes(name)}:
        raise UnknownPageError(f"{name} has no such note")
    desk.store.remove_note(note, desk.now())
    action = desk.record(posted.visitor.name, name, "Removed a note", UndoKind.NOTE, note, REMOVED)
    return go_to(f"/stories/{name}#notes", action)


@router.post("/stories/{name}/share")
def share(desk: DeskHere, posted: EditorForm, name: str) -> Response:
    """Make a link by which anybody may read the trail."""
    link = desk.store.share(desk.seed(name).name, posted.visitor.name, desk.now())
    action = desk.record(posted.visitor.name, name, "Made a link that anybody may read", UndoKind.SHARE, link)
    return go_to(f"/stories/{name}#shares", action)


@router.post("/stories/{name}/shares/{link}/revoke")
def revoke(desk: DeskHere, posted: EditorForm, name: str, link: Number) -> Response:
    """Revoke a shared link."""
    if link not in {one.id for one in desk.store.shares(name)}:
        raise UnknownPageError(f"{name} has no such link")
    desk.store.revoke_share(link, desk.now())
    action = desk.record(posted.visitor.name, name, "Revoked a link", UndoKind.SHARE, link, REMOVED)
    return go_to(f"/stories/{name}#shares", action)


@router.post("/undo/{number}")
def undo(desk: DeskHere, posted: EditorForm, number: Number) -> Response:
    """Take an action back."""
    back = posted.text("next") or "/"
    done = take_back(desk, posted.visitor.name, number)
    if done is None:
        return go_to(back, error="There is nothing to take back: it was taken back already, or is being taken back now")
    return go_to(back, done)


def take_back(desk: Desk, who: str, number: int) -> int | None:
    """Take an action back, and write that down; the id of that, None if it was taken back or somebody is doing so.

    It is marked afterwards, so that what fails or is cut off can be tried again; meanwhile a lease keeps others out.
    """
    with alone(desk.runtime, f"undo {number}", desk.now()) as mine:
        action = desk.store.action(number) if mine else None
        if action is None or not action.can_undo:
            return None
        remark = UNDO[action.undo](desk, action)
        if not desk.store.note_undone(number, who, desk.now()):
            return None
    return desk.record(who, action.seed, f"Took back: {action.what[:1].lower()}{action.what[1:]}{remark or ''}")


def _undo_addition(desk: Desk, action: DeskAction) -> str:
    """Take back that a report was added; says if it stays in the story by itself."""
    _undo_answer(desk, action)
    left = desk.store.match(action.reference or 0)
    stays = left is not None and left.match.verdict is Verdict.FOLLOW_UP
    return "; it stays in the story, which it continues by itself: say no to it to take it out" if stays else ""


def _undo_answer(desk: Desk, action: DeskAction) -> None:
    stored = desk.store.match(action.reference or 0)
    if stored is None:
        raise UnknownPageError("the report is no longer stored")
    if _is_answered_since(desk, action):
        raise DeskInputError("the report was answered again since: take that answer back first")
    first, *before = action.earlier.split(" ")
    if first == WHOLE:
        answer_match(desk.runtime, stored, Answer.NONE, desk.now(), whole=True)
    for said in before if first == WHOLE else [f"{stored.id}={first}"]:
        number, _, answer = said.partition("=")
        if one := desk.store.match(int(number)):
            answer_match(desk.runtime, one, Answer(answer), desk.now())
    group_promoted(desk.runtime, desk.now())


def _is_answered_since(desk: Desk, action: DeskAction) -> bool:
    latest = desk.store.actions(action.seed, limit=_LOOKED_THROUGH)
    same = (one for one in latest if one.undo in _ANSWERING and one.reference == action.reference)
    return any(one.id > action.id and one.can_undo for one in same)


def _undo_edit(desk: Desk, action: DeskAction) -> None:
    desk.store.undo_edit(action.reference or 0, desk.now())


def _undo_note(desk: Desk, action: DeskAction) -> None:
    desk.store.remove_note(action.reference or 0, None if action.earlier == REMOVED else desk.now())


def _undo_share(desk: Desk, action: DeskAction) -> None:
    desk.store.revoke_share(action.reference or 0, None if action.earlier == REMOVED else desk.now())


def _undo_mute(desk: Desk, action: DeskAction) -> None:
    """Let the mails go on, except to those who have muted or stopped them themselves since."""
    until, *people = action.earlier.split() or [""]
    muted = ends_of_mutes(desk.store, action.seed, desk.now())
    for one in people:
        chosen = muted.get(recipient_key(one))
        if chosen and chosen.isoformat() == until:
            unmute(desk.store, action.seed, one, desk.now())


def _undo_pause(desk: Desk, action: DeskAction) -> None:
    resume(desk.runtime, action.seed)


def _undo_resume(desk: Desk, action: DeskAction) -> None:
    pause(desk.runtime, action.seed)


UNDO: Mapping[UndoKind, Callable[[Desk, DeskAction], str | None]] = {
    UndoKind.ANSWER: _undo_answer,
    UndoKind.ADDITION: _undo_addition,
    UndoKind.EDIT: _undo_edit,
    UndoKind.NOTE: _undo_note,
    UndoKind.SHARE: _undo_share,
    UndoKind.MUTE: _undo_mute,
    UndoKind.PROPOSAL: undo_dismissal,
    UndoKind.PAUSE: _undo_pause,
    UndoKind.RESUME: _undo_resume,
}
"""How each kind of action is taken back, with what is to be said about it; a test checks that none is missing."""
