"""The fetcher: guarded, rate-limited and size-limited GET and POST requests."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from http import HTTPStatus
from importlib.metadata import PackageNotFoundError, version
from ssl import SSLContext
from threading import Lock
from time import monotonic
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

import httpx2

from extractors.web.api_client import ApiAnswer
from extractors.web.connections import Deadline, Transport
from extractors.web.content_encoding import ACCEPTED_ENCODINGS, TooLargeError, decode_body
from extractors.web.fetch_errors import RefusedError, status_error, translating
from extractors.web.freshness import read_freshness
from extractors.web.rate_limit import Turns, origin_of
from extractors.web.responses import Fetched, NotModified
from extractors.web.ssrf_guard import OPEN_NETWORK, Network, shown_url
from news import Validators

MAX_REDIRECTS = 8
_PERMANENT = frozenset({301, 308})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_LONGEST_LINK = 8_000  # characters of the header Link
# The same for feeds and pages: with a preference, a site that serves both at one address could send the wrong one.
_ACCEPT = (
    "text/html,application/xhtml+xml,application/rss+xml,application/atom+xml,application/feed+json,"
    "application/xml;q=0.9,text/xml;q=0.9,application/json;q=0.9,*/*;q=0.8"
)


def _name_ourselves(contact: str) -> str:
    try:
        number = version("storywake")
    except PackageNotFoundError:
        number = "0"
    return f"storywake/{number} (follows news feeds{f'; {contact}' if contact else ''})"


@cache
def _trusted_certificates() -> SSLContext:
    # a twentieth of a second to read, and the same for all
    return httpx2.create_ssl_context()


@dataclass(frozen=True)
class _Trail:
    """The target of the redirects so far, and whether all of them were permanent."""

    url: httpx2.URL
    permanent_url: str = ""
    is_permanent: bool = True
    length: int = 0

    def follow(self, response: httpx2.Response) -> "_Trail":
        target = response.next_request
        if target is None:
            raise RefusedError(f"answered {response.status_code} without saying where to go")
        if self.length == MAX_REDIRECTS:
            raise RefusedError(f"more than {MAX_REDIRECTS} redirects, the last to {shown_url(str(target.url))}")
        url = _require_web(target.url)
        permanent = self.is_permanent and response.status_code in _PERMANENT
        return _Trail(url, str(url) if permanent else self.permanent_url, permanent, self.length + 1)


class Fetcher:
    """Fetches URLs with rate and size limits. Thread-safe; a context manager.

    `host_delay`: seconds between the starts of two requests to one host and port; `reserve`: see `Turns`. `max_bytes`:
    the limit of a body after decompression. `timeout`: seconds in total, from the first lookup to the last byte,
    without intended waits. `allow_private`: also fetch from addresses of the local machine and network. `on_stop`: has
    a function called when the request in the block is to be cut.
    """

    def __init__(
        self,
        *,
        allow_private: bool = False,
        host_delay: float = 1.0,
        max_bytes: int = 10_000_000,
        timeout: float = 20.0,
        contact: str = "",
        network: Network | None = None,
        reserve: Callable[[str, float], float] | None = None,
        on_stop: Callable[[Callable[[], None]], AbstractContextManager[object]] = nullcontext,
    ) -> None:
        self._network = network or (OPEN_NETWORK if allow_private else Network())
        self._turns = Turns(host_delay, reserve)
        self._max_bytes = max_bytes
        self._timeout = timeout
        self._user_agent = _name_ourselves(contact)
        self._ssl = _trusted_certificates()
        self._on_stop = on_stop
        self._lock = Lock()
        self._under_way = set[Deadline]()
        self._is_closed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def keep_distance(self, url: str, seconds: float) -> None:
        """Increase the delay between two requests to a URL's host, as requested by the host."""
        self._turns.slow_down(origin_of(httpx2.URL(url)), seconds)

    def expected_wait(self, url: str) -> float:
        """The seconds until a request to a URL's host could start; 0 if the URL is not usable."""
        try:
            return self._turns.expected_wait(origin_of(httpx2.URL(url)))
        except (httpx2.InvalidURL, ValueError):
            return 0.0

    def close(self) -> None:
        """Cut all requests, also those that wait for their turn, so that a run can stop at once."""
        with self._lock:
            self._is_closed = True
            for deadline in self._under_way:
                deadline.cut()

    def fetch(
        self,
        url: str,
        validators: Validators = Validators(),  # noqa: B008
        *,
        now: datetime,
        allows: Callable[[str], bool] | None = None,
    ) -> Fetched | NotModified:
        """GET a URL, following redirects. `now` is the reference time for Retry-After. Raises FetchError.

        `allows` is called for every redirect target before it is followed.
        """
        with self._request(url) as deadline, self._client(self._headers(validators), deadline) as client:
            trail = _Trail(_parse(url))
            while True:
                deadline.pause(self._turns.take(origin_of(trail.url)))
                with client.stream("GET", trail.url, follow_redirects=False) as response:
                    if response.status_code not in _REDIRECTS:
                        return self._take(response, url, trail, validators, now)
                    trail = trail.follow(response)
                if allows:
                    began = monotonic()
                    if not allows(str(trail.url)):
                        raise RefusedError(f"it leads to {shown_url(str(trail.url))}, which its site forbids")
                    deadline.extend(monotonic() - began)

    def post(self, url: str, body: bytes, headers: Mapping[str, str], *, now: datetime) -> None:
        """POST a body to a user's webhook, without following redirects. Raises FetchError unless the answer is 2xx."""
        sent = {"User-Agent": self._user_agent, **headers}
        with self._request(url) as deadline, self._client(sent, deadline) as client:
            target = _parse(url)
            deadline.pause(self._turns.take(origin_of(target)))
            with client.stream("POST", target, content=body, follow_redirects=False) as response:
                if not 200 <= response.status_code < 300:
                    raise status_error(url, response, now)

    def ask(
        self, url: str, form: Mapping[str, str] | None = None, headers: Mapping[str, str] | None = None
    ) -> ApiAnswer:
        """GET a URL, or POST a form to it, without following redirects; any status is an answer. Raises FetchError."""
        sent = {"User-Agent": self._user_agent, "Accept": "application/json", "Accept-Encoding": ACCEPTED_ENCODINGS}
        with self._request(url) as deadline, self._client(sent | dict(headers or {}), deadline) as client:
            target, method = _parse(url), "GET" if form is None else "POST"
            with client.stream(method, target, data=form, follow_redirects=False) as response:
                return ApiAnswer(response.status_code, self._read(response).decode("utf-8", "replace"))

    @contextmanager
    def _request(self, url: str) -> Iterator[Deadline]:
        """One request with its redirects: its deadline, by which it can be cut, and its errors as a FetchError."""
        deadline = Deadline(self._timeout)
        with self._lock:
            self._under_way.add(deadline)
            if self._is_closed:
                deadline.cut()
        try:
            with translating(url, deadline, self._max_bytes), self._on_stop(deadline.cut):
                yield deadline
        finally:
            with self._lock:
                self._under_way.discard(deadline)

    def _client(self, headers: Mapping[str, str] | Sequence[tuple[bytes, bytes]], deadline: Deadline) -> httpx2.Client:
        """A client for one fetch, so that cookies set by redirects last only for it.

        httpx2's own timeouts are off, because the transport enforces the deadline.
        """
        transport = Transport(self._network, self._ssl, deadline)
        return httpx2.Client(transport=transport, headers=headers, trust_env=False)

    def _headers(self, validators: Validators) -> list[tuple[bytes, bytes]]:
        headers = {
            "User-Agent": self._user_agent,
            "Accept": _ACCEPT,
            "Accept-Encoding": ACCEPTED_ENCODINGS,
            "If-None-Match": validators.etag,
            "If-Modified-Since": validators.last_modified,
        }
        return [(name.encode(), value.encode("latin-1", "replace")) for name, value in headers.items() if value]

    def _take(
        self, response: httpx2.Response, url: str, trail: _Trail, validators: Validators, now: datetime
    ) -> Fetched | NotModified:
        given = Validators(_raw_header(response, b"etag"), _raw_header(response, b"last-modified"))
        if response.status_code == HTTPStatus.NOT_MODIFIED and validators != Validators():
            # a 304 response may omit the validators
            kept = Validators(given.etag or validators.etag, given.last_modified or validators.last_modified)
            return NotModified(str(trail.url), kept, trail.permanent_url, read_freshness(response.headers, now))
        if not 200 <= response.status_code < 300:
            raise status_error(url, response, now)
        return Fetched(
            url=str(trail.url),
            requested_url=url,
            permanent_url=trail.permanent_url,
            status=response.status_code,
            content_type=response.headers.get("content-type", ""),
            body=self._read(response),
            validators=given,
            fresh_for=read_freshness(response.headers, now),
            link=response.headers.get("link", "")[:_LONGEST_LINK],
        )

    def _read(self, response: httpx2.Response) -> bytes:
        announced = response.headers.get("content-length", "")
        if announced.isdigit() and (len(announced) > 15 or int(announced) > self._max_bytes):
            raise TooLargeError
        body = bytearray()
        for chunk in response.iter_raw():
            body += chunk
            if len(body) > self._max_bytes:
                raise TooLargeError
        return decode_body(bytes(body), response.headers.get("content-encoding", ""), self._max_bytes)


def _parse(url: str) -> httpx2.URL:
    try:
        urlsplit(url)
    except ValueError:  # httpx2 takes the brackets of an IPv6 address for a port, or escapes them
        raise httpx2.InvalidURL("its host is not valid") from None
    return _require_web(httpx2.URL(url))


def _require_web(url: httpx2.URL) -> httpx2.URL:
    if url.scheme not in {"http", "https"} or not url.host or (url.port or 0) > 65535:
        raise RefusedError(f"{shown_url(str(url))} is no http or https address")
    # fragments are not sent to servers
    return url.copy_with(fragment=None)


def _raw_header(response: httpx2.Response, name: bytes) -> str:
    """A header decoded without loss, so that a validator can be sent back unchanged."""
    values = [value for key, value in response.headers.raw if key.lower() == name]
    return values[0].decode("latin-1") if values else ""
