"""Follow-ups as they come out of the store: each new stage opens or adds to a development, what retells it joins."""

from datetime import UTC, datetime, timedelta
from typing import Any

from news import Article, Evidence, GroupRecord, Match, Seed, Standing, StoredMatch, Verdict
from pipeline import open_runtime
from pipeline.group import decide

MONDAY = datetime(2025, 3, 3, 9, tzinfo=UTC)
# An invented dispute.
CREWS = Seed(
    "trams",
    "Wexcombe tram crews vote on strike",
    "Tram crews in Wexcombe began to vote on Sunday on a strike over split shifts, the Carriers' Union said.",
    published=MONDAY - timedelta(days=1),
)
STAGES = (
    ("Tram crews call strike", "Tram crews in Wexcombe will strike from Thursday, their union said on Monday.", 1),
    ("Strike of tram crews called", "The union of Wexcombe's tram crews called a strike from Thursday on Monday.", 3),
    ("Judge blocks tram strike", "A judge blocked the strike of tram crews in Wexcombe on Wednesday.", 54),
    ("Tram strike back on", "Appeal judges lifted the ban on the Wexcombe tram strike on Friday.", 100),
)


def report(number: int, **changes: Any) -> StoredMatch:
    title, text, hours = STAGES[number]
    article = Article(f"https://c.example/{number}", title, text, "Courier", MONDAY + timedelta(hours=hours))
    return StoredMatch(number, article, Match(CREWS.name, 0.9, Verdict.FOLLOW_UP, Evidence()), MONDAY, **changes)


def decided(world: Any, *stored: StoredMatch) -> list[GroupRecord]:
    with open_runtime(world.settings()) as runtime:
        return decide(runtime, CREWS, stored)


def test_each_stage_is_alerted_and_a_retelling_is_not(world: Any) -> None:
    records = decided(world, *map(report, (3, 2, 1, 0)))  # in whatever order they were found
    assert [(one.match_id, one.standing.is_alerted) for one in records] == [(0, True), (1, False), (2, True), (3, True)]
    assert records[1].development == records[0].development < 0


def test_what_was_grouped_before_keeps_its_place_and_counts_as_known(world: Any) -> None:
    known = [report(0, development=8, standing=Standing.OPENS), report(2, development=9, standing=Standing.OPENS)]
    records = {one.match_id: one for one in decided(world, *known, report(1), report(3))}
    assert records.keys() == {1, 3}
    assert (records[1].development, records[1].standing) == (8, Standing.JOINS)
    assert records[3].standing.is_alerted


def test_nothing_new_is_nothing_to_decide(world: Any) -> None:
    assert decided(world, report(0, development=8, standing=Standing.OPENS)) == []
