"""A machine whose clock was behind for a while: its runs do nothing, and what they left is told once."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from cli.errors import BAD_INPUT, exit_code_of
from pipeline import BackfillOptions, DigestOptions, MonitorOptions, open_runtime, run_backfill, run_digest
from pipeline.clock_doubt import ClockError, find_behind
from service import examine
from tests.world import FOLLOW_UP, NOON, SEED

EPOCH = datetime(1970, 1, 1, 0, 3, tzinfo=UTC)
DAY = timedelta(days=1)
BEHIND = [EPOCH, NOON - 365 * DAY, NOON - 9 * DAY]
LETTER = {"title": "Firefly writes to Trentino", "link": "/second.html"}


def refused(world: Any, options: MonitorOptions | None = None) -> str:
    with pytest.raises(ClockError) as caught:
        world.run(options)
    assert exit_code_of(caught.value) == BAD_INPUT
    return str(caught.value)


def rows(world: Any) -> dict[str, int]:
    with open_runtime(world.settings()) as runtime:
        counts: dict[str, int] = runtime.store.counts()
        return counts


@pytest.mark.parametrize("behind", BEHIND)
@pytest.mark.parametrize("settled", [True, False])
def test_what_comes_while_the_clock_is_behind_is_told_once_it_is_right(
    world: Any, behind: datetime, settled: bool
) -> None:
    """Also if it is behind from the first run on, when only the stories themselves tell the time."""
    if settled:
        world.publish()
        assert world.run().delivering.sent == 1
    else:
        world.follow("/news.xml")
    told, before = len(world.letterbox.mails), rows(world)
    world.web.page("/second.html", LETTER["title"], FOLLOW_UP.replace("letter", "cable"))
    world.web.feed("/news.xml", [LETTER])
    world.now = behind
    for _ in range(2):
        message = refused(world)
        world.later(minutes=15)
    assert message.startswith("the clock is behind, so this run does nothing: it says ")
    assert "\n" not in message
    assert rows(world) == before
    assert len(world.letterbox.mails) == told
    world.now = NOON + timedelta(hours=1)
    report = world.run()
    assert [found.article.published_from for found in report.follow_ups] == ["entry"]
    assert sum(1 for found in report.follow_ups for alert in found.alerts if alert.recipient) == 1
    for _ in range(2):
        world.later(minutes=15)
        assert world.run().follow_ups == ()
    assert len(world.letterbox.mails) <= told + 1


def test_every_kind_of_pass_is_refused_and_the_doctor_says_why(world: Any) -> None:
    world.publish()
    world.run()
    behind = NOON - 40 * DAY
    with open_runtime(world.settings()) as runtime:
        with pytest.raises(ClockError):
            run_digest(runtime, DigestOptions(), clock=lambda: behind)
        with pytest.raises(ClockError):
            run_backfill(runtime, BackfillOptions(seed="treaty"), clock=lambda: behind)
    (clock,) = [one for one in examine(world.settings(), behind) if one.name == "clock"]
    assert not clock.well
    assert clock.detail == "2025-01-24 12:00 UTC, but articles published on 2025-03-05 are stored"
    (clock,) = [one for one in examine(world.settings(), NOON) if one.name == "clock"]
    assert (clock.well, clock.detail, clock.advice) == (True, "2025-03-05 12:00 UTC", "")


def test_a_clock_that_was_ahead_does_not_make_the_right_one_look_behind(world: Any) -> None:
    """Neither for one run nor for many, and not from the first run on."""
    world.publish()
    for ahead in (30 * DAY, 30 * DAY, timedelta()):
        world.now = NOON + ahead
        world.run()
    for hours in range(25):
        world.now = NOON + 60 * DAY + timedelta(hours=hours)
        world.run(MonitorOptions(due_only=True))
    world.now = NOON + DAY
    world.run()


def test_a_clock_that_seems_to_be_behind_is_trusted_if_the_user_says_so(world: Any) -> None:
    world.publish()
    world.run()
    world.now = NOON - 30 * DAY
    assert "--trust-clock" in refused(world)
    world.run(MonitorOptions(trust_clock=True))
    world.later(minutes=15)
    world.run()


def test_a_story_with_a_date_in_the_future_stops_nobody_once_runs_were_made(world: Any) -> None:
    world.run()
    world.seed("treaty", SEED.replace("2025-03-01", "2052-03-01"))
    world.later(minutes=15)
    world.run()
    with open_runtime(world.settings()) as runtime:
        assert find_behind(runtime, world.now) == ""


def test_a_step_back_of_hours_is_not_refused(world: Any) -> None:
    world.publish()
    world.run()
    world.later(hours=-20)
    world.run()
