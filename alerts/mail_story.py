"""The story so far in a mail: quoted sentences from earlier mails, a chart by day, and how long it was silent."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta, tzinfo

from alerts.clean_text import clean_language, clean_line, safe_link
from alerts.local_time import describe_day
from alerts.mail_cards import HEADLINE_LIMIT, SENTENCE_LIMIT, headline_of, outlet_of
from alerts.phrases import in_words
from news import Digest, group_by_update, stands_alone

MOST_EXCERPTS = 3
_MOST_DAYS = 14
_FEWEST_DAYS = 2  # of coverage for which there is a chart
_SILENCE = 14  # days without a report, after which a story wakes
_LONG = 9  # weeks from which a silence is given in months


@dataclass(frozen=True, slots=True)
class Bar:
    """A day of the chart: the number of reports, and the length of the bar, in 0..100."""

    day: str
    number: int
    length: int


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A sentence of an earlier report, with its outlet and day."""

    sentence: str
    outlet: str
    day: str
    language: str


@dataclass(frozen=True, slots=True)
class Retold:
    """A report that is not alerted, because others seem to have told the same."""

    headline: str
    outlet: str
    day: str
    link: str
    address: str
    language: str


def quote_story(digest: Digest, zone: tzinfo) -> tuple[Excerpt, ...]:
    """The sentences that opened the biggest developments of earlier mails, oldest first."""
    excerpts = []
    for one in digest.so_far.earlier:
        article = one.article
        sentences = (clean_line(sentence, SENTENCE_LIMIT) for sentence in one.news)
        said = next(filter(stands_alone, sentences), headline_of(article, one.match.evidence))
        day = describe_day(article.published.astimezone(zone).date())
        excerpts.append(Excerpt(said, outlet_of(article), day, clean_language(article.language)))
    return tuple(excerpts[:MOST_EXCERPTS])


def list_retold(digest: Digest, zone: tzinfo) -> tuple[Retold, ...]:
    """Reports that may say more than those mailed, newest first, without the sources of the digest's own updates."""
    told = {alert.article.url for alert in digest.alerts}
    updates = [one for one in group_by_update(digest.so_far.reports) if one.report.article.url in told]
    told |= {other.article.url for one in updates for other in one.others}
    return tuple(
        Retold(
            headline_of(one.article, one.match.evidence),
            outlet_of(one.article),
            describe_day(one.article.published.astimezone(zone).date()),
            safe_link(one.article.url),
            clean_line(one.article.url, HEADLINE_LIMIT),
            clean_language(one.article.language),
        )
        for one in digest.so_far.retold
        if one.article.url not in told
    )


def chart(digest: Digest) -> tuple[tuple[Bar, ...], int]:
    """Reports by day, of at most the last two weeks, and the number of earlier ones."""
    numbers = dict(digest.so_far.coverage)
    if len(numbers) < _FEWEST_DAYS:
        return (), 0
    last = max(numbers)
    days = [last - timedelta(days=back) for back in reversed(range(_MOST_DAYS))]
    days = days[next(place for place, day in enumerate(days) if day in numbers) :]
    most = max(numbers.get(day, 0) for day in days)
    bars = (Bar(describe_day(day), numbers.get(day, 0), round(100 * numbers.get(day, 0) / most)) for day in days)
    return tuple(bars), sum(number for day, number in numbers.items() if day < days[0])


def describe_silence(digest: Digest) -> str:
    """How long there was no report before those of the digest: "three weeks"; "" if it was less than two weeks.

    Before the first report found, nobody may have looked, so no silence is claimed.
    """
    numbers: Mapping[date, int] = dict(digest.so_far.coverage)
    if not digest.alerts:
        return ""
    first = min(alert.article.published.date() for alert in digest.alerts)
    last = max((day for day in numbers if day < first), default=first)
    days = (first - last).days
    return _describe(days) if days >= _SILENCE else ""


def _describe(days: int) -> str:
    weeks, months = days // 7, days // 30
    number, unit = (weeks, "weeks") if weeks < _LONG else (months, "months")
    if months >= 2 * 12:
        number, unit = days // 365, "years"
    return f"{in_words(number)} {unit}"
