"""Reports and developments as the pages show them. Pure: stored values in, what a template prints out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import quote

from alerts import clean_evidence, describe_strength, explain, headline_of, is_doubtful, outlet_of
from news import (
    DevelopmentSummary,
    Evidence,
    Standing,
    StoredMatch,
    Verdict,
    development_name,
    find_disagreements,
    language_of_report,
    name_language,
)
from trails import Bar, clean, draw_bars, web_address

RIGHT_TO_LEFT = {"ar", "fa", "he", "ur", "ps", "yi", "ckb"}
_MOST_NEWS = 3
_DAYS = 30  # of the chart of a story in the list
_KINDS = {
    Standing.OPENS: "",
    Standing.ADDS: "update",
    Standing.JOINS: "same news",
    Standing.BACKGROUND: "background",
    Standing.REPEATS: "copy",
    Standing.NONE: "",
}


@dataclass(frozen=True, slots=True)
class ReportView:
    """A report: `kind` is its role in the development, `foreign` its language if that is not English.

    `news` are its new sentences, or what shows why it matched. `versions` are its earlier
    headlines and openings with the time until which they stood. `mailed` is when it was mailed last.
    """

    id: int
    title: str
    url: str
    outlet: str
    published: datetime
    score: float
    strength: str
    is_doubtful: bool
    why: str
    news: tuple[str, ...]
    kind: str
    language: str
    direction: str
    foreign: str
    answer: str
    is_rejected: bool
    is_new: bool
    mailed: datetime | None
    translated: str
    versions: tuple[tuple[str, str, datetime], ...] = ()


@dataclass(frozen=True, slots=True)
class DevelopmentView:
    """A development, folded: its newest updates, and how many other reports it has."""

    number: int
    name: str
    label: str
    reports: int
    outlets: int
    shown: tuple[ReportView, ...]
    is_new: bool

    @property
    def more(self) -> int:
        """The number of reports that are not shown."""
        return self.reports - len(self.shown)


def view_report(one: StoredMatch, seen: datetime | None, outlets: int = 1, translator: str = "") -> ReportView:
    """A report for somebody who last looked at the story at `seen`; `translator` is a URL with {url}, or ""."""
    article, evidence = one.article, clean_evidence(one.match.evidence)
    language = language_of_report(article)
    foreign = name_language(language) if language not in {"", "en"} else ""
    return ReportView(
        id=one.id,
        title=clean(headline_of(article, evidence)),
        url=web_address(article.url),
        outlet=outlet_of(article),
        published=article.published,
        score=one.match.score,
        strength=describe_strength(one.match),
        is_doubtful=is_doubtful(one.match),
        why=_explain(one, evidence, outlets),
        news=tuple(clean(sentence) for sentence in (one.news or evidence.sentences[:1]))[:_MOST_NEWS],
        kind=_KINDS[one.standing],
        language=language,
        direction="rtl" if language in RIGHT_TO_LEFT else "auto",
        foreign=foreign,
        answer=str(one.answer),
        is_rejected=one.is_rejected,
        is_new=seen is not None and one.found_at > seen,
        mailed=max((alert.sent_at for alert in one.alerts if alert.sent_at), default=None),
        translated=_translate(translator, article.url) if foreign else "",
        versions=tuple((clean(old.title), clean(old.opening), old.replaced_at) for old in one.versions),
    )


def _explain(one: StoredMatch, evidence: Evidence, outlets: int) -> str:
    """Why the report belongs to the story; of a near miss, what is missing."""
    is_found = one.match.verdict is Verdict.FOLLOW_UP
    return explain(one.match, evidence, outlets) if is_found else clean(one.match.evidence.note)


def _translate(translator: str, url: str) -> str:
    return translator.replace("{url}", quote(url, safe="")) if translator and web_address(url) else ""


def view_development(one: DevelopmentSummary, seen: datetime | None, translator: str = "") -> DevelopmentView:
    """A development, folded, for somebody who last looked at the story at `seen`."""
    shown = tuple(view_report(report, seen, one.outlets, translator) for report in one.shown)
    return DevelopmentView(
        one.number,
        development_name(one.number),
        clean(one.label),
        one.reports,
        one.outlets,
        shown,
        any(report.is_new for report in shown),
    )


def differing_figures(reports: Sequence[StoredMatch]) -> list[str]:
    """The figures on which outlets disagree, each with who says it: "12 dead (Wire), 14 dead (Courier)"."""
    dated = sorted(reports, key=lambda one: (one.article.published, one.id))
    said = [(outlet_of(one.article), one.article.title, one.article.text) for one in dated if not one.is_rejected]
    return [", ".join(f"{clean(figure)} ({outlet})" for figure, outlet in line) for line in find_disagreements(said)]


def recent_bars(coverage: Sequence[tuple[date, int]]) -> tuple[Bar, ...]:
    """The bars of the thirty days up to the latest report, also of days without one; none if there is no report."""
    numbers = dict(coverage)
    if not numbers:
        return ()
    last, most = max(numbers), max(numbers.values())
    days = [last - timedelta(days=back) for back in reversed(range(_DAYS))]
    return tuple(
        Bar(f"{day:%Y-%m-%d}", numbers.get(day, 0), place * 4, max(2, round(24 * numbers.get(day, 0) / most)))
        for place, day in enumerate(days)
    )


def whole_bars(coverage: Sequence[tuple[date, int]]) -> tuple[tuple[Bar, ...], str]:
    """The bars of a whole story, and whether each is a day or a week."""
    return draw_bars([day for day, number in coverage for _ in range(number)])
