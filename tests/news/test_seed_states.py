"""How a seed stands, and in which order its states are named."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from news import Profile, Seed, SeedFacts, SeedSettings, SeedState, describe_first_seed, judge_seed
from tests.world import SEED

TODAY = date(2025, 3, 10)
STORY = Seed("treaty", "The lithium treaty", SEED.split("---\n")[2])
NO_ACTORS = Profile((), (), (), {}, {}, {})


def story(**settings: Any) -> Seed:
    return replace(STORY, settings=SeedSettings(**settings))


def state_of(seed: Seed, **facts: Any) -> tuple[SeedState, str]:
    found = judge_seed(seed, SeedFacts(TODAY, **{"stored": seed, **facts}))
    return found.state, "; ".join(found.reasons)


@pytest.mark.parametrize(
    ("settings", "facts", "state", "reason"),
    [
        ({}, {}, SeedState.WELL, ""),
        ({}, {"stored": None}, SeedState.WAITING, ""),
        ({}, {"stored": replace(STORY, title="Earlier")}, SeedState.CHANGED, "its file has changed"),
        ({}, {"is_searching": True}, SeedState.SEARCHING, "the next run continues"),
        ({"paused": True}, {"stored": None}, SeedState.PAUSED, "`storywake resume treaty`"),
        ({"expires": date(2025, 3, 9)}, {}, SeedState.EXPIRED, "its last day was 2025-03-09"),
        ({"expires": TODAY}, {}, SeedState.EXPIRING, "its last day is 2025-03-10"),
        ({"expires": date(2025, 3, 18)}, {}, SeedState.WELL, ""),
        ({"snooze": date(2025, 3, 11)}, {}, SeedState.SNOOZED, "no mail before 2025-03-11"),
        ({"snooze": TODAY}, {}, SeedState.WELL, ""),
        ({"feeds": ("World",)}, {"folders": {"world"}}, SeedState.WELL, ""),
        ({"feeds": ("wrold",)}, {"folders": {"world"}}, SeedState.UNKNOWN_FOLDER, "no feed is in the folder 'wrold'"),
        ({"feeds": ("wrold",)}, {"folders": None}, SeedState.WELL, ""),
        ({}, {"double": "it has the same text as pact"}, SeedState.DOUBLE, "the same text as pact"),
        ({}, {"profile": NO_ACTORS}, SeedState.NO_ACTORS, "it names no person"),
        ({}, {"has_recipients": False}, SeedState.MAILS_NOBODY, "set STORYWAKE_RECIPIENTS"),
        ({"alerts": "none"}, {"has_recipients": False}, SeedState.WELL, ""),
    ],
)
def test_each_state_has_its_reason(settings: Any, facts: Any, state: SeedState, reason: str) -> None:
    found, said = state_of(story(**settings), **facts)
    assert found is state
    assert reason in said if reason else said == ""


def test_trouble_is_named_before_waiting_and_all_reasons_are_given() -> None:
    found, said = state_of(story(expires=date(2025, 1, 1)), stored=None, has_recipients=False)
    assert found is SeedState.EXPIRED
    assert said.index("last day") < said.index("recipients")


def test_a_short_text_is_hard_to_follow() -> None:
    seed = Seed("festival", "Festival", "The harbour festival opens on Friday with a concert.")
    assert state_of(seed)[0] is SeedState.WEAK


def test_only_the_first_seed_says_that_it_came_with_the_program() -> None:
    assert describe_first_seed(STORY) == ""
    assert describe_first_seed(replace(STORY, name="us-ukraine-minerals-deal")) == ""
