"""The common result of all feed parsers: entries with keys, and counts of what was dropped."""

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from urllib.parse import urljoin, urlsplit

from news import PART, Entry, canonical_url, fingerprint, fragment_of

MAX_ENTRIES = 2000
_LONGEST_URL = 4000
_LONGEST_KEY = 500
_NUMBERED = re.compile(r"(\D{0,40})(\d{1,4})")
_NEVER = datetime(1, 1, 1, tzinfo=UTC)
_FEW = 2  # entries with the same link may be the same story

# Outside of CDATA sections, in which an ampersand is only that.
_ADDRESS_IN_XML = re.compile(r"<!\[CDATA\[(?:.*?\]\]>|.*)|https?://[^\s<>\"']+", re.DOTALL)
_BARE_AMPERSAND = re.compile(r"&(?!#?\w{1,31};)")
_SCHEMES = re.compile(r"(?:https?:?//?)+(?=https?://)", re.IGNORECASE)
_FIRST_PART = re.compile(r"[^/:?#]*")
_HOST = re.compile(r"www\.[\w-]+(?:\.[\w-]+)+")

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


@dataclass(frozen=True, slots=True)
class SitemapPart:
    """A sitemap that an index lists. `changed`: the date stated; `in_address`: the numbers of a date in its address."""

    url: str
    is_news: bool = False
    changed: datetime | None = None
    in_address: tuple[int, ...] = ()

    @property
    def recency(self) -> tuple[bool, datetime, tuple[int, ...]]:
        """Greater for the parts that are to be read first: those for news, then the newest."""
        return self.is_news, self.changed or _NEVER, self.in_address

    def within(self, index: "SitemapPart") -> "SitemapPart":
        """The part of an index that is a part itself: what it does not say of itself, its index says."""
        return SitemapPart(
            self.url,
            is_news=self.is_news or index.is_news,
            changed=self.changed or index.changed,
            in_address=self.in_address or index.in_address,
        )


@dataclass(frozen=True)
class ParsedFeed:
    """A parsed feed. `dropped` counts the entries left out, by reason.

    `pace` is the time between polls it asks for (ttl, sy:updatePeriod), `quiet_hours` the hours of the day (UTC) in
    which it does not change (skipHours). `parts`: the documents that have the entries, newest first, if this one is an
    index of sitemaps.
    """

    title: str
    site: str
    entries: tuple[Entry, ...]
    dropped: Mapping[str, int] = field(default_factory=dict)
    pace: timedelta | None = None
    quiet_hours: frozenset[int] = frozenset()
    parts: tuple[SitemapPart, ...] = ()


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


def assemble(title: str, site: str, stated: Sequence[StatedEntry], surplus: Mapping[str, int]) -> ParsedFeed:
    """Assign names to entries and count what is left out; `surplus`: entries that were cut off before, by reason.

    Entries without link and text are kept: the problem is reported when they are to be read.
    """
    taken = stated[:MAX_ENTRIES]
    dropped = Counter(surplus) + Counter({OVER_LIMIT: len(stated) - len(taken)})
    return ParsedFeed(title, site, _with_names(taken), dropped)


def _with_names(stated: Sequence[StatedEntry]) -> tuple[Entry, ...]:
    """Name each entry by its GUID and link, or without either by its words, as far as they are unique in the feed.

    Some feeds give all their entries the same GUID or link; no entry may be lost because of that. A link shared by most
    entries is the site's, and its page is not an article, unless its fragments tell the entries apart. Entries equal in
    all three get the same names, and the store treats them as one.
    """
    is_numbered = _are_places(stated)
    parts = _find_parts(stated)
    chosen = [_choices(entry, parts, is_numbered=is_numbered) for entry in stated]
    distinct = dict.fromkeys(chosen)
    shared = Counter(choice for choices in distinct for choice in set(choices))
    of_all = {url for _, url, _ in distinct if url and shared[url] > max(_FEW, len(distinct) / 2)}
    if of_all:
        own = [
            _own_link(entry) if choices[1] in of_all else entry.url
            for entry, choices in zip(stated, chosen, strict=True)
        ]
        return _with_names([replace(entry, url=url) for entry, url in zip(stated, own, strict=True)])
    entries = []
    for entry, choices in zip(stated, chosen, strict=True):
        guid, url, words = (choice if choice and shared[choice] == 1 else "" for choice in choices)
        # the part of a page comes first: by it the reader knows that not the whole page is meant
        strong = (url, guid) if url.startswith(PART) else (guid, url)
        names = tuple(dict.fromkeys(filter(None, strong))) or (words or fingerprint(*choices),)
        entries.append(_entry(entry, tuple(map(_shortened, names))))
    return tuple(entries)


def _own_link(entry: StatedEntry) -> str:
    """The address that an entry's GUID is, for one that links to the page of all; "" if it is none."""
    guid = web_link("", [entry.guid])
    return guid if canonical_url(guid) != canonical_url(entry.url) else ""


def _choices(entry: StatedEntry, parts: Collection[str], *, is_numbered: bool) -> tuple[str, str, str]:
    words = fingerprint(entry.title, entry.summary or entry.content)
    url = canonical_url(entry.url)
    if url in parts and fragment_of(entry.url):
        url = f"{PART}{url}{fragment_of(entry.url)}"
    has_other_name = bool(url or entry.title or entry.summary or entry.content)
    guid = "" if is_numbered and has_other_name else entry.guid
    return guid, url, f"words:{words}"


def _find_parts(stated: Sequence[StatedEntry]) -> frozenset[str]:
    """The pages of which several entries are parts, told apart by the fragments of their links alone."""
    fragments: dict[str, set[str]] = defaultdict(set)
    for entry in stated:
        if fragment_of(entry.url):
            fragments[canonical_url(entry.url)].add(fragment_of(entry.url))
    return frozenset(page for page, found in fragments.items() if len(found) > 1)


def _are_places(stated: Sequence[StatedEntry]) -> bool:
    """Whether the GUIDs only count the entries ("1", "2", "item-3"), so that a new one gets the GUID of another."""
    numbered = [_NUMBERED.fullmatch(entry.guid) for entry in stated]
    found = [(match[1], int(match[2])) for match in numbered if match]
    starts = {start for start, _ in found}
    if not found or len(found) < len(stated) or len(starts) > 1 or (len(found) == 1 and starts != {""}):
        return False
    numbers = [number for _, number in found]
    return numbers[0] in {0, 1} and numbers == list(range(numbers[0], numbers[0] + len(numbers)))


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


def plain_address(url: str) -> str:
    """A web address without the scheme `feed:`, by which links asked a program to subscribe."""
    start, _, rest = url.strip().partition(":")
    if start.lower() not in {"feed", "rss", "feeds", "itpc", "pcast"}:
        return url
    return rest if rest.lower().startswith(("http://", "https://")) else f"http:{rest}"


def web_link(base: str, links: Iterable[object]) -> str:
    """The first http(s) link, resolved against `base`; "" if there is none."""
    for link in links:
        if not isinstance(link, str) or not link.strip() or len(link) > _LONGEST_URL:
            continue
        try:
            absolute = urljoin(base, _whole(link.strip(), base))
            parts = urlsplit(absolute)
        except ValueError:
            continue
        if parts.scheme in {"http", "https"} and parts.netloc:
            return absolute
    return ""


def _whole(link: str, base: str) -> str:
    """A link without a scheme before its scheme, and one that begins with its host marked as such."""
    link = _SCHEMES.sub("", link, count=1)
    first, parts = _FIRST_PART.match(link), urlsplit(base)
    host = (first[0] if first else "").lower()
    begins_with_host = "." in host and host.removeprefix("www.") == (parts.hostname or "").removeprefix("www.")
    if not begins_with_host and not _HOST.fullmatch(host):
        return link
    return f"//{link}" if parts.scheme else f"https://{link}"


def mend_addresses(markup: str) -> str:
    """Escape the bare ampersands in the addresses of an XML document: of "&lang=en" a parser makes another sign."""
    return _ADDRESS_IN_XML.sub(
        lambda found: found[0] if found[0].startswith("<") else _BARE_AMPERSAND.sub("&amp;", found[0]), markup
    )


def language_code(stated: object) -> str:
    """The ISO 639-1 code in a feed's language tag ("en-GB"); "" if there is none."""
    code = str(stated or "").strip().lower().replace("_", "-").split("-")[0]
    return code if len(code) == 2 and code.isascii() and code.isalpha() else ""


def without_clutter(entry: StatedEntry) -> StatedEntry:
    """Drop the content if it contains no more than the summary."""
    return replace(entry, content="") if entry.content == entry.summary else entry
