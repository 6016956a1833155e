"""The feeds: how each is doing and why; add a site, feed or list of feeds, remove one, suggestions for a story."""

import tempfile
from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from desk.desk import Desk, DeskHere, DeskInputError, EditorForm, Reader, go_to
from desk.pages import render_page
from extractors import find_address
from pipeline import add_feed, drop_feed, import_feeds, suggest_sources
from trails import clean, counted

router = APIRouter()
_SUGGESTED = 20


@router.get("/sources")
def show_sources(request: Request, desk: DeskHere, visitor: Reader, story: str = "") -> Response:
    """All feeds, those in trouble first; for a story, also what could be added."""
    health = sorted(desk.store.feed_health(), key=lambda one: (-one.failures, not one.lacks_pages, one.feed.name))
    suggested = suggest_sources(desk.runtime, desk.seed(story), _SUGGESTED) if story else None
    stories = [(seed.name, clean(seed.title or seed.name)) for seed in desk.store.seeds()]
    values = {"feeds": health, "stories": stories, "story": story, "suggested": suggested}
    return render_page(request, "sources.html.j2", visitor, values)


@router.post("/sources/add")
def add(desk: DeskHere, posted: EditorForm) -> Response:
    """Add a feed, or the feed of a site."""
    url = posted.text("url", 4000)
    if not find_address(url if "://" in url else f"https://{url}"):
        raise DeskInputError("name the address of a site or of its feed")
    added = add_feed(desk.runtime, url, " ".join(posted.text("folder", 100).split()), desk.now())
    if not added.merged.new:
        return go_to("/sources", error=f"{added.found.url} is listed already")
    title = clean(added.found.parsed.title or added.found.url)
    return go_to("/sources", desk.record(posted.visitor.name, "", f"Added the feed {title} ({added.found.url})"))


@router.post("/sources/remove")
def remove(desk: DeskHere, posted: EditorForm) -> Response:
    """Take a feed off the list; what was read of it stays."""
    feed = drop_feed(desk.settings, posted.text("url", 4000))
    what = f"Removed the feed {clean(feed.title or feed.url)} ({feed.url})"
    return go_to("/sources", desk.record(posted.visitor.name, "", what))


@router.post("/sources/import")
async def take_over(desk: DeskHere, posted: EditorForm) -> Response:
    """Add the feeds of an OPML file."""
    content = await posted.file("file")
    if not content:
        raise DeskInputError("choose an OPML file first")
    return await run_in_threadpool(_take_over, desk, posted.visitor.name, content)  # it reads and writes files


def _take_over(desk: Desk, who: str, content: bytes) -> Response:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "subscriptions.opml"
        file.write_bytes(content)
        merged, offered, complaints = import_feeds(desk.settings, file)
    what = f"Imported {counted(len(merged.new), 'feed')} of {offered}"
    what += f"; not taken: {'; '.join(map(clean, complaints))[:500]}" if complaints else ""
    return go_to("/sources", desk.record(who, "", what))
