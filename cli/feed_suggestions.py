"""`storywake feeds suggest`: sources for a story."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.lookup import seed_named, settings
from cli.terminal import remark, say, say_json
from trails import clean, counted

if TYPE_CHECKING:
    from news import SearchFeed, Suggestion

_MOST = 20


def suggest(
    seed: Annotated[str, typer.Argument(help="A seed file, or the name of a seed.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    add: Annotated[bool, typer.Option("--add", help="Add the suggested feeds to the list of feeds.")] = False,
    folder: Annotated[str, typer.Option(help="The folder of the list to add them to.")] = "",
    most: Annotated[int, typer.Option(min=1, max=200, help="How many feeds to suggest.")] = _MOST,
) -> None:
    """Suggest feeds for a story by its places, subject and language, from a list that is shipped. Fetches nothing."""
    from pipeline import add_suggested, open_runtime, suggest_sources

    found = settings()
    named = seed_named(seed, found)
    with open_runtime(found) as runtime:
        sources = suggest_sources(runtime, named, most)
    added = add_suggested(found, sources.feeds, folder) if add else None
    if as_json:
        say_json(
            {"feeds": [_feed(one) for one in sources.feeds], "searches": [_search(one) for one in sources.searches]}
        )
        return
    _say_feeds(sources.feeds, folder)
    _say_searches(sources.searches)
    if added:
        say(f"\n{counted(len(added.new), 'feed')} added to {found.feeds_file}; the next run shows which can be read")


def _say_feeds(found: Sequence[Suggestion], folder: str) -> None:
    from news import name_language

    if not found:
        remark("No feed in the shipped list suits this story that is not in your list already.")
    for one in found:
        feed = one.feed
        say(f"{clean(feed.title)}: {name_language(feed.language) or feed.language}, {feed.place or feed.region}")
        say(f"  why: {'; '.join(one.reasons)}")
        say(f"  {_command(feed.url, folder)}")


def _say_searches(found: Sequence[SearchFeed]) -> None:
    if found:
        say("\nPublic searches that answer with a feed; their operators say how they may be used:")
    for one in found:
        say(f"{one.title}: {one.terms}")
        say(f"  {_command(one.url, '')}")


def _command(url: str, folder: str) -> str:
    filed = f" --folder {shlex.quote(folder)}" if folder else ""
    return f"storywake feeds add {shlex.quote(url)}{filed}"


def _feed(one: Suggestion) -> dict[str, Any]:
    feed = one.feed
    return {
        "title": feed.title,
        "url": feed.url,
        "language": feed.language,
        "region": feed.region,
        "place": feed.place,
        "beat": feed.beat,
        "score": one.score,
        "reasons": list(one.reasons),
        "command": _command(feed.url, ""),
    }


def _search(one: SearchFeed) -> dict[str, Any]:
    return {"title": one.title, "url": one.url, "terms": one.terms, "command": _command(one.url, "")}
