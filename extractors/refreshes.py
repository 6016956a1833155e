"""Fetch a URL, following pages that only lead on to another address."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from extractors.pages.refresh import may_refresh
from extractors.sandbox import ReadingError, find_refresh_apart
from extractors.web.fetch_errors import FetchError
from extractors.web.fetcher import Fetcher
from extractors.web.responses import Fetched, NotModified
from news import Validators

MOST_REFRESHES = 3


def fetch_through(
    fetcher: Fetcher,
    url: str,
    validators: Validators = Validators(),  # noqa: B008
    *,
    now: datetime,
    allows: Callable[[str], bool] | None = None,
) -> Fetched | NotModified:
    """As `Fetcher.fetch`, but also follows a meta refresh of a few seconds, which counts as a permanent redirect.

    Every page on the way is fetched with the same checks, limits and delays. Raises FetchError.
    """
    fetched = fetcher.fetch(url, validators, now=now, allows=allows)
    for _ in range(MOST_REFRESHES):
        target = _find_target(fetched)
        if not isinstance(fetched, Fetched) or not target:
            return fetched
        if allows and not allows(target):
            raise FetchError(url, f"refused: it leads to {target}, which its site forbids", retry=False)
        further = fetcher.fetch(target, now=now, allows=allows)
        if not isinstance(further, Fetched):
            return fetched
        fetched = replace(further, requested_url=url, permanent_url=further.permanent_url or target)
    if _find_target(fetched):
        raise FetchError(url, f"refused: more than {MOST_REFRESHES} pages that only lead on", retry=False)
    return fetched


def _find_target(fetched: Fetched | NotModified) -> str:
    if not isinstance(fetched, Fetched) or not fetched.is_page or not may_refresh(fetched.body):
        return ""
    try:
        return find_refresh_apart(fetched.body, fetched.url, fetched.content_type)
    except ReadingError:
        return ""  # reading the page will show the error
