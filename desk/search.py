"""Searching the archive: by words, outlet, day, language and story."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from desk.desk import DeskHere, DeskInputError, Number, Reader
from desk.pages import render_page
from news import ArchiveQuery
from trails import clean

router = APIRouter()
_SHOWN = 30
Line = Annotated[str, Query(max_length=300)]


@router.get("/search")
def search(
    request: Request,
    desk: DeskHere,
    visitor: Reader,
    words: Line = "",
    outlet: Line = "",
    since: Line = "",
    until: Line = "",
    language: Line = "",
    story: Line = "",
    before: Number | None = None,
) -> Response:
    """What was found, newest first; without a question, only the form."""
    asked = {"words": words, "outlet": outlet, "since": since, "until": until, "language": language, "story": story}
    found = None
    if any(asked.values()):
        query = ArchiveQuery(words, outlet, _day("since", since), _day("until", until), language, story)
        found = desk.store.search_articles(query, limit=_SHOWN, before=before)
    stories = [(seed.name, clean(seed.title or seed.name)) for seed in desk.store.seeds()]
    values = {"asked": asked, "found": found, "stories": stories, "extent": desk.store.extent()}
    return render_page(request, "search.html.j2", visitor, values)


def _day(name: str, text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise DeskInputError(f"{name}: {text[:20]!r}, expected a date such as 2025-03-01") from None
