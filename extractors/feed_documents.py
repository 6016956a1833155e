"""Fetch and parse a feed, which can be one document, or an index of sitemaps with the parts that it names."""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from extractors.feeds.body_digest import digest_body
from extractors.feeds.entries import MAX_ENTRIES, OVER_LIMIT, FeedError, ParsedFeed, SitemapPart
from extractors.feeds.sitemap import NOT_NEWS
from extractors.refreshes import fetch_through
from extractors.sandbox import ReadingError, parse_feed_apart
from extractors.web.fetch_errors import FetchError
from extractors.web.fetcher import Fetcher
from extractors.web.responses import Fetched, NotModified
from news import Entry, Validators, is_local

MOST_PARTS = 5  # of an index and of the indexes within it, fetched in one poll
DEEPEST_INDEX = 2  # levels below the index that is polled
PARTS_OVER_LIMIT = f"parts of a sitemap index over the limit of {MOST_PARTS}"
PARTS_UNREAD = "parts of a sitemap index that could not be read"
PARTS_AGAIN = "parts of a sitemap index that were listed before"
PARTS_TOO_DEEP = f"indexes more than {DEEPEST_INDEX} levels within a sitemap index"
_OF_INDEX = "index: "  # starts what is kept of an index and its parts, packed as an ETag


@dataclass(frozen=True)
class FeedAnswer:
    """The answer to a poll. `parsed` is None if nothing has changed since the poll that gave the validators or digest.

    `validators` and `digest` are those to keep for the next poll; `permanent_url` and `fresh_for` as in `Fetched`.
    """

    parsed: ParsedFeed | None
    validators: Validators
    digest: str = ""
    permanent_url: str = ""
    fresh_for: timedelta | None = None


@dataclass(frozen=True, slots=True)
class _Known:
    """What is kept of a document for the next poll. `digest`: of its body, "" if it could not be read."""

    validators: Validators = field(default_factory=Validators)
    digest: str = ""
    is_index: bool = False


def ask_feed(fetcher: Fetcher, url: str, validators: Validators, digest: str, *, now: datetime) -> FeedAnswer:
    """Fetch a feed and parse it if it has changed, given the validators and digest of the last poll.

    Of an index of sitemaps, the newest parts are fetched with conditional requests of their own, at most `MOST_PARTS`,
    those of an index within it included; the others are counted as dropped, and so are parts that cannot be read.
    Raises FetchError, FeedError, ReadingError; for an index only if no part can be read.
    """
    known = _unpack(validators, url)
    if validators.etag.startswith(_OF_INDEX):
        validators = known[url].validators if known else Validators()
    fetched = fetch_through(fetcher, url, validators, now=now)
    index = _Index(fetcher, now, known)
    if known and index.is_unchanged(url, fetched):
        return FeedAnswer(None, index.kept(), digest, fetched.permanent_url, fetched.fresh_for)
    if known and isinstance(fetched, NotModified):
        fetched = fetch_through(fetcher, url, now=now)
    answer = read_feed(fetched, digest)
    if not (isinstance(fetched, Fetched) and answer.parsed and answer.parsed.parts):
        return answer
    found, new_digest = index.read(fetched, url, answer.parsed.parts, digest)
    return FeedAnswer(found, index.kept(), new_digest, fetched.permanent_url, fetched.fresh_for)


def read_feed(fetched: Fetched | NotModified, digest: str = "") -> FeedAnswer:
    """Parse the body of a feed, unless its entries are those with the digest. Raises FeedError, ReadingError."""
    if isinstance(fetched, NotModified):
        return FeedAnswer(None, fetched.validators, "", fetched.permanent_url, fetched.fresh_for)
    body = digest_body(fetched.body)
    parsed = None if body == digest else parse_feed_apart(fetched.body, fetched.url, fetched.content_type)
    return FeedAnswer(parsed, fetched.validators, body, fetched.permanent_url, fetched.fresh_for)


class _Index:
    """An index of sitemaps while it is read: its parts, and those of the indexes among them, the newest first."""

    def __init__(self, fetcher: Fetcher, now: datetime, known: Mapping[str, _Known]) -> None:
        self._fetcher = fetcher
        self._now = now
        self._known = known
        self._kept: dict[str, _Known] = {}
        self._answers: dict[str, Fetched | NotModified | None] = {}
        self._sitemaps: dict[str, ParsedFeed | None] = {}  # by address; None if it is as it was at the last poll
        self._waiting: list[tuple[SitemapPart, int]] = []  # with the level of each
        self._listed: set[str] = set()
        self._dropped: Counter[str] = Counter()
        self._trouble: Exception | None = None

    def kept(self) -> Validators:
        """What the next poll must know, as validators."""
        return _pack(self._kept)

    def is_unchanged(self, url: str, fetched: Fetched | NotModified) -> bool:
        """Whether no document of the last poll has changed, of those that can be fetched."""
        self._answers[url] = fetched
        if not self._is_as_known(url):
            return False
        others = [address for address in self._known if address != url]
        if not all(self._ask(address) is None or self._is_as_known(address) for address in others):
            return False
        for address, one in self._known.items():
            self._keep(address, one.digest, is_index=one.is_index)
        return any(self._answers[address] for address in others)

    def read(
        self, fetched: Fetched, url: str, parts: Sequence[SitemapPart], digest: str
    ) -> tuple[ParsedFeed | None, str]:
        """The entries of the newest parts, None if they are those with the digest; and their digest."""
        self._kept.clear()
        self._answers[url] = fetched
        self._keep(url, digest_body(fetched.body), is_index=True)
        self._listed |= {url, fetched.url}
        self._list(parts, 1)
        for _ in range(MOST_PARTS):
            if self._waiting:
                self._read_part(*self._waiting.pop(0))
        if not self._sitemaps:
            raise self._trouble or FeedError(url, "an index of nothing but indexes")
        joined = hashlib.sha256("".join(self._kept[part].digest for part in self._sitemaps).encode()).hexdigest()
        return (None if joined == digest else self._merge()), joined

    def _list(self, parts: Sequence[SitemapPart], level: int) -> None:
        """Put the parts of an index among the waiting ones, before those that are as new."""
        new = [(part, level) for part in parts if part.url not in self._listed]
        self._dropped[PARTS_AGAIN] += len(parts) - len(new)
        self._listed.update(part.url for part in parts)
        self._waiting = sorted([*new, *self._waiting], key=lambda pair: pair[0].recency, reverse=True)

    def _read_part(self, part: SitemapPart, level: int) -> None:
        answer = self._ask(part.url)
        if isinstance(answer, Fetched) and answer.url != part.url:
            if answer.url in self._listed:  # a redirect to what is read anyway
                self._dropped[PARTS_AGAIN] += 1
                return
            self._listed.add(answer.url)
        known = self._known.get(part.url, _Known())
        if answer and self._is_as_known(part.url) and not known.is_index:
            self._sitemaps[part.url] = None
            self._keep(part.url, known.digest, is_index=False)
            return
        parsed = self._parse(part.url)
        if parsed and parsed.parts and level > DEEPEST_INDEX:
            self._dropped[PARTS_TOO_DEEP] += 1
        elif parsed and parsed.parts:
            self._list([one.within(part) for one in parsed.parts], level + 1)
        elif parsed:
            self._sitemaps[part.url] = parsed

    def _ask(self, part: str) -> Fetched | NotModified | None:
        """The answer to a conditional request for a part, None if it cannot be fetched; each is asked for once."""
        if part not in self._answers:
            self._answers[part] = self._fetch(part, self._known.get(part, _Known()).validators)
        return self._answers[part]

    def _fetch(self, part: str, validators: Validators) -> Fetched | NotModified | None:
        try:
            return fetch_through(self._fetcher, part, validators, now=self._now)
        except FetchError as error:
            if is_local(error):
                raise
            self._trouble = self._trouble or error
            return None

    def _is_as_known(self, part: str) -> bool:
        answer, known = self._answers[part], self._known.get(part, _Known())
        is_same = not isinstance(answer, Fetched) or digest_body(answer.body) == known.digest
        return bool(known.digest) and is_same

    def _keep(self, part: str, digest: str, *, is_index: bool) -> None:
        answer = self._answers[part]
        self._kept[part] = _Known(answer.validators, digest, is_index) if answer else _Known()

    def _parse(self, part: str) -> ParsedFeed | None:
        """Parse a part, whether it has changed or not; None if it cannot be read, which is counted."""
        if isinstance(self._answers[part], NotModified):
            self._answers[part] = self._fetch(part, Validators())
        answer, parsed = self._answers[part], None
        body = answer.body if isinstance(answer, Fetched) else b""
        if isinstance(answer, Fetched):
            try:
                parsed = parse_feed_apart(body, answer.url, answer.content_type)
            except (FeedError, ReadingError) as error:
                if is_local(error):
                    raise
                self._trouble = self._trouble or error
        # one that could not be fetched is kept too: it is asked for again, also if the index does not change
        self._keep(part, digest_body(body) if body else "", is_index=bool(parsed and parsed.parts))
        self._dropped[PARTS_UNREAD] += parsed is None
        return parsed

    def _merge(self) -> ParsedFeed:
        """One feed of all sitemaps; those that have not changed too, because their entries must not seem gone."""
        parsed = list(filter(None, [found or self._parse(part) for part, found in self._sitemaps.items()]))
        if not parsed and self._trouble:
            raise self._trouble
        return _merge(parsed, self._dropped + Counter({PARTS_OVER_LIMIT: len(self._waiting)}))


def _merge(parsed: Sequence[ParsedFeed], left_out: Mapping[str, int]) -> ParsedFeed:
    """One feed of several sitemaps; if some are for news, without the pages of those that are not."""
    dropped = Counter(left_out)
    for one in parsed:
        dropped.update(one.dropped)
    entries: dict[str, Entry] = {entry.key: entry for one in parsed for entry in one.entries}
    chosen = list(entries.values())
    if any(entry.title for entry in chosen):
        dropped[NOT_NEWS] += sum(not entry.title for entry in chosen)
        chosen = [entry for entry in chosen if entry.title]
    dropped[OVER_LIMIT] += max(0, len(chosen) - MAX_ENTRIES)
    counts = {why: number for why, number in dropped.items() if number}
    title = next((one.title for one in parsed if one.title), "")
    site = next((one.site for one in parsed if one.site), "")
    return ParsedFeed(title, site, tuple(chosen[:MAX_ENTRIES]), counts)


def _pack(known: Mapping[str, _Known]) -> Validators:
    rows = [
        [url, one.validators.etag, one.validators.last_modified, one.digest, one.is_index] for url, one in known.items()
    ]
    return Validators(_OF_INDEX + json.dumps(rows))


def _unpack(validators: Validators, url: str) -> dict[str, _Known]:
    """What is kept of an index at this address and its parts, by address; empty if the feed is one document."""
    known: dict[str, _Known] = {}
    if validators.etag.startswith(_OF_INDEX):
        with suppress(ValueError, TypeError):
            for address, etag, modified, digest, is_index in json.loads(validators.etag.removeprefix(_OF_INDEX)):
                known[str(address)] = _Known(Validators(str(etag), str(modified)), str(digest), bool(is_index))
    return known if url in known else {}
