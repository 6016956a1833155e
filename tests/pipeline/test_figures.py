"""Each figure of a pass is defined once, and appears in all summaries, totals and metrics."""

from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import UTC, datetime
from typing import Any

import pytest

from pipeline import figures
from pipeline.figures import COUNTERS, PARTS, TROUBLES, Figure, Shown, count_totals, describe_parts, list_troubles
from pipeline.outcomes import (
    CompareOutcome,
    DeliverOutcome,
    InputsOutcome,
    PassReport,
    PollOutcome,
    ReadOutcome,
    RepliesOutcome,
)
from pipeline.summaries import summarise

NOON = datetime(2025, 3, 5, 12, tzinfo=UTC)
EMPTY = PassReport(NOON, NOON)
OUTCOMES = ("inputs", "polling", "reading", "comparing", "replies", "delivering")
# fields that are shown otherwise: as notes, in the table of follow-ups, or in the overview of feeds
ELSEWHERE = {("inputs", "feeds"), ("polling", "health_changes"), ("polling", "unreached"), ("comparing", "found")}
ELSEWHERE |= {("replies", "notes"), ("delivering", "notes")}
ELSEWHERE |= {("reading", "put_off"), ("reading", "out_of_time"), ("delivering", "left")}
COUNTED = sorted({(part, each.name) for part in OUTCOMES for each in fields(getattr(EMPTY, part))} - ELSEWHERE)
BUSY = PassReport(
    NOON,
    NOON,
    inputs=InputsOutcome(3, 40, ("a.md: no text",)),
    polling=PollOutcome(40, 21, 12, 2, {"News": "News: timed out", "Wire": "404"}, dropped={"too many": 4}),
    reading=ReadOutcome(14, 9, 5, 1, 6, 1, {"no text": 2, "404": 1}, {"https://c.example/1": "odd"}),
    comparing=CompareOutcome(8, 7, 1, 1, 4, 1, given_up=1, errors={"https://c.example/2": "odd", "b": "odd"}),
    replies=RepliesOutcome(6, 3, 2, 1, {"message 1": "too many parts"}),
    delivering=DeliverOutcome(1, 2, 1, 3, 5, {"ann@example.org": "refused"}),
    seconds={"poll feeds": 1.25},
    left={"entries waiting": 2, "articles waiting": 0},
    failures=("poll a: broke",),
    notes=("nobody is named",),
)


def reported(report: PassReport) -> list[object]:
    numbers = [each.read(report) for chosen in PARTS.values() for each in chosen]
    return [*numbers, *(trouble.read(report) for trouble in TROUBLES)]


def other_value(value: Any) -> Any:
    match value:
        case int():
            return 7
        case Mapping():
            return {"a": 7}
        case _:
            return ("a",)


@pytest.mark.parametrize(("part", "name"), COUNTED)
def test_every_field_of_an_outcome_is_a_figure_or_a_trouble(part: str, name: str) -> None:
    outcome = getattr(EMPTY, part)
    changes: dict[str, Any] = {name: other_value(getattr(outcome, name))}
    changed: dict[str, Any] = {part: replace(outcome, **changes)}
    assert reported(replace(EMPTY, **changed)) != reported(EMPTY)


def test_the_line_of_a_part_has_its_figures_and_in_full_all_of_them() -> None:
    assert describe_parts(BUSY, in_full=False) == {
        "polled": "40 feeds: 12 new entries, 21 unchanged, 2 failed",
        "read": "14 entries: 9 articles (5 from the feed itself, 6 turned away by skimming), 3 skipped, 1 postponed",
        "compared": "8 articles: 7 in full, 1 follow-up, 4 near misses, 1 new development",
        "replies": "6 messages: 3 applied, 2 ignored, 1 put aside",
        "delivered": "1 mail: 2 failed (1 given up), 3 alerts held, 5 waiting",
    }
    assert describe_parts(BUSY, in_full=True) == {
        "followed": "3 seeds",
        "polled": "40 feeds: 12 new entries, 2 changed entries, 21 unchanged, 2 failed",
        "read": "14 entries: 9 articles (5 from the feed itself, 1 of pages too long to read in full, "
        "6 turned away by skimming), 3 skipped, 1 postponed",
        "compared": "8 articles: 7 in full (1 as spot checks), 2 failed, 1 of them given up, 1 follow-up, "
        "4 near misses, 1 new development",
        "replies": "6 messages: 3 applied, 2 ignored, 1 put aside",
        "delivered": "1 mail: 2 failed (1 given up), 3 alerts held, 5 waiting",
    }
    assert describe_parts(EMPTY, in_full=False)["delivered"] == "0 mails: 0 failed, 0 alerts held, 0 waiting"


def test_a_summary_starts_with_the_troubles_of_the_whole_pass() -> None:
    headings = [line.removeprefix("### ") for line in summarise(BUSY).splitlines() if line.startswith("### ")]
    assert headings == [
        "Files that could not be used",
        "Failures",
        "Notes",
        "Feeds that failed",
        "Feed entries not taken",
        "Entries skipped",
        "Entries that failed",
        "Articles that could not be compared",
        "Messages in the inbox that could not be read",
        "Mails that failed",
        "Left for the next run",
    ]
    listed = {trouble.title: lines for trouble, lines in list_troubles(BUSY)}
    assert set(listed) == set(headings)
    assert listed["Feeds that failed"] == [("News", "timed out"), ("Wire", "404")]
    assert listed["Left for the next run"] == [("entries waiting", "2")]
    assert listed["Notes"] == [("nobody is named",)]


def test_totals_keep_their_names_and_leave_out_zeros() -> None:
    assert count_totals(BUSY) == {
        "passes failed": 1,
        "polls failed": 2,
        "polls unchanged": 21,
        "polls with entries": 17,
        "entries new": 12,
        "entries changed": 2,
        "entries skipped": 3,
        "entries postponed": 1,
        "entries dropped": 4,
        "articles extracted": 9,
        "articles turned away": 6,
        "articles compared": 8,
        "articles spot-checked": 1,
        "articles compared in full": 7,
        "articles given up": 1,
        "matches follow-up": 1,
        "matches near miss": 4,
        "developments": 1,
        "replies read": 6,
        "replies applied": 3,
        "replies ignored": 2,
        "replies put aside": 1,
        "mails sent": 1,
        "mails failed": 2,
        "mails given up": 1,
        "seconds of poll feeds": 1.25,
    }
    assert count_totals(EMPTY) == {"passes done": 1}


def test_every_total_belongs_to_a_metric_and_is_used_once() -> None:
    named = [each.total for chosen in PARTS.values() for each in chosen if each.total]
    assert {name.partition(" ")[0] for name in named} == set(COUNTERS)
    assert len(named) == len(set(named))


def test_a_part_added_to_the_table_appears_everywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    added = (
        Figure(lambda report: len(report.notes), "letter", "letters", "mails weighed"),
        Figure(lambda report: len(report.failures), "light", shown=Shown.IN_FULL),
    )
    monkeypatch.setattr(figures, "PARTS", {**PARTS, "weighed": added})
    assert describe_parts(BUSY, in_full=False)["weighed"] == "1 letter"
    assert "| Weighed | 1 letter: 1 light |" in summarise(BUSY)
    assert count_totals(BUSY)["mails weighed"] == 1
