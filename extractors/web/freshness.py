"""How long a response stays fresh, according to its server."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

_MAX_AGE = re.compile(r"(?:^|[,\s])max-age\s*=\s*\"?(\d{1,9})", re.IGNORECASE)
_LONGEST = timedelta(days=1)  # longer values are usually unconsidered defaults


def read_freshness(headers: Mapping[str, str], now: datetime) -> timedelta | None:
    """The remaining freshness of a response: Cache-Control's max-age minus Age, else Expires; at most a day.

    None if the server does not say, or if the response is already stale. Source: RFC 9111, section 4.2.
    """
    stated = _MAX_AGE.search(headers.get("cache-control", ""))
    if stated:
        left = timedelta(seconds=int(stated[1]) - _age(headers))
    else:
        left = (_moment(headers.get("expires")) or now) - (_moment(headers.get("date")) or now)
    return min(left, _LONGEST) if left > timedelta() else None


def _age(headers: Mapping[str, str]) -> int:
    text = headers.get("age", "").strip()
    return int(text[:9]) if text.isascii() and text.isdigit() else 0


def _moment(value: str | None) -> datetime | None:
    try:
        moment = parsedate_to_datetime(value or "")
    except (ValueError, OverflowError):
        return None
    return moment if moment.tzinfo else None
