"""Answers that an assistant proposes: shown beside the report, and given only when an editor accepts them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import Response

from desk.desk import Desk, DeskHere, DeskInputError, EditorForm, Number, UnknownPageError, go_to
from desk.report_actions import give_answer, match_of
from news import Decision, DeskAction, Proposal, UndoKind
from trails import clean

router = APIRouter()
_DECIDED = "somebody has decided on this proposal already"


@dataclass(frozen=True, slots=True)
class ListedProposal:
    """A proposal with the headline of its report."""

    proposal: Proposal
    title: str


def by_report(desk: Desk, name: str) -> Mapping[int, Sequence[Proposal]]:
    """The open proposals about the reports of a story, by the id of the report."""
    found: dict[int, list[Proposal]] = defaultdict(list)
    for one in desk.store.proposals(name):
        found[one.match].append(one)
    return found


def list_proposals(desk: Desk, found: Mapping[int, Sequence[Proposal]], most: int) -> list[ListedProposal]:
    """The first of the proposals with the headlines of their reports."""
    stored = [(proposal, desk.store.match(number)) for number in list(found)[:most] for proposal in found[number]]
    return [ListedProposal(proposal, clean(one.article.title or one.article.url)) for proposal, one in stored if one]


@router.post("/stories/{name}/proposals/{number}/accept")
def accept(desk: DeskHere, posted: EditorForm, name: str, number: Number) -> Response:
    """Give the answer that is proposed."""
    action = accept_proposal(desk, posted.visitor.name, name, number)
    return go_to(posted.text("next") or f"/stories/{name}", action)


def accept_proposal(desk: Desk, who: str, name: str, number: int) -> int:
    """Give the answer that is proposed, as the editor's own, undone like any other; returns the id of the action.

    If this fails, the proposal stays open. Raises UnknownPageError, DeskInputError.
    """
    proposal = _open(desk, name, number)
    stored = match_of(desk, name, proposal.match)
    action = give_answer(desk, who, stored, proposal.answer, whole=False, proposer=proposal.proposed_by)
    # if another editor has decided meanwhile, the answer of this one counts all the same
    desk.store.decide_proposal(number, Decision.ACCEPTED, who, desk.now())
    return action


@router.post("/stories/{name}/proposals/{number}/dismiss")
def dismiss(desk: DeskHere, posted: EditorForm, name: str, number: Number) -> Response:
    """Put a proposal aside."""
    action = dismiss_proposal(desk, posted.visitor.name, name, number)
    return go_to(posted.text("next") or f"/stories/{name}", action)


def dismiss_proposal(desk: Desk, who: str, name: str, number: int) -> int:
    """Put a proposal aside; the report stays as it is. Returns the id of the action. Raises as `accept_proposal`."""
    proposal = _open(desk, name, number)
    if not desk.store.decide_proposal(number, Decision.DISMISSED, who, desk.now()):
        raise DeskInputError(_DECIDED)
    what = f"Dismissed the proposal of {clean(proposal.proposed_by)} to say {proposal.answer}"
    return desk.record(who, name, what, UndoKind.PROPOSAL, number)


def _open(desk: Desk, name: str, number: int) -> Proposal:
    proposal = desk.store.proposal(number)
    if proposal is None or proposal.seed != name:
        raise UnknownPageError(f"{name} has no such proposal")
    if proposal.decision is not Decision.OPEN:
        raise DeskInputError(_DECIDED)
    return proposal


def undo_dismissal(desk: Desk, action: DeskAction) -> None:
    """Show a dismissed proposal again."""
    desk.store.decide_proposal(action.reference or 0, Decision.OPEN, "", desk.now())
