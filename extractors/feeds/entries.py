"""The common result of all feed parsers: entries with keys, and counts of what was dropped."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from urllib.parse import urljoin, urlsplit

from news import Entry, canonical_url, fingerprint

MAX_ENTRIES = 2000
_LONGEST_URL = 4000
_LONGEST_KEY = 500
_FEW = 2  # entries with the same link may be the same story

OVER_LIMIT = f"over the limit of {MAX_ENTRIES:,} entries a feed"


class FeedError(Exception):
    """A body is not a readable feed; the message is one line that names the URL."""

    def __init__(self, url: str, problem: str) -> None:
        super().__init__(f"{url}: {problem}")
        self.url = url
        self.problem = problem

    def __reduce__(self) -> tuple[type["FeedError"], tuple[str, str]]:
        """Make the error picklable, because it comes from another process."""
        return FeedError, (self.url, self.problem)


@dataclass(frozen=True)
class ParsedFeed:
    """A parsed feed. `dropped` counts the entries left out, by reason.

    `pace` is the time between polls it asks for (ttl, sy:updatePeriod), `quiet_hours` the hours of the day (UTC) in
    which it does not change (skipHours).
    """

    title: str
    site: str
    entries: tuple[Entry, ...]
    dropped: Mapping[str, int] = field(default_factory=dict)
    pace: timedelta | None = None
    quiet_hours: frozenset[int] = frozenset()


@dataclass(frozen=True)
class StatedEntry:
    """An entry without a key yet; its texts are plain, its `url` is absolute or ""."""

    guid: str
    url: str
    title: str
    summary: str
    content: str
    published: datetime | None
    language: str


def assemble(title: str, site: str, stated: Sequence[StatedEntry], surplus: int = 0) -> ParsedFeed:
    """Assign names to entries and count what is left out; `surplus` entries were cut off before.

    Entries without link and text are kept: the problem is reported when they are to be read.
    """
    taken = stated[:MAX_ENTRIES]
    over = surplus + len(stated) - len(taken)
    return ParsedFeed(title, site, _with_names(taken), {OVER_LIMIT: over} if over else {})


def _with_names(stated: Sequence[StatedEntry]) -> tuple[Entry, ...]:
    """Name each entry by its GUID and link, or without either by its words, as far as they are unique in the feed.

    Some feeds give all their entries the same GUID or link; no entry may be lost because of that. A link shared by most
    entries is the site's, and its page is not an article. Entries equal in all three get the same names, and the store
    treats them as one.
    """
    chosen = [_choices(entry) for entry in stated]
    distinct = dict.fromkeys(chosen)
    shared = Counter(choice for choices in distinct for choice in set(choices))
    entries = []
    for entry, choices in zip(stated, chosen, strict=True):
        guid, url, words = (choice if choice and shared[choice] == 1 else "" for choice in choices)
        names = tuple(dict.fromkeys(filter(None, (guid, url)))) or (words or fingerprint(*choices),)
        is_of_all = shared[choices[1]] > max(_FEW, len(distinct) / 2)
        entries.append(_entry(replace(entry, url="") if is_of_all else entry, tuple(map(_shortened, names))))
    return tuple(entries)


def _choices(entry: StatedEntry) -> tuple[str, str, str]:
    words = fingerprint(entry.title, entry.summary or entry.content)
    return entry.guid, canonical_url(entry.url), f"words:{words}"


def _shortened(name: str) -> str:
    too_long = len(name) > _LONGEST_KEY
    return "sha256:" + hashlib.sha256(name.encode("utf-8", "replace")).hexdigest() if too_long else name


def _entry(stated: StatedEntry, names: tuple[str, ...]) -> Entry:
    return Entry(
        key=names[0],
        url=stated.url,
        title=stated.title,
        summary=stated.summary,
        content=stated.content,
        published=stated.published,
        language=stated.language,
        names=names,
    )


def web_link(base: str, links: Iterable[object]) -> str:
    """The first http(s) link, resolved against `base`; "" if there is none."""
    for link in links:
        if not isinstance(link, str) or not link.strip() or len(link) > _LONGEST_URL:
            continue
        try:
            absolute = urljoin(base, link.strip())
            parts = urlsplit(absolute)
        except ValueError:
            continue
        if parts.scheme in {"http", "https"} and parts.netloc:
            return absolute
    return ""


def language_code(stated: object) -> str:
    """The ISO 639-1 code in a feed's language tag ("en-GB"); "" if there is none."""
    code = str(stated or "").strip().lower().replace("_", "-").split("-")[0]
    return code if len(code) == 2 and code.isascii() and code.isalpha() else ""


def without_clutter(entry: StatedEntry) -> StatedEntry:
    """Drop the content if it contains no more than the summary."""
    return replace(entry, content="") if entry.content == entry.summary else entry
