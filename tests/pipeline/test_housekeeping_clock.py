"""Housekeeping deletes nothing that a clock ahead of the time makes look old."""

from datetime import timedelta
from typing import Any

import pytest

from pipeline import HousekeepingOptions, open_runtime, prune
from tests.world import NOON

DAY = timedelta(days=1)


def prune_at(world: Any, moment: Any, **options: Any) -> Any:
    with open_runtime(world.settings()) as runtime:
        return prune(runtime, moment, HousekeepingOptions(retention_days=1, **options))


def run_daily(world: Any, days: int) -> None:
    for _ in range(days):
        world.run()
        world.later(days=1)


@pytest.mark.parametrize("ahead", [DAY * 12, DAY * 400])
def test_nothing_is_removed_after_the_clock_has_jumped_ahead(world: Any, ahead: timedelta) -> None:
    world.web.page("/cup.html", "Cup", "The home side won the cup after extra time in a full stadium. " * 20)
    world.web.feed("/news.xml", [{"title": "Cup", "link": "/cup.html"}])
    world.follow("/news.xml")
    world.run()
    world.now = NOON + ahead
    world.run()  # with the wrong clock too
    found = prune_at(world, world.now)
    assert found.startswith("nothing was removed: there were runs, but none in the week before")
    assert prune_at(world, world.now, dry_run=True) == found
    assert "--trust-clock" in found
    assert prune_at(world, world.now, trust_clock=True)["articles"] == 1


def test_housekeeping_goes_on_once_runs_have_been_made_for_two_days(world: Any) -> None:
    world.run()
    world.now = NOON + 30 * DAY
    run_daily(world, 2)
    assert isinstance(prune_at(world, world.now - timedelta(hours=1)), str)
    assert "articles" in prune_at(world, world.now)


def test_a_new_installation_and_one_that_runs_daily_are_pruned(world: Any) -> None:
    assert "articles" in prune_at(world, world.now)
    run_daily(world, 12)
    assert "articles" in prune_at(world, world.now)


def test_runs_dated_in_the_future_do_not_count(world: Any) -> None:
    run_daily(world, 1)
    world.now = NOON + 400 * DAY
    world.run()
    world.now = NOON + DAY
    assert "articles" in prune_at(world, world.now)
