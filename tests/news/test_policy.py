"""The small decisions of a pass: folders, spot checks, changes in the health of a feed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news import FAILING, HealthChange, find_health_change, is_for, is_spot_checked
from news.policy import SPOT_CHECK


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
