"""The error of a fetch, and how the errors of the HTTP libraries become one."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from http import HTTPStatus

import httpcore2
import httpx2

from extractors.web.connections import Deadline
from extractors.web.content_encoding import DecodingError, TooLargeError
from extractors.web.rate_limit import parse_retry_after
from extractors.web.ssrf_guard import AddressError, shown_url

_HOW_TO_ALLOW = "; set STORYWAKE_ALLOW_PRIVATE_ADDRESSES=true if it is a server of your own"
_RETRY_STATUSES = frozenset({304, 408, 425, 429})


class FetchError(Exception):
    """A URL could not be fetched; the message is one line that names it.

    `retry` says whether another attempt may help; `retry_after` is the time until which the server asked us to wait.
    `unreached`: the host has no address that can be found, or no connection to it could be made.
    """

    def __init__(
        self,
        url: str,
        problem: str,
        *,
        retry: bool,
        status: int | None = None,
        retry_after: datetime | None = None,
        unreached: bool = False,
    ) -> None:
        super().__init__(f"{shown_url(url)}: {problem}")
        self.url = url
        self.retry = retry
        self.status = status
        self.retry_after = retry_after
        self.unreached = unreached


class RefusedError(Exception):
    """A redirect to an unusable address; another attempt would not help."""


class _ClosedError(Exception):
    """Nobody waits for the answer any more, for no fault of the server."""

    is_local = True


@contextmanager
def translating(url: str, deadline: Deadline, max_bytes: int) -> Iterator[None]:
    """Convert errors of the HTTP libraries to a FetchError."""
    try:
        yield
    except FetchError:
        raise
    except Exception as error:
        if deadline.is_cut:
            raise FetchError(url, "the fetcher was closed before the answer", retry=True) from _ClosedError()
        found = _translate(url, error, deadline.seconds, max_bytes)
        if found is None:
            raise
        raise found from error


def _translate(url: str, error: Exception, seconds: float, max_bytes: int) -> FetchError | None:
    if isinstance(error, AddressError | RefusedError):
        hint = _HOW_TO_ALLOW if getattr(error, "is_private", False) else ""
        return FetchError(url, f"refused: {error}{hint}", retry=False)
    if isinstance(error, TooLargeError):
        return FetchError(url, f"larger than {max_bytes:,} bytes", retry=False)
    if isinstance(error, DecodingError):
        return FetchError(url, f"the body is {error}", retry=error.is_cut)
    if isinstance(error, httpcore2.TimeoutException):
        problem = f"no complete answer within {seconds:g} seconds"
        return FetchError(url, problem, retry=True, unreached=_is_unreached(error))
    if isinstance(error, httpcore2.ProtocolError):
        return FetchError(url, f"the response was truncated or is not HTTP: {error}", retry=True)
    if isinstance(error, httpcore2.NetworkError):
        problem = f"no connection: {error or type(error).__name__}"
        return FetchError(url, problem, retry=True, unreached=_is_unreached(error))
    if isinstance(error, httpx2.HTTPError | httpx2.InvalidURL | ValueError | OverflowError):
        return FetchError(url, f"no usable address: {error}", retry=False)
    return None


def _is_unreached(error: Exception) -> bool:
    return isinstance(error, httpcore2.ConnectError | httpcore2.ConnectTimeout)


def status_error(url: str, response: httpx2.Response, now: datetime) -> FetchError:
    """The error for an answer that is not the one wanted."""
    status = response.status_code
    phrase = HTTPStatus(status).phrase if status in set(HTTPStatus) else "an unknown status"
    retry = status in _RETRY_STATUSES or status >= 500
    moment = parse_retry_after(response.headers.get("retry-after", ""), now) if status in {429, 503} else None
    return FetchError(url, f"answered {status} {phrase}", retry=retry, status=status, retry_after=moment)
