"""What a site's robots.txt allows us to read (RFC 9309); protego stops here."""

import threading
from datetime import datetime
from http import HTTPStatus
from urllib.parse import urlsplit

from protego import Protego

from extractors.charsets import decode_text
from extractors.fetch import Fetched, Fetcher, FetchError

NAME = "storywake"  # the product token that a robots.txt can address
_LONGEST = 500 * 1024  # bytes that are read, as the RFC has it
_LONGEST_DELAY = 30.0  # seconds: more would hold up a run for one site


class Robots:
    """The robots.txt of every site asked about, each fetched once; safe to use from several threads."""

    def __init__(self, fetcher: Fetcher) -> None:
        self._fetcher = fetcher
        self._lock = threading.Lock()
        self._asking: dict[str, threading.Lock] = {}
        self._rules: dict[str, Protego] = {}

    def allows(self, url: str, now: datetime) -> bool:
        """Say whether the page's site lets us read it. Raises FetchError when its robots.txt cannot be had for now."""
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        with self._lock:
            asking = self._asking.setdefault(origin, threading.Lock())
        with asking:
            if origin not in self._rules:
                self._rules[origin] = self._fetch(origin, now)
        return bool(self._rules[origin].can_fetch(url, NAME))

    def _fetch(self, origin: str, now: datetime) -> Protego:
        try:
            fetched = self._fetcher.fetch(f"{origin}/robots.txt", now=now)
        except FetchError as error:
            if error.status == HTTPStatus.TOO_MANY_REQUESTS or (error.status or 0) >= 500:
                raise
            return Protego.parse("")  # there is none, or none that can be had: then nothing is forbidden
        body = decode_text(fetched.body[:_LONGEST], fetched.content_type) if isinstance(fetched, Fetched) else ""
        rules = Protego.parse(body)
        delay = rules.crawl_delay(NAME)
        if delay:
            self._fetcher.keep_distance(origin, min(float(delay), _LONGEST_DELAY))
        return rules
