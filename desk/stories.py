"""The first page: the stories that are followed, and what woke since the visitor last looked."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from fastapi import APIRouter, Request
from fastapi.responses import Response

from desk.desk import Desk, DeskHere, Reader
from desk.pages import render_page
from desk.report_view import recent_bars
from news import SeedState, StorySummary, describe_first_seed
from pipeline import SurveyedSeed, survey_seeds
from trails import Bar, clean

router = APIRouter()
_WELL = {SeedState.WELL, SeedState.EXPIRING, SeedState.SEARCHING, SeedState.SNOOZED}
_RESTING = {SeedState.PAUSED, SeedState.EXPIRED}


@dataclass(frozen=True, slots=True)
class ListedStory:
    """A story in the list. `group` is "woke", "quiet", "trouble" or "resting"."""

    name: str
    title: str
    state: str
    reasons: tuple[str, ...]
    summary: StorySummary
    bars: tuple[Bar, ...]
    group: str
    note: str
    has_page: bool


@router.get("/")
def show_stories(request: Request, desk: DeskHere, visitor: Reader) -> Response:
    """All stories, those with unread developments first."""
    listed, troubles = list_stories(desk, visitor.name)
    latest = desk.store.latest_passes("monitor")
    groups = [(name, [one for one in listed if one.group == name]) for name in ("woke", "trouble", "quiet", "resting")]
    values = {"groups": groups, "troubles": troubles, "latest": latest[0] if latest else None}
    return render_page(request, "stories.html.j2", visitor, values)


def list_stories(desk: Desk, user: str) -> tuple[list[ListedStory], list[str]]:
    """The stories as a user should see them, and what is wrong with their files."""
    survey = survey_seeds(desk.runtime, desk.now())
    names = [one.name for one in survey.seeds]
    found = {one.seed: one for one in desk.store.story_summaries(names, reader=user, since=date.min)}
    listed = [_list(one, found.get(one.name)) for one in survey.seeds]
    listed.sort(key=lambda one: (-(one.summary.latest or datetime.min.replace(tzinfo=UTC)).timestamp(), one.name))
    return listed, [str(error) for error in survey.errors] + ([survey.unseen] if survey.unseen else [])


def _list(one: SurveyedSeed, summary: StorySummary | None) -> ListedStory:
    found = summary or StorySummary(one.name)
    state = one.standing.state
    return ListedStory(
        name=one.name,
        title=clean(one.seed.title if one.seed and one.seed.title else one.name),
        state=str(state),
        reasons=tuple(clean(reason) for reason in one.standing.reasons),
        summary=found,
        bars=recent_bars(found.coverage),
        group=_group(state, found),
        note=describe_first_seed(one.seed) if one.seed else "",
        has_page=summary is not None,
    )


def _group(state: SeedState, summary: StorySummary) -> str:
    if state in _RESTING:
        return "resting"
    if summary.unread:
        return "woke"
    return "quiet" if state in _WELL else "trouble"
