"""Follow-ups as they come out of the store: each new stage opens or adds to a development, what retells it joins."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from news import RECENT, Article, Evidence, GroupRecord, Match, Seed, Standing, StoredMatch, Verdict
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
# The same dispute, told at a length at which a copy can be recognised.
LONG = (
    "Tram crews in Wexcombe began to vote on Sunday on a strike over split shifts, the Carriers' Union said. The crews "
    "want shorter nights and a second conductor on the late cars. The company said that it had offered both for the "
    "spring. Some forty thousand people take the trams a day, most of them to the harbour and the university. The last "
    "strike in the town, nine years ago, lasted eleven days and ended with a raise."
)


def report(number: int, **changes: Any) -> StoredMatch:
    title, text, hours = STAGES[number]
    article = Article(f"https://c.example/{number}", title, text, "Courier", MONDAY + timedelta(hours=hours))
    return StoredMatch(number, article, Match(CREWS.name, 0.9, Verdict.FOLLOW_UP, Evidence()), MONDAY, **changes)


def decided(world: Any, *stored: StoredMatch) -> list[GroupRecord]:
    with open_runtime(world.settings()) as runtime:
        return decide(runtime, CREWS, stored, MONDAY)


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


def test_the_first_report_in_another_outlet_is_a_copy_and_what_follows_is_news(world: Any) -> None:
    seed = replace(CREWS, text=LONG)
    own = report(0)
    again = replace(own, article=replace(own.article, text=f"WEXCOMBE (Wire) - {LONG}"))
    with open_runtime(world.settings()) as runtime:
        records = decide(runtime, seed, [again, report(2)], MONDAY)
    assert [one.standing for one in records] == [Standing.REPEATS, Standing.OPENS]


def test_an_old_report_published_again_repeats_its_development(world: Any) -> None:
    old, new = report(0, development=8, standing=Standing.OPENS), report(1)
    old = replace(old, article=replace(old.article, text=LONG, published=MONDAY - 2 * RECENT))
    new = replace(new, article=replace(new.article, text=LONG))
    (record,) = decided(world, old, new)
    assert (record.development, record.standing) == (8, Standing.REPEATS)


def test_an_old_report_that_is_withdrawn_now_is_news(world: Any) -> None:
    own = report(0)
    withdrawn = replace(own, article=replace(own.article, title=f"WITHDRAWN: {own.article.title}", text=LONG))
    with open_runtime(world.settings()) as runtime:
        (record,) = decide(runtime, replace(CREWS, text=LONG), [withdrawn], MONDAY)
    assert record.standing.is_alerted
