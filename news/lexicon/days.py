"""The days that a text mentions: two reports that mention 28 February are more likely to be about the same story.

Days are resolved relative to the publication date: "Friday" is the last one before it, "28 February" the nearest. A
shared day weighs more the further it is from the publication: every second article mentions its own day, one in two
thousand a given day three months earlier. J. Strötgen and M. Gertz, "HeidelTime" (SemEval 2010), resolve all kinds of
dates; days given by name or number are enough for news.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Set
from datetime import date, datetime, timedelta
from functools import cache
from itertools import chain
from math import log

# English and German must be capitalised, or "may 10 people" would be a date; then Spanish, French, Russian, Ukrainian,
# Italian, Portuguese, Polish, Czech, Arabic.
_MONTHS = """
January Jan Januar enero janvier января січня gennaio janeiro stycznia ledna يناير
February Feb Februar febrero février февраля лютого febbraio fevereiro lutego února فبراير
March Mar März marzo mars марта березня março marca března مارس
April Apr abril avril апреля квітня aprile kwietnia dubna أبريل
May Mai mayo mai мая травня maggio maja května مايو
June Jun Juni junio juin июня червня giugno junho czerwca června يونيو
July Jul Juli julio juillet июля липня luglio julho lipca července يوليو
August Aug agosto août августа серпня sierpnia srpna أغسطس
September Sept Sep septiembre septembre сентября вересня settembre setembro września září سبتمبر
October Oct Oktober octubre octobre октября жовтня ottobre outubro października října أكتوبر
November Nov noviembre novembre ноября листопада novembro listopada listopadu نوفمبر
December Dec Dezember diciembre décembre декабря грудня dicembre dezembro grudnia prosince ديسمبر
"""
_WEEKDAYS = """
Monday Montag lunes lundi понедельник понеділок lunedì poniedziałek pondělí الاثنين
Tuesday Dienstag martes mardi вторник вівторок martedì wtorek úterý الثلاثاء
Wednesday Mittwoch miércoles mercredi среду середу mercoledì środę středu الأربعاء
Thursday Donnerstag jueves jeudi четверг четвер giovedì czwartek čtvrtek الخميس
Friday Freitag viernes vendredi пятницу п'ятницю venerdì piątek pátek الجمعة
Saturday Samstag sábado samedi субботу суботу sabato sobotę sobotu السبت
Sunday Sonntag domingo dimanche воскресенье неділю domenica niedzielę neděli الأحد
"""
# 3月5日, 3월 5일; 月曜日, 星期一, 월요일: no space divides these from the words around them.
_EASTERN = re.compile(
    r"(?:(?P<year>[12]\d{3})\s?[年년]\s?)?(?<!\d)(?P<number>\d{1,2})\s?[月월]\s?(?P<day>\d{1,2})\s?[日号號일]"
    r"|(?P<weekday>[月火水木金土日](?=曜)|(?<=[星期周週])[一二三四五六日天]|[월화수목금토일](?=요일))"
)
_EASTERN_SIGN = re.compile("[月월曜星期周週요]")  # each of these has one
_EASTERN_WEEKDAYS = ("月一월", "火二화", "水三수", "木四목", "金五금", "土六토", "日天일")
_WORD, _NUMBER = re.compile(r"\w+"), r"\b\d"
# The share of articles that mention a given day, by the days from it to their publication (mean of six news corpora).
_AWAY = (0, 1, 2, 3, 7, 14, 30, 60)
_NAMED_BY = (0.55, 0.32, 0.104, 0.064, 0.0074, 0.0038, 0.0014, 0.0009)
_RARE = 0.0005
_UNKNOWN = 0.5  # the weight of a day in a text without a publication date
_NO_YEAR = 4  # the year of a day without a year in a text without a publication date; a leap year


def find_days(text: str, published: datetime | None) -> Mapping[date, float]:
    """The days that a text mentions, each with its weight in 0..1.

    Without a publication date, weekdays are ignored, and a day without a year is returned in year 4.
    """
    own = published.date() if published else None
    found = dict[date, float]()
    eastern = _EASTERN.finditer(text) if _EASTERN_SIGN.search(text) else ()
    days = chain(
        (_resolve(match, own) for match in _mentions(text.replace("’", "'"))),
        (_resolve_eastern(match, own) for match in eastern),
    )
    for day in days:
        if day is not None:
            found[day] = _weight(abs((own - day).days)) if own else _UNKNOWN
    return found


def _mentions(text: str) -> Iterator[re.Match[str]]:
    """The matches of the pattern, in a tenth of its time: it is tried only at numbers and names of the text's words."""
    names = _first_words() & set(_WORD.findall(text))
    end = 0
    for start in sorted(found.start() for each in (_NUMBER, *names) for found in re.finditer(each, text)):
        if start >= end and (match := _pattern().match(text, start)):
            end = match.end()
            yield match


def is_month(word: str) -> bool:
    """Whether a word names a month, in any case."""
    return word.casefold() in _numbers(_MONTHS)


def shared_day(one: Mapping[date, float], other: Mapping[date, float]) -> float:
    """The highest weight of a day that both texts mention, in 0..1; 0 if they share none."""
    shared = one.keys() & other.keys()
    values = [max(one[day], other[day]) for day in shared]
    return max([*values, *_shared_without_year(one, other), *_shared_without_year(other, one)], default=0.0)


def without_year(day: date) -> date:
    """The day as it is returned for a text without a publication date: in year 4."""
    return day.replace(year=_NO_YEAR)


def _shared_without_year(one: Mapping[date, float], other: Mapping[date, float]) -> Iterator[float]:
    yearless = {day for day in one if day.year == _NO_YEAR}
    for day, value in other.items() if yearless else ():
        if without_year(day) in yearless:
            yield value


def _weight(away: int) -> float:
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


def _resolve_eastern(match: re.Match[str], published: date | None) -> date | None:
    found = match.groupdict()
    if found["weekday"]:
        return _last(next(n for n, names in enumerate(_EASTERN_WEEKDAYS) if found["weekday"] in names), published)
    return _nearest(int(found["year"]) if found["year"] else None, int(found["number"]), int(found["day"]), published)


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
    """All names of a table as a pattern, longest first."""
    return "|".join(sorted(_spellings(table), key=len, reverse=True))


def _spellings(table: str) -> set[str]:
    """All names of a table; lower-case names may also be capitalised."""
    return {name for row in table.split() for name in (row, row.capitalize())}


@cache
def _first_words() -> Set[str]:
    """The names of months and weekdays, each up to its apostrophe."""
    return {name.partition("'")[0] for name in _spellings(_MONTHS) | _spellings(_WEEKDAYS)}
