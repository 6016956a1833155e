"""How long an answer stays fresh, as its server says."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

_MAX_AGE = re.compile(r"(?:^|[,\s])max-age\s*=\s*\"?(\d{1,9})", re.IGNORECASE)
_LONGEST = timedelta(days=1)  # whoever asks for more has a default that nobody looked at


def read_freshness(headers: Mapping[str, str], now: datetime) -> timedelta | None:
    """How much longer a server calls its answer fresh: Cache-Control's max-age less Age, else Expires; at most a day.

    None where it says nothing, or that the answer is stale at once. Source: RFC 9111, section 4.2.
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
