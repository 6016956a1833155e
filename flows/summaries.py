"""A pass in words: the Markdown summary and the table that a person reads in the Prefect UI. Pure."""

import re
from collections.abc import Mapping, Sequence

from flows.outcomes import PassReport, count_of
from news import StoredMatch

LONGEST = 300  # characters of outside text in one place
LINES = 50  # lines of one list; the others are counted
_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+.!|~<>&:@-])")


def escape(text: str) -> str:
    """Make outside text harmless in Markdown: one line, no markup, no HTML, no links, of limited length."""
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    shown = line if len(line) <= LONGEST else line[: LONGEST - 1] + "…"
    return _SPECIAL.sub(lambda found: f"&#{ord(found.group())};", shown)


def summarise(report: PassReport) -> str:
    """The summary of a pass as Markdown."""
    parts = [
        f"## {escape(report.headline)}",
        _counts(report),
        _list("New follow-ups", [_follow_up(each) for each in report.follow_ups]),
        _list("To know", [escape(line) for line in (*report.notes, *report.inputs.complaints)]),
        _list("Batches that failed", [escape(line) for line in report.failures]),
        _pairs("Feeds that failed", report.polling.errors),
        _pairs("Entries and articles that failed", {**report.reading.errors, **report.comparing.errors}),
        _pairs("Mails that failed", report.delivering.errors),
        _pairs("Entries skipped", report.reading.skipped),
        _pairs("Entries without an article", report.reading.unread),
        _pairs("Entries not taken from feeds", report.polling.dropped),
        _pairs("Left for the next run", report.left),
        _pairs("Time by stage", {stage: f"{seconds:.1f} s" for stage, seconds in report.seconds.items()}),
    ]
    return "\n\n".join(part for part in parts if part)


def tabulate(follow_ups: Sequence[StoredMatch]) -> list[dict[str, str]]:
    """New follow-ups as rows of a table; the Prefect UI shows cells as plain text."""
    return [
        {
            "seed": each.match.seed,
            "score": f"{each.match.score:.2f}",
            "headline": each.article.title[:LONGEST],
            "outlet": each.article.outlet[:LONGEST],
            "published": f"{each.article.published:%Y-%m-%d %H:%M} UTC",
            "actors": ", ".join(each.match.evidence.actors)[:LONGEST],
            "topics": ", ".join(each.match.evidence.topics)[:LONGEST],
            "link": each.article.url[:2000],
        }
        for each in follow_ups
    ]


def _counts(report: PassReport) -> str:
    polling, reading, comparing, delivering = report.polling, report.reading, report.comparing, report.delivering
    rows = {
        "Seeds followed": f"{report.inputs.seeds}",
        "Feeds": f"{polling.polled} polled, {polling.unchanged} unchanged, {len(polling.errors)} failed",
        "Entries": f"{polling.new_entries} new, {reading.entries} read, {reading.postponed} put off, "
        f"{sum(reading.skipped.values())} skipped",
        "Articles": f"{reading.articles} extracted ({reading.from_feed} from the feed's own text)",
        "Compared": f"{comparing.articles}, of them {comparing.candidates} in full",
        "Matches": f"{count_of(comparing.follow_ups, 'follow-up')}, "
        f"{count_of(comparing.near_misses, 'near miss', 'near misses')}",
        "Mails": f"{delivering.sent} sent, {delivering.failed} failed, {delivering.given_up} given up",
        "Alerts": f"{delivering.held} held by rhythm or quiet hours, {delivering.waiting} waiting",
    }
    return "\n".join(["| | |", "|---|---|", *(f"| {name} | {told} |" for name, told in rows.items())])


def _follow_up(found: StoredMatch) -> str:
    article, match = found.article, found.match
    when = f"{article.published:%Y-%m-%d %H:%M} UTC"
    headline = f"{match.score:.2f} **{_link(article.title, article.url)}**, {escape(article.outlet)}, {when}"
    return (
        f"{headline}, for {escape(match.seed)}: {escape(', '.join((*match.evidence.actors, *match.evidence.topics)))}"
    )


def _link(title: str, url: str) -> str:
    if not re.fullmatch(r"https?://[^\s<>()\[\]\\\"'`|]{1,1900}", url):
        return escape(title)
    return f"[{escape(title) or escape(url)}]({url})"


def _pairs(title: str, pairs: Mapping[str, object]) -> str:
    return _list(title, [f"{escape(str(name))}: {escape(str(value))}" for name, value in pairs.items()])


def _list(title: str, lines: Sequence[str]) -> str:
    if not lines:
        return ""
    more = [f"- and {len(lines) - LINES} more"] if len(lines) > LINES else []
    return "\n".join([f"### {title}", "", *(f"- {line}" for line in lines[:LINES]), *more])
