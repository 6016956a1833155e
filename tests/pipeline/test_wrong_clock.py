"""A machine whose clock was ahead for a while, and is right again."""

from datetime import timedelta
from typing import Any

import pytest

from news import Feed
from pipeline import MonitorOptions, open_runtime, run_pass
from pipeline.leases import alone, never_back
from service.health import look_at_health
from service.metrics import write_metrics
from storage import Queue
from tests.world import FOLLOW_UP, NOON, SEED

AHEAD = [timedelta(hours=6), timedelta(days=30), timedelta(days=1500)]


@pytest.mark.parametrize("ahead", AHEAD)
@pytest.mark.parametrize("due_only", [True, False])
def test_feeds_are_polled_and_mails_sent_once_the_clock_is_right(world: Any, ahead: timedelta, due_only: bool) -> None:
    world.web.feed("/news.xml", [])
    world.follow("/news.xml")
    world.now = NOON + ahead
    world.run()
    world.web.page("/letter.html", "Firefly writes to Trentino", FOLLOW_UP)
    world.web.feed("/news.xml", [{"title": "Firefly writes to Trentino", "link": "/letter.html"}])
    # a step of up to the longest time between polls could be an ordinary wait
    world.now = NOON + timedelta(minutes=15)
    report = world.run(MonitorOptions(due_only=due_only and ahead > timedelta(days=3)))
    assert report.polling.polled == 1
    assert report.delivering.sent == 1


@pytest.mark.parametrize("ahead", AHEAD)
def test_follow_ups_of_a_story_that_seemed_to_have_expired_are_told_once(world: Any, ahead: timedelta) -> None:
    expires = (NOON + ahead).date() - timedelta(days=1) if ahead > timedelta(days=1) else NOON.date()
    world.seed("treaty", SEED.replace("---\n", f"---\nexpires: {expires}\ntimezone: Asia/Tokyo\n", 1))
    world.web.feed("/quiet.xml", [])
    world.follow("/quiet.xml")
    world.run()
    world.publish()
    world.now = NOON + ahead
    report = world.run()
    assert (report.comparing.follow_ups, report.delivering.sent) == (1, 0)
    world.now = NOON + timedelta(minutes=30)
    assert world.run().delivering.sent == 1
    world.later(minutes=30)
    world.run()
    world.now = NOON + ahead
    world.run()
    assert len(world.letterbox.mails) == 1
    with open_runtime(world.settings()) as runtime:
        assert [one.found_at for one in runtime.store.matches()] == [NOON + timedelta(minutes=30)]


def test_nobody_is_told_about_a_story_that_has_expired(world: Any) -> None:
    world.seed("treaty", SEED.replace("---\n", "---\nexpires: 2025-03-04\n", 1))
    world.publish()
    for _ in range(3):
        world.run()
        world.later(minutes=30)
    world.seed("treaty", SEED)
    world.run()
    assert world.letterbox.mails == []


def test_no_mail_is_given_up_because_the_clock_is_ahead(world: Any) -> None:
    world.publish()
    world.letterbox.refused = {"ann@example.org"}
    for _ in range(3):
        world.run()
        world.later(minutes=30)
    world.now += timedelta(days=400)
    report = world.run()
    assert (report.delivering.failed, report.delivering.given_up) == (1, 0)
    world.now -= timedelta(days=400)
    world.letterbox.refused = set()
    world.later(hours=6)
    assert world.run().delivering.sent == 1


HOUR = timedelta(hours=1)


@pytest.mark.parametrize("days", [1, 8, 400, *(pytest.param(days, marks=pytest.mark.slow) for days in (3, 6, 12))])
@pytest.mark.parametrize(
    ("refusal", "tries"),
    [
        ("550 no such person", [0 * HOUR, HOUR / 6, HOUR / 2, 1.2 * HOUR]),  # 2.5 hours after the first, it jumps
        ("451 try again later", [0 * HOUR, HOUR / 6, HOUR / 2, 1.2 * HOUR, 2.6 * HOUR, 5.4 * HOUR]),
    ],
)
def test_no_mail_is_given_up_for_days_that_the_clock_has_skipped(
    world: Any, refusal: str, tries: list[timedelta], days: int
) -> None:
    world.publish()
    world.letterbox.refused, world.letterbox.refusal = {"ann@example.org"}, refusal
    for since in tries:
        world.now = NOON + since
        assert world.run().delivering.failed == 1
    world.now += 2 * HOUR + timedelta(days=days)
    for _ in range(2):  # the clock stays ahead
        report = world.run()
        assert (report.delivering.failed, report.delivering.given_up) == (1, 0)
        world.later(hours=6, minutes=1)
    world.now -= timedelta(days=days)
    world.letterbox.refused = set()
    assert world.run().delivering.sent == 1


@pytest.mark.parametrize(("refusal", "last"), [("550 no such person", 4), ("451 try again later", 6)])
def test_a_mail_that_is_refused_while_passes_are_made_daily_is_given_up(world: Any, refusal: str, last: int) -> None:
    world.publish()
    world.letterbox.refused, world.letterbox.refusal = {"ann@example.org"}, refusal
    given_up = []
    for _ in range(last + 2):
        given_up.append(world.run().delivering.given_up)
        world.later(days=1)
    assert given_up == [*[0] * last, 1, 0]


def test_a_machine_that_was_off_for_days_tries_its_mails_again(world: Any) -> None:
    world.publish()
    world.letterbox.refused = {"ann@example.org"}
    for _ in range(3):
        world.run()
        world.later(hours=1)
    world.later(days=5)
    report = world.run()
    assert (report.delivering.failed, report.delivering.given_up) == (1, 0)
    given_up = []
    for _ in range(5):
        world.later(hours=7)
        given_up.append(world.run().delivering.given_up)
    assert given_up == [0, 0, 0, 1, 0]


def test_health_does_not_call_a_pass_in_the_future_well(world: Any) -> None:
    world.publish()
    world.now = NOON + timedelta(days=30)
    world.run()
    world.now = NOON
    with open_runtime(world.settings()) as runtime:
        found = look_at_health(runtime, NOON)
        assert not found.well
        assert found.message.startswith("the last pass is dated 2025-04-04 12:00 UTC, in the future")
        assert look_at_health(runtime, NOON, NOON).well  # the next pass is given its time
    world.run()
    with open_runtime(world.settings()) as runtime:
        assert look_at_health(runtime, NOON).message == "last pass 2025-03-05 12:00 UTC"
        assert f"storywake_last_pass_timestamp_seconds {NOON.timestamp():.1f}" in _exact(write_metrics(runtime))


def _exact(metrics: bytes) -> str:
    lines = [line.rsplit(" ", 1) for line in metrics.decode().splitlines() if not line.startswith("#")]
    return "\n".join(f"{name} {float(value):.1f}" for name, value in lines)


def test_claims_and_leases_of_a_run_with_a_wrong_clock_are_taken_over(world: Any) -> None:
    ahead, lease = NOON + timedelta(days=30), timedelta(minutes=5)
    with open_runtime(world.settings()) as runtime:
        store = runtime.store
        store.save_feeds([Feed("https://courier.example/feed")], NOON)
        assert store.claim_due_feeds(ahead, lease=lease)
        assert [due.feed.url for due in store.claim_due_feeds(NOON, lease=lease)] == ["https://courier.example/feed"]
        assert store.claim_due_feeds(NOON, lease=lease) == []
        store.renew(Queue.FEEDS, [1], NOON + lease)
        assert store.take_lease("work", "the other run", ahead, ahead + lease)
        with alone(runtime, "work", NOON) as mine:
            assert mine


def test_a_clock_set_back_during_a_pass_stands_still(world: Any) -> None:
    times = [NOON, NOON + timedelta(minutes=5), NOON - timedelta(hours=1), NOON + timedelta(minutes=6)]
    clock = never_back(iter(times).__next__)
    assert [clock() for _ in range(3)] == [times[1], times[1], times[3]]


def test_a_pass_whose_clock_is_set_back_polls_each_feed_once(world: Any) -> None:
    world.publish()
    clock = iter([NOON + timedelta(minutes=number) for number in range(6)])

    def step_back() -> Any:
        return next(clock, NOON - timedelta(hours=1))

    with open_runtime(world.settings()) as runtime:
        assert run_pass(runtime, clock=step_back).polling.polled == 1
