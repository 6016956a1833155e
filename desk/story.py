"""A story: its developments with their updates, near misses beside them, notes, links and what was done."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import date
from typing import Annotated, Any, TypeVar

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response, StreamingResponse
from starlette.concurrency import run_in_threadpool

from desk.access import Visitor
from desk.desk import Desk, DeskHere, Number, Reader, UnknownPageError
from desk.pages import render_page
from desk.proposals import by_report, list_proposals
from desk.report_view import differing_figures, view_development, view_report, whole_bars
from desk.shared_links import address_of
from desk.story_so_far import quote_story
from news import DevelopmentPage, MatchPage, Verdict, development_name
from pipeline import survey_seeds

router = APIRouter()
_DEVELOPMENTS = 20  # on a page
_REPORTS = 50
_OTHERS = 100  # developments that one can be merged into, the latest ones
_NEAR_MISSES = 10
_ACTIONS = 10
_PROPOSALS = 10  # reports about which an assistant proposes something
_MOST_COMPARED = 100  # reports of a development whose figures are compared
_LISTEN = 3.0  # seconds between two looks for something new
_LONGEST = 200  # looks, until the browser asks anew
Page = Annotated[int, Query(ge=1, le=100_000)]
Found = TypeVar("Found", DevelopmentPage, MatchPage)


@router.get("/stories/{name}")
def show_story(request: Request, desk: DeskHere, visitor: Reader, name: str, page: Page = 1) -> Response:
    """The story, newest development first; looking at its first page marks it as read."""
    seed, store, now = desk.seed(name), desk.store, desk.now()
    seen = store.visits(visitor.name).get(name)
    page, pages, found = _turn_to(
        page, _DEVELOPMENTS, lambda offset: store.development_page(name, limit=_DEVELOPMENTS, offset=offset)
    )
    summaries = store.story_summaries([name], since=date.min)
    bars, step = whole_bars(summaries[0].coverage if summaries else ())
    translator = desk.settings.read_in_english
    values = {
        "seed": seed,
        "summary": summaries[0] if summaries else None,
        "developments": [view_development(one, seen, translator) for one in found.found],
        "ungrouped": found.ungrouped,
        "page": page,
        "pages": pages,
        "bars": bars,
        "step": step,
        "standing": _standing(desk, name),
        "proposals": (proposed := by_report(desk, name)),
        "listed_proposals": list_proposals(desk, proposed, _PROPOSALS),
        **(_beside(desk, visitor, name, found) if page == 1 else {}),
    }
    if page == 1:
        store.note_visit(visitor.name, name, now)
    return render_page(request, "story.html.j2", visitor, values)


def _turn_to(page: int, size: int, read: Callable[[int], Found]) -> tuple[int, int, Found]:
    """The page, or the last one if there are fewer, as after a merge: its number, the number of pages, what is on it.

    `read` returns the `size` items from an offset.
    """
    found = read((page - 1) * size)
    pages = max(1, -(-found.total // size))
    return (page, pages, found) if page <= pages else (pages, pages, read((pages - 1) * size))


def _beside(desk: Desk, visitor: Visitor, name: str, found: DevelopmentPage) -> dict[str, Any]:
    """What the first page has besides the developments."""
    store, translator = desk.store, desk.settings.read_in_english
    misses = store.match_page(name, verdicts=[Verdict.NEAR_MISS], limit=_NEAR_MISSES)
    return {
        "so_far": quote_story(found),
        "near_misses": [view_report(one, None, 1, translator) for one in misses.found],
        "all_near_misses": misses.total,
        "notes": store.notes(name),
        "shares": [(one, address_of(desk, one)) for one in store.shares(name)] if visitor.can_edit else [],
        "actions": store.actions(name, limit=_ACTIONS),
    }


def _standing(desk: Desk, name: str) -> object:
    survey = survey_seeds(desk.runtime, desk.now(), only=name)
    return next((one.standing for one in survey.seeds), None)


@router.get("/stories/{name}/near-misses")
def show_near_misses(request: Request, desk: DeskHere, visitor: Reader, name: str, page: Page = 1) -> Response:
    """All near misses, the newest first."""
    seed, misses = desk.seed(name), [Verdict.NEAR_MISS]
    page, pages, found = _turn_to(
        page, _REPORTS, lambda offset: desk.store.match_page(name, verdicts=misses, limit=_REPORTS, offset=offset)
    )
    values = {
        "seed": seed,
        "near_misses": [view_report(one, None, 1, desk.settings.read_in_english) for one in found.found],
        "proposals": by_report(desk, name),
        "total": found.total,
        "page": page,
        "pages": pages,
    }
    return render_page(request, "near_misses.html.j2", visitor, values)


@router.get("/stories/{name}/developments/{number}")
def show_development(
    request: Request, desk: DeskHere, visitor: Reader, name: str, number: Number, page: Page = 1
) -> Response:
    """All reports of a development, with what outlets disagree on, and forms to split, merge and rename it."""
    seed, store = desk.seed(name), desk.store
    page, pages, found = _turn_to(
        page, _REPORTS, lambda offset: store.match_page(name, development=number, limit=_REPORTS, offset=offset)
    )
    if not found.found:
        raise UnknownPageError(f"{name} has no development called d{number}")
    others = store.development_labels(name, limit=_OTHERS + 1)
    outlets = len({one.article.outlet for one in found.found})
    first = found.found[0]
    values = {
        "seed": seed,
        "number": number,
        "name": development_name(number),
        "label": first.development_label,
        "title": first.development_title,
        "reports": [view_report(one, None, outlets, desk.settings.read_in_english) for one in found.found],
        "total": found.total,
        "page": page,
        "pages": pages,
        "figures": differing_figures(store.development(number)) if found.total <= _MOST_COMPARED else [],
        "others": [one for one in others if one[0] != number][:_OTHERS],
        "has_more": len(others) > _OTHERS,
        "proposals": by_report(desk, name),
    }
    return render_page(request, "development.html.j2", visitor, values)


@router.get("/stories/{name}/changes")
async def stream_changes(request: Request, desk: DeskHere, visitor: Reader, name: str) -> StreamingResponse:  # noqa: ARG001
    """Server-sent events: one whenever the story has changed."""
    await run_in_threadpool(desk.seed, name)

    async def events() -> AsyncIterator[str]:
        known = None
        for _ in range(_LONGEST):
            changes = (await run_in_threadpool(desk.store.seed_changes)).get(name)
            if known is not None and changes != known:
                yield f"event: changed\ndata: {changes}\n\n"
            else:
                yield ": nothing new\n\n"
            known = changes
            await asyncio.sleep(_LISTEN)

    return StreamingResponse(events(), media_type="text/event-stream")
