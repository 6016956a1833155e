"""The parts of a written date that need no dictionary: the day in numbers or in English, the time of day, the zone."""

import re
import unicodedata
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo

ENGLISH_MONTH = (
    r"(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)"
)

_EPOCH = re.compile(r"(1\d{9})(?:\d{3})?(?:\.\d{1,9})?")  # seconds or milliseconds
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
# as they are rewritten before the parts are looked for
_PACKED_CLOCK = re.compile(r"(?<!\d)((?:19|20)\d\d[01]\d[0-3]\d)[ T]?([0-2]\d)([0-5]\d)([0-5]\d)?(?![\d:])")
_ASIAN_CLOCK = re.compile(r"(\d{1,2})\s?[時时시點点]\s?(?:(\d{1,2})\s?[分분])?\s?(?:(\d{1,2})\s?[秒초])?")
_FRENCH_CLOCK = re.compile(r"(?<![\d:])(\d{1,2})\s?h\s?(\d\d)?(?![\w:])", re.IGNORECASE)
_DOTTED_CLOCK = re.compile(r"(?<![\d.])(\d{1,2})\.(\d\d)(?:\.(\d\d))?(?![\d.])")

_CLOCK = re.compile(r"(?<![\d:])(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:[.,](\d{1,9}))?)?(?![\d:])")
_HALF_AFTER = re.compile(r"\s?([ap])\.?\s?m\b\.?", re.IGNORECASE)
_HALF_BEFORE = re.compile(r"(?:(上午|午前|오전|\bam)|下午|午後|오후|\bpm)\s?$", re.IGNORECASE)
_LAST_YEAR = re.compile(r"(?:^|\s)(\d{4})$")
_OFFSET = re.compile(r"\s?[(\[]?(?:utc|gmt|z)?\s?([+\u2212-])\s?(\d{1,2}):?(\d\d)?(?!\d)", re.IGNORECASE)
_ZONE_NAME = re.compile(r"\s?[(\[]?([a-z]{1,14}(?:\d[a-z]{3}|(?:/[a-z_-]{2,20}){1,2})?)(?![\w/])", re.IGNORECASE)
_HOURS = re.compile(r"\s?(?:uhr|uur|hrs?|h|ч)\b\.?", re.IGNORECASE)

_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})\s?[-/.年년]\s?(\d{1,2})\s?[-/.月월]\s?(\d{1,2})(?!\d)")
_YEAR_LAST = re.compile(r"(?<!\d)(\d{1,2})\s?([-/.])\s?(\d{1,2})\s?\2\s?(\d{4}|\d\d)(?!\d)")
_PACKED = re.compile(r"(?<!\d)((?:19|20)\d\d)(\d\d)(\d\d)(?!\d)")
_NUMBERED_MONTH = re.compile(r"(?<!\d)(\d{1,2})\s(\d{1,2})\s?[月월]\s(\d{4})(?!\d)")
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_ENGLISH = re.compile(
    rf"(?<!\d)(\d{{1,2}})[\s-]+{ENGLISH_MONTH}\.?,?[\s-]+(\d{{4}}|\d\d)(?!\d)"
    rf"|\b{ENGLISH_MONTH}\.?\s+(\d{{1,2}}),?\s+(\d{{4}})(?!\d)",
    re.IGNORECASE,
)
_BUDDHIST, _BUDDHIST_YEARS = range(2400, 2700), 543
_FIRST_OF_LAST_CENTURY = 70  # two digits of a year: 69 is 2069
_LONGEST_OFFSET = timedelta(hours=14, minutes=1)


def tidy_date(text: str) -> str:
    """A date in Latin digits, without marks that are not seen, and with its time of day written with colons."""
    seen = _INVISIBLE.sub("", text)
    if not seen.isascii():
        seen = "".join(str(unicodedata.decimal(sign, sign)) for sign in seen)
    seen = _PACKED_CLOCK.sub(lambda found: f"{found[1]} {_with_colons(*found.groups()[1:])}", " ".join(seen.split()))
    seen = _ASIAN_CLOCK.sub(lambda found: _with_colons(*found.groups()), seen)
    if not _CLOCK.search(seen):
        seen = _FRENCH_CLOCK.sub(lambda found: _with_colons(*found.groups()), seen, count=1)
        # otherwise it may be the day and the month
        if re.search(r"(?<!\d)\d{4}(?!\d)", seen) and not _CLOCK.search(seen):
            seen = _DOTTED_CLOCK.sub(lambda found: _with_colons(*found.groups()), seen, count=1)
    return seen


def _with_colons(hour: str, minute: str | None = None, second: str | None = None) -> str:
    return f"{hour}:{(minute or '00').zfill(2)}:{(second or '00').zfill(2)}"


def read_epoch(text: str) -> datetime | None:
    """The moment of a number of seconds or milliseconds since 1970; None if it is none."""
    found = _EPOCH.fullmatch(text)
    return datetime.fromtimestamp(int(found[1]), UTC) if found else None


def split_date(text: str) -> tuple[str, timedelta, str, bool]:
    """The day, the time of day, what follows it (the zone, as a rule), and whether the clock has twelve hours.

    Raises ValueError if the time of day is none.
    """
    found = _CLOCK.search(text)
    if not found:
        return text, timedelta(), "", False
    before, after = text[: found.start()], text[found.end() :]
    hour, minute, second = int(found[1]), int(found[2]), int(found[3] or 0)
    half, earlier = _HALF_AFTER.match(after), _HALF_BEFORE.search(before)
    if half or earlier:
        is_morning = half[1].lower() == "a" if half else bool(earlier and earlier[1])
        hour = hour % 12 + (0 if is_morning else 12) if hour <= 12 else hour
        after, before = after[half.end() :] if half else after, before[: earlier.start()] if earlier else before
    if hour > 24 or minute > 59 or second > 60 or (hour == 24 and minute):
        raise ValueError(f"no time of day: {found[0]}")
    micro = int((found[4] or "0")[:6].ljust(6, "0"))
    clock = timedelta(hours=hour, minutes=minute, seconds=second, microseconds=micro)
    if not re.search(r"\d", before):
        return after, clock, "", bool(half)
    if (year := _LAST_YEAR.search(after)) and not re.search(r"\d{4}", before):
        before, after = f"{before} {year[1]}", after[: year.start()]
    return before, clock, _HOURS.sub("", after, count=1), bool(half)


def read_offset(text: str) -> tzinfo | None:
    """The zone that stands at the start of a text as hours and minutes (+0100, UTC-5); None if there is none."""
    found = _OFFSET.match(text)
    if not found:
        return None
    offset = timedelta(hours=int(found[2]), minutes=int(found[3] or 0))
    return timezone(offset if found[1] == "+" else -offset) if offset < _LONGEST_OFFSET else None


def find_zone_name(text: str) -> str:
    """The name of a zone at the start of a text ("CET", "Europe/Berlin"); "" if there is none."""
    found = _ZONE_NAME.match(text)
    return found[1] if found else ""


def read_day(text: str, *, is_month_first: bool) -> date | None:
    """The day in a text that states it in numbers or in English; None if it does not. Raises ValueError for no day."""
    if found := _YEAR_FIRST.search(text) or _PACKED.search(text):
        return _make_day(found[1], found[2], found[3])
    if found := _YEAR_LAST.search(text):
        # with dots, the day is first everywhere
        day, month = (found[3], found[1]) if is_month_first and found[2] != "." else (found[1], found[3])
        return _make_day(found[4], month, day)
    if found := _NUMBERED_MONTH.search(text):
        return _make_day(found[3], found[2], found[1])
    if found := _ENGLISH.search(text):
        day, month, year = (found[1], found[2], found[3]) if found[1] else (found[5], found[4], found[6])
        return _make_day(year, str(1 + _MONTHS.index(month[:3].lower())), day)
    return None


def _make_day(year: str, month: str, day: str) -> date:
    number = int(year)
    if len(year) == 2:
        number += 2000 if number < _FIRST_OF_LAST_CENTURY else 1900
    first, second = int(month), int(day)
    if first > 12:
        first, second = second, first
    return common_year(date(number, first, second))


def common_year(day: date) -> date:
    """A day whose year may be counted from the Buddha's death, as in Thailand, in the common era."""
    return day.replace(year=day.year - _BUDDHIST_YEARS) if day.year in _BUDDHIST else day
