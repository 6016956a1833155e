"""The small decisions of a pass: folders, spot checks, second alerts, changes in the health of a feed."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news import (
    FAILING,
    HealthChange,
    Standing,
    choose_standing,
    find_health_change,
    is_due_for_alert,
    is_for,
    is_spot_checked,
)
from news.policy import SECOND_ALERT, SPOT_CHECK, WEIGHTY

NOON = datetime(2025, 3, 5, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("folders", "wanted", "concerned"),
    [
        (["world"], [], True),
        ([], [], True),
        (["World"], ["world", "ukraine"], True),
        (["sport"], ["world", "ukraine"], False),
        ([], ["world"], False),
    ],
)
def test_a_seed_gets_what_comes_from_its_folders_or_everything(
    folders: list[str], wanted: list[str], concerned: bool
) -> None:
    assert is_for(folders, wanted) is concerned


def test_about_one_article_in_fifty_is_spot_checked_and_always_the_same_one() -> None:
    urls = [f"https://news.example/{number}" for number in range(20_000)]
    chosen = {url for url in urls if is_spot_checked(url)}
    assert 0.8 < len(chosen) * SPOT_CHECK / len(urls) < 1.2
    assert chosen == {url for url in urls if is_spot_checked(url)}


def test_half_a_day_is_counted_from_the_last_alert() -> None:
    alerted = [NOON - 3 * SECOND_ALERT, NOON]
    assert not is_due_for_alert(NOON + SECOND_ALERT - timedelta(seconds=1), alerted)
    assert is_due_for_alert(NOON + SECOND_ALERT, alerted)
    assert is_due_for_alert(NOON, [])


def test_only_a_later_report_with_enough_new_facts_is_alerted_again() -> None:
    facts = {number: choose_standing(is_first=False, is_copy=False, is_due=True, new_facts=number) for number in (0, 9)}
    assert facts == {0: Standing.JOINS, 9: Standing.ADDS}
    assert choose_standing(is_first=False, is_copy=False, is_due=True, new_facts=WEIGHTY) is Standing.ADDS
    assert choose_standing(is_first=False, is_copy=False, is_due=False, new_facts=9) is Standing.JOINS
    assert choose_standing(is_first=False, is_copy=True, is_due=True, new_facts=9) is Standing.REPEATS


@given(st.booleans(), st.booleans(), st.integers(0, 50))
def test_the_first_report_of_an_event_is_always_alerted(copy: bool, due: bool, facts: int) -> None:
    assert choose_standing(is_first=True, is_copy=copy, is_due=due, new_facts=facts).is_alerted


@given(st.lists(st.booleans(), max_size=40))
def test_a_feed_is_reported_once_when_it_fails_for_long_and_once_when_it_is_back(polls: list[bool]) -> None:
    failures, changes = 0, []
    for failed in polls:
        changes.append(find_health_change(failures, failed=failed))
        failures = failures + 1 if failed else 0
    reported = [change for change in changes if change is not HealthChange.NONE]
    assert reported[::2] == [HealthChange.FAILS] * len(reported[::2])
    assert reported[1::2] == [HealthChange.RECOVERED] * len(reported[1::2])
    assert find_health_change(FAILING - 1, failed=True) is HealthChange.FAILS
    assert (
        find_health_change(FAILING, failed=True) is find_health_change(FAILING - 1, failed=False) is HealthChange.NONE
    )
