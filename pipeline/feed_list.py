"""Change the user's list of feeds, and find what to add to it."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from extractors import FoundFeed, Merged, add_feeds, find_feed, plain_address, read_known_feeds, read_opml, remove_feed
from news import Feed, SearchFeed, Seed, Suggestion, make_searches, suggest_feeds
from pipeline.runtime import Runtime
from pipeline.settings import Settings


class FeedListError(Exception):
    """A feed that the user names is not in the list, or is one of several; one line that says what to do."""


@dataclass(frozen=True, slots=True)
class AddedFeed:
    """A feed that was looked up, and what the list got of it."""

    found: FoundFeed
    merged: Merged


@dataclass(frozen=True, slots=True)
class Sources:
    """What could be added for a story: feeds, and public searches."""

    feeds: tuple[Suggestion, ...]
    searches: tuple[SearchFeed, ...]


def add_feed(runtime: Runtime, url: str, folder: str, now: datetime) -> AddedFeed:
    """Add the feed at an address, or of the site there, to the list of feeds.

    Raises extractors.FetchError, FeedError, ReadingError and OpmlError.
    """
    address = plain_address(url)
    address = address if "://" in address else f"https://{address}"
    found = find_feed(runtime.fetcher, address, now)
    listed = Feed(found.url, found.parsed.title, (folder,) if folder else (), found.parsed.site)
    return AddedFeed(found, add_feeds(runtime.settings.feeds_file, [listed]))


def import_feeds(settings: Settings, file: Path) -> tuple[Merged, int, tuple[str, ...]]:
    """Merge a list into the user's, with its folders; returns what changed, how many it lists, and its complaints.

    Raises extractors.OpmlError.
    """
    offered, complaints = read_opml(file)
    return add_feeds(settings.feeds_file, offered), len(offered), complaints


def drop_feed(settings: Settings, named: str) -> Feed:
    """Remove the feed with an address or a title from the list; returns it. What was read of it is kept.

    Raises FeedListError and extractors.OpmlError.
    """
    listed, _ = read_opml(settings.feeds_file)
    feed = _find(listed, named, settings.feeds_file)
    remove_feed(settings.feeds_file, feed.url)
    return feed


def suggest_sources(runtime: Runtime, seed: Seed, most: int) -> Sources:
    """Feeds and searches for a story, without the feeds listed already. Raises extractors.ModelError, OpmlError."""
    path = runtime.settings.feeds_file
    listed = {feed.url for feed in read_opml(path)[0]} if path.exists() else set()
    profile = runtime.profile_of(seed)
    return Sources(suggest_feeds(profile, read_known_feeds(), listed, most), make_searches(profile))


def add_suggested(settings: Settings, suggestions: tuple[Suggestion, ...], folder: str = "") -> Merged:
    """Add suggested feeds to the list without fetching them; the next run shows which can be read.

    Raises extractors.OpmlError.
    """
    folders = (folder,) if folder else ()
    return add_feeds(settings.feeds_file, [Feed(one.feed.url, one.feed.title, folders) for one in suggestions])


def _find(listed: tuple[Feed, ...], named: str, path: Path) -> Feed:
    address = plain_address(named.strip())
    found = [feed for feed in listed if feed.url == address]
    found = found or [feed for feed in listed if feed.url.rstrip("/") == address.rstrip("/")]
    found = found or [feed for feed in listed if feed.title.casefold() == named.strip().casefold()]
    if not found:
        raise FeedListError(f"{named}: no feed in {path} has this address or title; `storywake feeds` lists them")
    if len(found) > 1:
        addresses = ", ".join(feed.url for feed in found)
        raise FeedListError(f"{named}: several feeds in {path} are called so; name one by its address: {addresses}")
    return found[0]
