"""Dates that feedparser does not read: month names of other languages, names of zones, forms of no standard.

The only module that imports dateparser.
"""

import re
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

_LANGUAGES = "en de es it fr pt nl pl ru uk sv da nb cs tr ro hu fi el id".split()
_WEEKDAY = re.compile(r"^[^\W\d]{2,20}\.?,\s*(?=\d)")
_EPOCH = re.compile(r"1\d{9}(?:\d{3})?")  # seconds or milliseconds
_MISREAD = re.compile(r"\d{4}/|\d{8}T")  # feedparser reads another day or no time
_INDIAN_ZONE = re.compile(r"\bIST$")  # also the summer time of Ireland and Israel, whose outlets write numbers
_ZONE = re.compile(r"\d\s*(?:[ap]\.?m\.?\s+)?\(?([A-Z]{2,5})\)?$", re.IGNORECASE)
# feedparser reads these as they are meant; any other it takes for UTC
_KNOWN_ZONES = frozenset("ut utc gmt z adt ast at edt est et cdt cst ct mdt mst mt pdt pst pt met mest am pm".split())
_LONGEST = 60  # characters of a date
_HALF_DAY = re.compile(r"\d\s*[ap]\.?m\b", re.IGNORECASE)
# Of one feed's dates: an unknown form takes up to a tenth of a second, a known one some milliseconds.
_MOST_TRIED, _MOST_UNREADABLE = 250, 5


class DateReader:
    """Reads the dates of one feed, within limits; `language` is that of the feed, "" if unknown."""

    def __init__(self, language: str = "") -> None:
        self._language = language
        self._tried = self._unreadable = 0

    def read(self, text: str, moment: datetime | None) -> datetime | None:
        """The moment that an entry states, in UTC, where `moment` is what feedparser made of it; None if it is none."""
        stated = " ".join(text.split())
        if _EPOCH.fullmatch(stated):
            return datetime.fromtimestamp(int(stated[:10]), UTC)
        if moment and not _MISREAD.match(stated) and not _has_unknown_zone(stated):
            return moment
        return _read_iso(stated) or self._parse(stated) or moment

    def _parse(self, text: str) -> datetime | None:
        bare = _INDIAN_ZONE.sub("+0530", _WEEKDAY.sub("", text))
        if not re.search(r"\d", bare) or len(bare) > _LONGEST:
            return None
        if self._tried >= _MOST_TRIED or self._unreadable >= _MOST_UNREADABLE:
            return None
        self._tried += 1
        try:
            parser = _load_parser(self._language, is_american=bool(_HALF_DAY.search(bare)))
            found: datetime | None = parser.get_date_data(bare).date_obj
        except (ValueError, OverflowError, TypeError):
            found = None
        self._unreadable += found is None
        return found.astimezone(UTC) if found else None


def _has_unknown_zone(text: str) -> bool:
    """Whether a date ends in the name of a zone that feedparser takes for UTC."""
    zone = _ZONE.search(text)
    return bool(zone and zone[1].lower() not in _KNOWN_ZONES)


def _read_iso(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


@lru_cache(maxsize=64)
def _load_parser(language: str, *, is_american: bool) -> Any:
    # imported late: takes a third of a second, and few feeds need it
    from dateparser.date import DateDataParser  # type: ignore[import-untyped]

    options: dict[str, Any] = {
        "TIMEZONE": "UTC",
        "RETURN_AS_TIMEZONE_AWARE": True,
        "REQUIRE_PARTS": ["day", "month", "year"],
        "PARSERS": ["custom-formats", "absolute-time"],
        "DATE_ORDER": "MDY" if is_american else "DMY",
    }
    first = [language] if language in _LANGUAGES else []
    languages = list(dict.fromkeys([*first, *_LANGUAGES]))
    return DateDataParser(languages=languages, use_given_order=True, settings=options)
