"""Read the dates of feeds, sitemaps and pages, in the forms and languages in which they are found.

The only module that imports dateparser.
"""

import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from extractors.feeds.date_forms import (
    ENGLISH_MONTH,
    common_year,
    find_zone_name,
    read_day,
    read_epoch,
    read_offset,
    split_date,
    tidy_date,
)

# The feed's own language is tried first, then those of the script in this order: some names mean two months (lis).
# Where a region has names of its own besides the common ones (Jänner, آذار), the region is given.
_MARKED = re.compile("[\u0900-\u0eff]")
_LANGUAGES = (
    (re.compile("[\u0400-\u052f]"), "ru uk bg sr"),
    (_MARKED, "th hi bn"),
    (re.compile("[\u0370-\u03ff\u0590-\u06ff\u1f00-\u1fff\u3040-\ufaff]"), "el ja zh ko ar-LB he fa"),
    (re.compile(""), "en de-AT es it fr pt nl pl sv da nb cs tr ro hu fi id vi hr lt sk sl sr-Latn et lv ca"),
)
_OTHER_CODES = {"no": "nb", "iw": "he", "in": "id"}
_TAG = re.compile(r"([a-z]{2})(?:-[a-z]{4})?(?:-([a-z]{2}))?(?![a-z])", re.IGNORECASE)
_MONTH_FIRST = frozenset({"us", "pr", "pa", "ph"})
# feedparser reads these rightly; other forms it often takes for another day, or leaves out the time or the zone
_MAIL = re.compile(
    rf"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{{0,6}},? )?\d{{1,2}} {ENGLISH_MONTH} (?:\d{{4}}|\d\d)"
    r" \d\d:\d\d(?::\d\d)?(?: (?:[+-]\d{4}|ut|utc|gmt|z|[acemp][sd]?t|met|mest))?",
    re.IGNORECASE,
)
_ISO = re.compile(
    r"\d{4}(?:-\d\d(?:-\d\d)?)?|\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:\d\d)?", re.IGNORECASE
)
_SHORT_ZONE = re.compile(r"[acemp]t", re.IGNORECASE)  # of North America, without the season
_INDIA = timezone(timedelta(hours=5, minutes=30))  # IST: Ireland and Israel, whose it is too, write numbers
_SOME_NOON = datetime(2025, 1, 1, 12, tzinfo=UTC)
_WEEKDAY = re.compile(r"^[^\d,]{1,30},\s*(?=\d)")
_EDGE = " ,;|/\u2013-"
_LONGEST = 80  # characters of a date
# Of one feed: a form that dateparser knows takes it 1 to 4 ms, as does one that it does not.
_MOST_TRIED, _MOST_UNREADABLE, _MOST_ZONES = 250, 40, 20


class DateReader:
    """Reads the dates of one feed or page, within limits; `tag` is its language ("en-US"), "" if unknown."""

    def __init__(self, tag: str = "") -> None:
        found = _TAG.match(tag.strip().replace("_", "-"))
        code, region = (found[1].lower(), (found[2] or "").lower()) if found else ("", "")
        self._language, self._region = _OTHER_CODES.get(code, code), region
        self._days: dict[str, date | None] = {}
        self._unreadable: set[str] = set()
        self._zones: dict[str, tzinfo] = {}

    def read(self, text: str, moment: datetime | None = None) -> datetime | None:
        """The moment that a text states, in UTC, where `moment` is what feedparser made of it; None if it is none.

        Numbers that can be a day and a month are read as in the language's region, otherwise with the day first.
        """
        stated = " ".join(text.split())
        if moment and (_MAIL.fullmatch(stated) or _ISO.fullmatch(stated)):
            return moment
        return read_epoch(stated) or read_iso(stated) or self._compose(stated)

    def _compose(self, text: str) -> datetime | None:
        if len(text) > _LONGEST or not re.search(r"\d", text):
            return None
        try:
            day_text, clock, rest, is_half = split_date(tidy_date(text))
            day = self._read_day(day_text, is_month_first=is_half if not self._region else self._region in _MONTH_FIRST)
            if not day:
                return None
            local = datetime.combine(day, time(), UTC) + clock
            return local.replace(tzinfo=read_offset(rest) or self._read_zone(rest)).astimezone(UTC)
        except (ValueError, OverflowError):
            return None

    def _read_day(self, text: str, *, is_month_first: bool) -> date | None:
        if day := read_day(text, is_month_first=is_month_first):
            return day
        words = _WEEKDAY.sub("", text.strip(_EDGE))
        form = re.sub(r"\d", "0", words)
        if words in self._days or form in self._unreadable or not re.search(r"\d", words):
            return self._days.get(words)
        if len(self._days) >= _MOST_TRIED or len(self._unreadable) >= _MOST_UNREADABLE:
            return None
        self._days[words] = day = self._look_up(words)
        if not day:
            self._unreadable.add(form)
        return day

    def _read_zone(self, text: str) -> tzinfo:
        name = find_zone_name(text)
        if name not in self._zones:
            self._zones[name] = _find_zone(name) if len(self._zones) < _MOST_ZONES else UTC
        return self._zones[name]

    def _look_up(self, text: str) -> date | None:
        # without the marks of these, some months have the same name
        is_marked = bool(_MARKED.search(text))
        of_script = next(names for script, names in _LANGUAGES if script.search(text))
        for locales in (_own_locales(self._language, self._region), tuple(of_script.split())):
            try:
                parser = _load_parser(locales, is_marked=is_marked) if locales else None
                found: datetime | None = parser.get_date_data(text).date_obj if parser else None
            except (ValueError, OverflowError, TypeError):
                continue
            if found:
                return common_year(found.date())
        return None


def read_iso(text: str) -> datetime | None:
    """A moment in ISO 8601, in UTC, without a zone taken for UTC; None if it is none."""
    try:
        moment = datetime.fromisoformat(text)
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


@lru_cache(maxsize=64)
def _find_zone(name: str) -> tzinfo:
    """The zone of this name; UTC if nobody knows it."""
    if name.upper() == "IST":
        return _INDIA
    if "/" in name or re.search(r"\d", name):
        try:
            return ZoneInfo(name)
        except (KeyError, ValueError, OSError):
            return UTC
    if not name or name.upper() in {"Z", "UTC", "GMT"}:
        return UTC
    known = f"{name[0]}ST" if _SHORT_ZONE.fullmatch(name) else name
    found: datetime | None = _load_parser(("en",)).get_date_data(f"{_SOME_NOON:%Y-%m-%d %H:%M} {known}").date_obj
    return timezone(_SOME_NOON - found) if found else UTC


def _own_locales(language: str, region: str) -> tuple[str, ...]:
    """What dateparser calls a language, with its region if that has words of its own; empty if it does not know it."""
    from dateparser.data.languages_info import language_locale_dict  # type: ignore[import-untyped]

    locale = f"{language}-{region.upper()}"
    known = language_locale_dict.get(language)
    return () if known is None else (locale if locale in known else language,)


@lru_cache(maxsize=64)
def _load_parser(locales: tuple[str, ...], *, is_marked: bool = False) -> Any:
    # imported late: takes a third of a second, and few feeds need it
    from dateparser.date import DateDataParser  # type: ignore[import-untyped]

    options: dict[str, Any] = {
        "TIMEZONE": "UTC",
        "RETURN_AS_TIMEZONE_AWARE": True,
        "REQUIRE_PARTS": ["day", "month", "year"],
        "PARSERS": ["absolute-time"],
        "DATE_ORDER": "DMY",
        "NORMALIZE": not is_marked,
    }
    return DateDataParser(locales=list(locales), use_given_order=True, settings=options)
