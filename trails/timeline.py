"""A seed's story as a timeline: its updates in chronological order, with what was new in each. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from trails.safe_text import clean
from trails.wording import reasons, web_address

if TYPE_CHECKING:
    from news import ReportedUpdate, Seed, StoredMatch

_MOST_NEWS = 3  # sentences per update
_MOST_DAYS = 120  # in the chart; a longer story has one bar per week
_HEIGHT = 60  # of the tallest bar, in SVG units


@dataclass(frozen=True, slots=True)
class Line:
    """A report: where it was published and its score (0..1). `is_struck`: an answer rejected it.

    `versions` are its earlier headlines and openings, with the time until which they stood, oldest first.
    """

    title: str
    link: str
    outlet: str
    published: datetime
    score: float
    language: str
    is_struck: bool = False
    versions: tuple[tuple[str, str, datetime], ...] = ()


@dataclass(frozen=True, slots=True)
class Stage:
    """An update: when it was reported, by which report and which others, what was new, and why it belongs here.

    `news` are sentences, each with its outlet and language. `title` is the name that the user gave its development, ""
    if none. `is_later`: it does not open its development.
    """

    name: str
    title: str
    began: datetime
    best: Line
    reports: tuple[Line, ...]
    outlets: int
    news: tuple[tuple[str, str, str], ...]
    reasons: tuple[str, ...]
    is_later: bool


@dataclass(frozen=True, slots=True)
class Bar:
    """A day or week of the chart: its label, number of reports, and the bar's position and height in SVG units."""

    label: str
    number: int
    left: int
    height: int


@dataclass(frozen=True, slots=True)
class Timeline:
    """The content of the page as plain values; outside text is cleaned."""

    title: str
    published: datetime | None
    stages: tuple[Stage, ...]
    developments: int
    reports: int
    outlets: int
    bars: tuple[Bar, ...]
    width: int
    step: str


def draw_timeline(seed: Seed, trail: Sequence[StoredMatch]) -> Timeline:
    """Make the timeline of a seed's follow-ups, with its updates oldest first.

    Rejected matches in `trail` are struck out, and not counted; nor is the report that the story was begun with.
    """
    counted = [one for one in trail if not one.is_rejected and not (seed.url and one.article.url == seed.url)]
    groups: dict[object, list[StoredMatch]] = {}
    for one in sorted(trail, key=lambda one: (one.article.published, one.id)):
        groups.setdefault(one.development or f"match {one.id}", []).append(one)
    bars, step = draw_bars([one.article.published.date() for one in counted])
    return Timeline(
        title=clean(seed.title or seed.name),
        published=seed.published,
        stages=tuple(sorted((one for group in groups.values() for one in _stages(group)), key=lambda one: one.began)),
        developments=sum(any(one in counted for one in group) for group in groups.values()),
        reports=len(counted),
        outlets=len({one.article.outlet for one in counted}),
        bars=bars,
        width=len(bars) * 10,
        step=step,
    )


def _stages(group: Sequence[StoredMatch]) -> Iterator[Stage]:
    """The updates of a development; the first one shows its rejected reports too."""
    from news import group_by_update

    kept = [one for one in group if not one.is_rejected]
    rejected = [one for one in group if one.is_rejected] if kept else []
    for number, update in enumerate(group_by_update(kept or group)):
        yield _stage(update, () if number else rejected, is_later=number > 0)


def _stage(update: ReportedUpdate, rejected: Sequence[StoredMatch], *, is_later: bool) -> Stage:
    from news import development_name

    best, kept = update.report, (update.report, *update.others)
    news = dict.fromkeys(_quote(sentence, one) for one in kept for sentence in one.news)
    quoted = [_quote(sentence, best) for sentence in best.match.evidence.sentences[:1]]
    return Stage(
        name=development_name(best.development),
        title=clean(best.development_title),
        began=min(one.article.published for one in kept),
        best=_line(best),
        reports=tuple(_line(one) for one in (*update.others, *rejected)),
        outlets=len({one.article.outlet for one in kept}),
        news=tuple(news)[:_MOST_NEWS] or tuple(quoted),
        reasons=tuple(clean(reason) for reason in reasons(best.match)),
        is_later=is_later,
    )


def _quote(sentence: str, one: StoredMatch) -> tuple[str, str, str]:
    return clean(sentence), clean(one.article.outlet), one.article.language


def _line(one: StoredMatch) -> Line:
    article = one.article
    return Line(
        title=clean(article.title or article.url),
        link=web_address(article.url),
        outlet=clean(article.outlet),
        published=article.published,
        score=one.match.score,
        language=article.language,
        is_struck=one.is_rejected,
        versions=tuple((clean(old.title), clean(old.opening), old.replaced_at) for old in one.versions),
    )


def draw_bars(days: Sequence[date]) -> tuple[tuple[Bar, ...], str]:
    """The bars of a chart of days, one per day, or per week where the story is long; and which of the two."""
    if not days:
        return (), "day"
    first, last = min(days), max(days)
    step = 1 if (last - first).days < _MOST_DAYS else 7
    numbers = Counter((day - first).days // step for day in days)
    most, count = max(numbers.values()), (last - first).days // step + 1
    bars = (
        Bar(
            label=f"{first + timedelta(days=place * step):%Y-%m-%d}",
            number=numbers[place],
            left=place * 10,
            height=round(_HEIGHT * numbers[place] / most),
        )
        for place in range(count)
    )
    return tuple(bars), "day" if step == 1 else "week"
