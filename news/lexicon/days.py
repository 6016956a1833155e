"""The days that a text speaks of: two reports of what happened on 28 February are likelier to be one story.

A day is read as its reader would read it: "Friday" is the last one before publication, "28 February" the nearest. How
much a shared day tells depends on how far a text had to reach for it: every second article names its own day, one in
two thousand a certain day three months back. Resolving dates against the publication is what J. Strötgen and M. Gertz,
"HeidelTime" (SemEval 2010), do in full; days by name and number are what news is dated by.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from functools import cache
from math import log

# In English and German capitalised, so that "may 10 people" is no date; then Spanish, French, Russian, Ukrainian.
_MONTHS = """
January Jan Januar enero janvier января січня
February Feb Februar febrero février февраля лютого
March Mar März marzo mars марта березня
April Apr abril avril апреля квітня
May Mai mayo mai мая травня
June Jun Juni junio juin июня червня
July Jul Juli julio juillet июля липня
August Aug agosto août августа серпня
September Sept Sep septiembre septembre сентября вересня
October Oct Oktober octubre octobre октября жовтня
November Nov noviembre novembre ноября листопада
December Dec Dezember diciembre décembre декабря грудня
"""
_WEEKDAYS = """
Monday Montag lunes lundi понедельник понеділок
Tuesday Dienstag martes mardi вторник вівторок
Wednesday Mittwoch miércoles mercredi среду середу
Thursday Donnerstag jueves jeudi четверг четвер
Friday Freitag viernes vendredi пятницу п'ятницю
Saturday Samstag sábado samedi субботу суботу
Sunday Sonntag domingo dimanche воскресенье неділю
"""
# Of articles published so many days away from it, this share names a certain day (six dated corpora of news, averaged).
_AWAY = (0, 1, 2, 3, 7, 14, 30, 60)
_NAMED_BY = (0.55, 0.32, 0.104, 0.064, 0.0074, 0.0038, 0.0014, 0.0009)
_RARE = 0.0005
_UNKNOWN = 0.5  # how telling a day is of which nobody knows how far away it lies
_NO_YEAR = 4  # stands for the year of a day whose text has no date; a leap year


def find_days(text: str, published: datetime | None) -> Mapping[date, float]:
    """The days a text names, each with how telling it is there, in 0..1.

    Without a date of publication weekdays name nothing, and a day without its year is kept as of year 4.
    """
    own = published.date() if published else None
    found = dict[date, float]()
    for match in _pattern().finditer(text.replace("’", "'")):
        day = _resolve(match, own)
        if day is not None:
            found[day] = _telling(abs((own - day).days)) if own else _UNKNOWN
    return found


def shared_day(one: Mapping[date, float], other: Mapping[date, float]) -> float:
    """How telling the most telling day is that both texts name, in 0..1; 0 where they share none."""
    shared = one.keys() & other.keys()
    values = [max(one[day], other[day]) for day in shared]
    return max([*values, *_shared_without_year(one, other), *_shared_without_year(other, one)], default=0.0)


def without_year(day: date) -> date:
    """The day as of a text without a date, which nobody knows the year of."""
    return day.replace(year=_NO_YEAR)


def _shared_without_year(one: Mapping[date, float], other: Mapping[date, float]) -> Iterator[float]:
    yearless = {day for day in one if day.year == _NO_YEAR}
    for day, value in other.items() if yearless else ():
        if without_year(day) in yearless:
            yield value


def _telling(away: int) -> float:
    share = _NAMED_BY[bisect_right(_AWAY, away) - 1]
    return round(log(share) / log(_RARE), 3)


def _resolve(match: re.Match[str], published: date | None) -> date | None:
    found = match.groupdict()
    if found["weekday"]:
        return _last(_numbers(_WEEKDAYS)[found["weekday"].casefold()], published)
    month = found["month"] or found["month_first"]
    number = int(found["number"]) if found["number"] else _numbers(_MONTHS)[month.casefold()] + 1
    day = int(found["day"] or found["day_after"] or found["day_of"])
    year = found["year"] or found["year_after"] or found["year_of"]
    return _nearest(int(year) if year else None, number, day, published)


def _last(weekday: int, published: date | None) -> date | None:
    days = (published.weekday() - weekday) % 7 if published else 0
    return published - timedelta(days) if published and published.toordinal() > days else None


def _nearest(year: int | None, month: int, day: int, published: date | None) -> date | None:
    years = [year] if year else [published.year + step for step in (-1, 0, 1)] if published else [_NO_YEAR]
    days = [made for made in (_day(each, month, day) for each in years) if made]
    return min(days, key=lambda made: abs((made - published).days) if published else 0, default=None)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


@cache
def _numbers(table: str) -> dict[str, int]:
    rows = table.strip().splitlines()
    return {name.casefold(): number for number, row in enumerate(rows) for name in row.split()}


@cache
def _pattern() -> re.Pattern[str]:
    months, weekdays = (_names(table) for table in (_MONTHS, _WEEKDAYS))
    return re.compile(
        rf"\b(?:(?P<year_of>\d{{4}})-(?P<number>\d\d)-(?P<day_of>\d\d)"
        rf"|(?P<month_first>{months})\.?\s+(?P<day_after>\d{{1,2}})(?:st|nd|rd|th)?\b(?:,?\s+(?P<year_after>[12]\d{{3}})\b)?"
        rf"|(?P<day>\d{{1,2}})(?:\.|st|nd|rd|th|er)?(?:\s+of|\s+de)?\s+(?P<month>{months})\b\.?"
        rf"(?:(?:\s+de|,)?\s+(?P<year>[12]\d{{3}})\b)?"
        rf"|(?P<weekday>{weekdays})\b)",
    )


def _names(table: str) -> str:
    """All names of a table as a pattern, the longest first; those written small may also be capitalised."""
    names = {name for row in table.split() for name in (row, row.capitalize())}
    return "|".join(sorted(names, key=len, reverse=True))
