"""Read the list of feeds that is shipped, from which sources are suggested."""

from functools import cache
from importlib import resources

from news import KnownFeed


@cache
def read_known_feeds() -> tuple[KnownFeed, ...]:
    """The shipped feeds, in the order of the list."""
    text = resources.files("extractors.files").joinpath("known_feeds.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return tuple(
        KnownFeed(url=url, title=title, language=language, region=region, place=place, beat=beat)
        for region, place, language, beat, title, url in rows
    )
