"""How often a feed wants to be polled: what it says of that itself, and what its server says."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

_PERIODS = {"hourly": 1, "daily": 24, "weekly": 24 * 7, "monthly": 24 * 30, "yearly": 24 * 365}  # hours
_SKIPPED = re.compile(r"<skipHours\b[^>]*>(.{0,3000}?)</skipHours>", re.DOTALL | re.IGNORECASE)
_HOUR = re.compile(r"<hour\b[^>]*>\s*(\d{1,2})\s*</hour>", re.IGNORECASE)
_MAX_AGE = re.compile(r"(?:^|[,\s])max-age\s*=\s*\"?(\d{1,9})", re.IGNORECASE)
_LONGEST = timedelta(days=1)  # whoever asks for more has a default that nobody looked at


def read_pace(feed: Mapping[str, Any]) -> timedelta | None:
    """How long a feed, as feedparser gives it, asks to be left alone by RSS's ttl or the syndication module.

    At most a day; None where it asks for nothing that can be read.
    """
    minutes = _number(feed.get("ttl"))
    if minutes:
        return min(timedelta(minutes=minutes), _LONGEST)
    hours = _PERIODS.get(str(feed.get("sy_updateperiod") or "").strip().lower())
    times = _number(feed.get("sy_updatefrequency")) or 1
    return min(timedelta(hours=hours / times), _LONGEST) if hours else None


def read_quiet_hours(text: str) -> frozenset[int]:
    """The hours of the day, in UTC, in which a feed says that it does not change; none where it names them all."""
    skipped = _SKIPPED.search(text)
    hours = {int(hour) % 24 for hour in _HOUR.findall(skipped[1])} if skipped else set()
    return frozenset(hours) if len(hours) < 24 else frozenset()


def read_freshness(headers: Mapping[str, str], now: datetime) -> timedelta | None:
    """How much longer a server calls its answer fresh: Cache-Control's max-age less Age, else Expires; at most a day.

    None where it says nothing, or that the answer is stale at once. Source: RFC 9111, section 4.2.
    """
    stated = _MAX_AGE.search(headers.get("cache-control", ""))
    if stated:
        left = timedelta(seconds=int(stated[1]) - (_number(headers.get("age")) or 0))
    else:
        left = (_moment(headers.get("expires")) or now) - (_moment(headers.get("date")) or now)
    return min(left, _LONGEST) if left > timedelta() else None


def _number(value: object) -> int | None:
    text = str(value or "").strip()
    return int(text[:9]) if text.isascii() and text.isdigit() else None


def _moment(value: str | None) -> datetime | None:
    try:
        moment = parsedate_to_datetime(value or "")
    except (ValueError, OverflowError):
        return None
    return moment if moment.tzinfo else None
