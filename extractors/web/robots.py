"""Check robots.txt (RFC 9309). The only module that imports protego."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from http import HTTPStatus
from urllib.parse import urlsplit

from protego import Protego

from extractors.charsets import decode_text
from extractors.web.fetch_errors import FetchError
from extractors.web.fetcher import Fetcher
from extractors.web.responses import Fetched
from news import is_due, is_local

NAME = "storywake"  # the product token that a robots.txt can address
_LONGEST = 500 * 1024  # bytes to read, as required by the RFC
_FRESH = timedelta(days=1)  # how long one may be cached, according to the RFC
_LONGEST_DELAY = 30.0  # seconds; a longer delay would hold up a run for one site


def find_sitemaps(fetcher: Fetcher, url: str, now: datetime) -> list[str]:
    """The sitemaps that the robots.txt of a URL's site names, in its order; none if it has no robots.txt."""
    parts = urlsplit(url)
    try:
        fetched = fetcher.fetch(f"{parts.scheme}://{parts.netloc}/robots.txt", now=now)
    except FetchError:
        return []
    if not isinstance(fetched, Fetched):
        return []
    rules = Protego.parse(decode_text(fetched.body[:_LONGEST], fetched.content_type))
    return list(dict.fromkeys(rules.sitemaps))


class Robots:
    """A cache of the robots.txt of each site, fetched once a day. Thread-safe.

    `recall` and `keep` read and write a persistent cache (text and time of fetching by origin), so that not every run
    fetches it again.
    """

    def __init__(
        self,
        fetcher: Fetcher,
        recall: Callable[[str], tuple[str, datetime] | None] = lambda _origin: None,
        keep: Callable[[str, str, datetime], object] = lambda _origin, _rules, _now: None,
    ) -> None:
        self._fetcher = fetcher
        self._recall, self._keep = recall, keep
        self._lock = threading.Lock()
        self._asking: dict[str, threading.Lock] = {}
        self._rules: dict[str, Protego] = {}

    def allows(self, url: str, now: datetime) -> bool:
        """Whether the page's site allows reading it. Raises FetchError if robots.txt is temporarily unavailable."""
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        with self._lock:
            asking = self._asking.setdefault(origin, threading.Lock())
        with asking:
            if origin not in self._rules:
                self._rules[origin] = self._read(origin, now)
        return bool(self._rules[origin].can_fetch(url, NAME))

    def _read(self, origin: str, now: datetime) -> Protego:
        known, since = self._recall(origin) or ("", None)
        if since is None or is_due(since + _FRESH, now, _FRESH):
            known = self._fetch(origin, now)
            self._keep(origin, known, now)
        rules = Protego.parse(known)
        delay = rules.crawl_delay(NAME)
        if delay:
            self._fetcher.keep_distance(origin, min(float(delay), _LONGEST_DELAY))
        return rules

    def _fetch(self, origin: str, now: datetime) -> str:
        try:
            fetched = self._fetcher.fetch(f"{origin}/robots.txt", now=now)
        except FetchError as error:
            if is_local(error) or error.status == HTTPStatus.TOO_MANY_REQUESTS or (error.status or 0) >= 500:
                raise
            return ""  # no robots.txt, or none we may get: nothing is disallowed
        return decode_text(fetched.body[:_LONGEST], fetched.content_type) if isinstance(fetched, Fetched) else ""
