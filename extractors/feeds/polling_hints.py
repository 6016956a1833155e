"""A feed's own hints on how often to poll it."""

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

_PERIODS = {"hourly": 1, "daily": 24, "weekly": 24 * 7, "monthly": 24 * 30, "yearly": 24 * 365}  # hours
_SKIPPED = re.compile(r"<skipHours\b[^>]*>(.{0,3000}?)</skipHours>", re.DOTALL | re.IGNORECASE)
_HOUR = re.compile(r"<hour\b[^>]*>\s*(\d{1,2})\s*</hour>", re.IGNORECASE)
_LONGEST = timedelta(days=1)  # longer values are usually unconsidered defaults


def read_pace(feed: Mapping[str, Any]) -> timedelta | None:
    """The time between polls that a feed (parsed by feedparser) asks for, by RSS's ttl or the syndication module.

    At most a day; None if there is no valid value.
    """
    minutes = _number(feed.get("ttl"))
    if minutes:
        return min(timedelta(minutes=minutes), _LONGEST)
    hours = _PERIODS.get(str(feed.get("sy_updateperiod") or "").strip().lower())
    times = _number(feed.get("sy_updatefrequency")) or 1
    return min(timedelta(hours=hours / times), _LONGEST) if hours else None


def read_quiet_hours(text: str) -> frozenset[int]:
    """The hours of the day (UTC) in which a feed does not change (skipHours); empty if it lists all 24."""
    skipped = _SKIPPED.search(text)
    hours = {int(hour) % 24 for hour in _HOUR.findall(skipped[1])} if skipped else set()
    return frozenset(hours) if len(hours) < 24 else frozenset()


def _number(value: object) -> int | None:
    text = str(value or "").strip()
    return int(text[:9]) if text.isascii() and text.isdigit() else None
