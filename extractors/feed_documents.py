"""Fetch and parse a feed, which can be one document, or an index of sitemaps with the parts that it names."""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from extractors.feeds.body_digest import digest_body
from extractors.feeds.entries import MAX_ENTRIES, OVER_LIMIT, FeedError, ParsedFeed
from extractors.feeds.sitemap import NOT_NEWS
from extractors.refreshes import fetch_through
from extractors.sandbox import ReadingError, parse_feed_apart
from extractors.web.fetcher import Fetcher, FetchError
from extractors.web.responses import Fetched, NotModified
from news import Entry, Validators, is_local

MOST_PARTS = 5  # of an index, fetched in one poll
PARTS_OVER_LIMIT = f"parts of a sitemap index over the limit of {MOST_PARTS}"
PARTS_UNREAD = "parts of a sitemap index that could not be read"
_OF_INDEX = "index: "  # starts the packed validators of an index and its parts


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


def ask_feed(fetcher: Fetcher, url: str, validators: Validators, digest: str, *, now: datetime) -> FeedAnswer:
    """Fetch a feed and parse it if it has changed, given the validators and digest of the last poll.

    Of an index of sitemaps, the newest parts are fetched with conditional requests of their own, at most `MOST_PARTS`;
    the others are counted as dropped, and so are parts that cannot be read. Raises FetchError, FeedError, ReadingError;
    for an index only if no part can be read.
    """
    known = _unpack(validators)
    fetched = fetch_through(fetcher, url, known.get(url, Validators()) if known else validators, now=now)
    if isinstance(fetched, NotModified):
        parts: Sequence[str] = [address for address in known if address != url]
    else:
        answer = read_feed(fetched, digest)
        parts = answer.parsed.parts if answer.parsed else ()
        if not parts:
            return answer
    if isinstance(fetched, NotModified) and not parts:
        return read_feed(fetched)
    index = _Index(fetcher, now, known)
    found, new_digest = index.ask(parts[:MOST_PARTS], digest)
    kept = _pack({url: fetched.validators, **index.validators})
    if found:
        over = len(parts) - MOST_PARTS
        found = replace(found, dropped={**found.dropped, **({PARTS_OVER_LIMIT: over} if over > 0 else {})})
    return FeedAnswer(found, kept, new_digest, fetched.permanent_url, fetched.fresh_for)


def read_feed(fetched: Fetched | NotModified, digest: str = "") -> FeedAnswer:
    """Parse the body of a feed, unless its entries are those with the digest. Raises FeedError, ReadingError."""
    if isinstance(fetched, NotModified):
        return FeedAnswer(None, fetched.validators, "", fetched.permanent_url, fetched.fresh_for)
    body = digest_body(fetched.body)
    parsed = None if body == digest else parse_feed_apart(fetched.body, fetched.url, fetched.content_type)
    return FeedAnswer(parsed, fetched.validators, body, fetched.permanent_url, fetched.fresh_for)


class _Index:
    """The parts of an index while they are fetched; `validators` has those of each part that was read."""

    def __init__(self, fetcher: Fetcher, now: datetime, known: Mapping[str, Validators]) -> None:
        self._fetcher = fetcher
        self._now = now
        self._known = known
        self._trouble: Exception | None = None
        self.validators: dict[str, Validators] = {}

    def ask(self, parts: Sequence[str], digest: str) -> tuple[ParsedFeed | None, str]:
        """The entries of the parts, None if they are those with the digest; and their digest."""
        answers = {part: self._fetch(part, self._known.get(part, Validators())) for part in parts}
        given = [answer for answer in answers.values() if answer]
        if given and set(parts) <= self._known.keys() and all(isinstance(one, NotModified) for one in given):
            return None, digest
        for part, answer in answers.items():
            if isinstance(answer, NotModified):  # its entries are still listed, and must not seem gone
                answers[part] = self._fetch(part, Validators())
        bodies = [answer for answer in answers.values() if isinstance(answer, Fetched)]
        if not bodies and self._trouble:
            raise self._trouble
        joined = hashlib.sha256("".join(digest_body(one.body) for one in bodies).encode()).hexdigest()
        return (None if joined == digest else self._parse(bodies, len(answers))), joined

    def _fetch(self, part: str, validators: Validators) -> Fetched | NotModified | None:
        try:
            answer = fetch_through(self._fetcher, part, validators, now=self._now)
        except FetchError as error:
            if is_local(error):
                raise
            self._trouble = self._trouble or error
            self.validators[part] = Validators()  # it is asked for again, also if the index does not change
            return None
        self.validators[part] = answer.validators
        return answer

    def _parse(self, bodies: Sequence[Fetched], total: int) -> ParsedFeed:
        parsed = []
        for body in bodies:
            try:
                found = parse_feed_apart(body.body, body.url, body.content_type)
            except (FeedError, ReadingError) as error:
                if is_local(error):
                    raise
                self._trouble = self._trouble or error
                continue
            if not found.parts:  # an index within an index is not followed
                parsed.append(found)
        if not parsed:
            raise self._trouble or FeedError(bodies[0].url, "an index of nothing but indexes")
        return _merge(parsed, total - len(parsed))


def _merge(parsed: Sequence[ParsedFeed], unread: int) -> ParsedFeed:
    """One feed of several sitemaps; if some are for news, without the pages of those that are not."""
    dropped: Counter[str] = Counter({PARTS_UNREAD: unread})
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


def _pack(known: Mapping[str, Validators]) -> Validators:
    rows = [[url, one.etag, one.last_modified] for url, one in known.items()]
    return Validators(_OF_INDEX + json.dumps(rows))


def _unpack(validators: Validators) -> dict[str, Validators]:
    """The validators by address, of an index and its parts; empty if they are those of one document."""
    if validators.etag.startswith(_OF_INDEX):
        with suppress(ValueError, TypeError):
            rows = json.loads(validators.etag.removeprefix(_OF_INDEX))
            return {str(url): Validators(str(etag), str(modified)) for url, etag, modified in rows}
    return {}
