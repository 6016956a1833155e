"""Updates: what happened next is one, whatever names it repeats; what was reported before is none."""

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news import Article, Background, Opening, read_opening, word_article
from news.updates import FITTED, LEAST_CHANCE, LONGEST_STAGE, Judgement, judge_report, stage_cues

MONDAY = datetime(2025, 3, 3, 9, tzinfo=UTC)
BACKGROUND = Background(dict.fromkeys("strike crews depot union said court judge".split(), 0.02))
# One walkout, one stage a day, in the words of two outlets; invented.
CALLED = (
    "Tram crews in Wexcombe call strike",
    "Tram crews in Wexcombe will strike from Thursday, their union said on Monday. Drivers object to split shifts.",
)
CALLED_AGAIN = (
    "Wexcombe tram strike called over split shifts",
    "The union of tram crews in Wexcombe called a strike on Monday. It begins on Thursday, over split shifts.",
)
BLOCKED = (
    "Judge blocks tram strike",
    "A judge blocked the strike of tram crews in Wexcombe on Wednesday, a day before it was to begin.",
)
EXPLAINED = ("Why do tram crews hate split shifts?", "A split shift begins before dawn, stops, and begins again.")


def opening(
    said: tuple[str, str], hours: float, meaning: Sequence[float] = (), outlet: str = "", *, is_dated: bool = True
) -> Opening:
    published = MONDAY + timedelta(hours=hours)
    article = Article("https://c.example/1", *said, outlet, published, "page" if is_dated else "first seen")
    return read_opening(article, word_article(article, BACKGROUND), meaning)


def judged(said: tuple[str, str], hours: float, *earlier: Opening) -> Judgement:
    known = frozenset[str]().union(*(one.numbers for one in earlier))
    return judge_report(opening(said, hours), earlier, known)


def test_another_outlet_on_the_same_event_retells_it() -> None:
    found = judged(CALLED_AGAIN, 3, opening(CALLED, 0))
    assert (found.is_update, found.retells) == (False, 0)


def test_a_reversal_with_the_same_names_is_an_update() -> None:
    found = judged(BLOCKED, 50, opening(CALLED, 0), opening(CALLED_AGAIN, 3))
    assert (found.is_update, found.retells) == (True, None)


@pytest.mark.parametrize(("outlet", "is_dated"), [("", False), ("Courier", True)])
def test_two_stages_of_a_backlog_are_no_retellings_of_each_other(outlet: str, *, is_dated: bool) -> None:
    """Without stated dates, or with one for a whole page, all have the same; so do two outlets by chance."""
    stages = [opening(said, 0, (1.0, 0.0), outlet, is_dated=is_dated) for said in (CALLED, BLOCKED)]
    assert judge_report(stages[1], stages[:1], stages[0].numbers).is_update
    by_chance = [replace(stage, outlet=name, is_dated=True) for stage, name in zip(stages, "AB", strict=True)]
    assert not judge_report(by_chance[1], by_chance[:1], stages[0].numbers).is_update


@pytest.mark.parametrize(("outlet", "is_update"), [("Courier", True), ("Gazette", False)])
def test_an_outlet_that_reports_again_on_the_same_day_has_more_to_tell(outlet: str, *, is_update: bool) -> None:
    first = opening(CALLED, 0, (1.0, 0.0), "Courier")
    second = opening(BLOCKED, 7, (1.0, 0.0), outlet)
    assert judge_report(second, [first], first.numbers).is_update is is_update


def test_a_retelling_belongs_to_the_nearest_stage() -> None:
    said_again = ("Court halts Wexcombe tram strike", BLOCKED[1].replace("A judge blocked", "A court halted"))
    assert judged(said_again, 52, opening(CALLED, 0), opening(BLOCKED, 50)).retells == 1


def test_an_explainer_days_later_is_neither_an_update_nor_a_retelling() -> None:
    found = judged(EXPLAINED, 24 * 9, opening(CALLED, 0), opening(BLOCKED, 50))
    assert (found.is_update, found.retells) == (False, None)


def test_a_new_figure_speaks_for_an_update() -> None:
    first = opening(("Three miners dead", "Three miners died in a blast at Orrin pit, rescuers said on Monday."), 0)
    later = opening(("Eleven miners dead", "Eleven miners died in the blast at Orrin pit, rescuers said on Monday."), 5)
    known, unknown = (judge_report(later, [first], {"3", *more}).chance for more in (["11"], []))
    assert known < unknown


def test_the_hour_and_the_days_since_an_event_speak_for_none() -> None:
    first, stated = opening(BLOCKED, 0), "A judge blocked the strike of tram crews in Wexcombe on Monday"
    later = opening((BLOCKED[0], f"{stated} at 6.45 p.m., nine days after it was called."), 5)
    counted = opening((BLOCKED[0], f"{stated}, which 1,900 crews had called."), 5)
    assert [stage_cues(one, first, first.numbers)["new figure"] for one in (later, counted)] == [0.0, 1.0]


@pytest.mark.parametrize("said", [CALLED_AGAIN, BLOCKED])
def test_nothing_is_resaid_after_the_longest_stage(said: tuple[str, str]) -> None:
    hours = LONGEST_STAGE / timedelta(hours=1) + 1
    assert judged(said, hours, opening(CALLED, 0)) == judged(said, hours)


def test_the_meaning_of_the_openings_counts() -> None:
    earlier = opening(CALLED, 0, (1.0, 0.0))
    near, far = (judge_report(opening(BLOCKED, 9, meaning), [earlier], set()) for meaning in ((1.0, 0.0), (0.0, 1.0)))
    assert near.chance < far.chance


@given(
    st.lists(
        st.tuples(st.sampled_from([CALLED, CALLED_AGAIN, BLOCKED, EXPLAINED, ("", "")]), st.floats(-50, 300)),
        max_size=6,
    ),
    st.randoms(),
)
def test_a_judgement_does_not_depend_on_the_order_of_the_earlier_reports(
    said: list[tuple[tuple[str, str], float]], chance: random.Random
) -> None:
    earlier = [opening(*one) for one in said]
    mixed = list(earlier)
    chance.shuffle(mixed)
    one, other = judged(BLOCKED, 60, *earlier), judged(BLOCKED, 60, *mixed)
    assert one.chance == other.chance
    assert 0.0 <= one.chance <= 1.0
    assert one.retells is None or 1.0 - one.chance >= 1.0 - LEAST_CHANCE


def test_every_cue_has_a_weight() -> None:
    one = opening(CALLED, 0)
    judge_report(one, [one], set(), FITTED)  # raises KeyError for a cue without one


@pytest.mark.parametrize(("alike", "is_update"), [(0.95, False), (0.86, True)])
def test_a_translation_retells_what_it_translates(alike: float, is_update: bool) -> None:
    earlier = replace(opening(CALLED, 0), language="en", gist=(1.0, 0.0))
    report = replace(opening(BLOCKED, 3), language="ja", lead={}, gist=(alike, (1 - alike**2) ** 0.5))
    assert judge_report(report, [earlier], report.numbers).is_update is is_update
