"""`storywake search`: search the stored articles, newest first."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from cli.descriptions import examples
from cli.errors import BadInputError
from cli.lookup import end_without_database, known_seed, stored
from cli.match_list import cut
from cli.terminal import remark, say, say_json, terminal_width
from trails import clean, counted, moment, plain

if TYPE_CHECKING:
    from news import ArchiveQuery, FoundArticle, SearchPage
    from storage import Store

_MOST = 1000  # articles listed at once
_EXAMPLES = examples(
    "storywake search minerals deal",
    "storywake search '\"White House\"' 'zelensk*' -- -sport",
    "storywake search 鉱物 --language ja --since 2025-03-01",
    "storywake search deal --outlet bbc.co.uk --limit 5",
    "storywake search sanctions --seed minerals-deal --json",
)


def add_to(app: typer.Typer) -> None:
    """Add the command to the app."""
    app.command("search", epilog=_EXAMPLES)(search)


def search(
    words: Annotated[list[str], typer.Argument(help='Words, "several words", the beginning of a word*, -not this.')],
    outlet: Annotated[str, typer.Option(help="Only this outlet: words of its name, or its host.")] = "",
    since: Annotated[str, typer.Option(metavar="DATE", help="Only those published on this day or later.")] = "",
    until: Annotated[str, typer.Option(metavar="DATE", help="Only those published on this day or earlier.")] = "",
    language: Annotated[str, typer.Option(help="Only this language, by its code: en, de, ja.")] = "",
    seed: Annotated[str, typer.Option(help="Only reports of this story.")] = "",
    limit: Annotated[int, typer.Option(min=1, max=_MOST, help="At most so many articles.")] = 20,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Search all stored articles, newest first. All words must occur; after --, what follows a - must not."""
    from news import ArchiveQuery, SearchPage

    asked = " ".join(words)
    if not ArchiveQuery(asked).terms:
        raise BadInputError(f"{asked[:80]!r} has no word to search for")
    first, last = _day("--since", since), _day("--until", until)
    if not seed:
        end_without_database(page_object(SearchPage((), 0)), as_json=as_json)
    with stored() as store:
        story = known_seed(store, seed) if seed else ""
        query = ArchiveQuery(asked, outlet, first, last, language, story)
        page = store.search_articles(query, limit=limit)
        if as_json:
            say_json(page_object(page))
        elif page.found:
            _say(page)
        else:
            _say_nothing(store, query)
    _remark_on(page)


def _day(option: str, given: str) -> date | None:
    try:
        return date.fromisoformat(given.strip()) if given else None
    except ValueError:
        raise BadInputError(f"{option}: {given[:80]!r}, expected a date such as 2025-03-01") from None


def _say(page: SearchPage) -> None:
    width = terminal_width()
    for one in page.found:
        for line in lines_of(one, width):
            say(line)
    shown = len(page.found)
    if page.is_more:
        remark(f"The newest {shown} of at least {page.total} articles found.")
    elif shown < page.total:
        remark(f"{counted(page.total - shown, 'earlier article')} not shown: raise --limit to see them.")


def lines_of(one: FoundArticle, width: int = 0) -> tuple[str, str]:
    """The two lines of an article found; `width`: cut to so many columns, 0: not at all."""
    first = f"{moment(one.published)}  {clean(one.title or one.url)}"
    second = " · ".join(filter(None, (clean(one.outlet), *map(clean, one.seeds), clean(one.excerpt))))
    return cut(first, width), cut(f"  {second}", width)


def _say_nothing(store: Store, query: ArchiveQuery) -> None:
    """Say among how many articles nothing was found, and since when."""
    articles, first = store.extent()
    if not articles or first is None:
        remark("Nothing found: nothing has been read yet; `storywake run` reads what the feeds list.")
        return
    narrowed = (query.outlet, query.since, query.until, query.language, query.seed)
    also = " that fit the other options" if any(narrowed) else ""
    remark(f"Nothing found{also} among {counted(articles, 'article')} read since {first:%Y-%m-%d}.")


def _remark_on(page: SearchPage) -> None:
    if page.left_out:
        remark(f"{counted(page.left_out, 'word')} more than a search can have: not searched for.")
    if page.unindexed:
        remark(f"{counted(page.unindexed, 'earlier article')} not searchable yet: the next runs index them.")


def page_object(page: SearchPage) -> dict[str, object]:
    """The JSON object of what was found."""
    return {
        "total": page.total,
        "more": page.is_more,
        "unindexed": page.unindexed,
        "left_out": page.left_out,
        "articles": [plain(one) for one in page.found],
    }
