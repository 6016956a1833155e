"""Which deliveries are sent now, when a failed one is tried again, and when it is given up."""

from datetime import UTC, datetime, timedelta

import pytest

from alerts import (
    Lane,
    find_resting,
    is_borne_out,
    may_try,
    retry_time,
    retry_time_after_limit,
    share_out,
    should_give_up,
)
from news import DueDelivery, UnsentDelivery
from news.planned_times import CLOCK_SKEW

NOON = datetime(2025, 3, 4, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)
MOMENT = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("permanent", "attempts", "age", "expected"),
    [
        (True, 2, DAY, True),
        (True, 1, DAY, False),  # the second failure
        (True, 2, DAY - MOMENT, False),  # the server may be misconfigured
        (True, 9, timedelta(hours=1), False),
        (False, 4, 5 * DAY + MOMENT, True),
        (False, 3, 400 * DAY, False),  # the machine was off, or its clock is ahead
        (False, 99, 5 * DAY, False),
    ],
)
def test_when_a_delivery_is_given_up(permanent: bool, attempts: int, age: timedelta, expected: bool) -> None:
    delivery = DueDelivery(1, "treaty", "ann@example.org", "<x@example.org>", b"", attempts, NOON)
    assert should_give_up(delivery, NOON + age, permanent=permanent) is expected


@pytest.mark.parametrize(
    ("permanent", "hours", "expected"),
    [
        (True, [*range(26)], True),
        (True, [*range(25)], False),  # the longest pause, here any, does not count
        (True, [0, 1, 2, 3, 400 * 24, 400 * 24 + 8], False),
        (True, [0, 1, 2, 3, 24, 27, 51, 75], False),  # the clock jumps again and again
        (True, [*range(0, 97, 24)], True),  # one pass a day
        (True, [*range(0, 73, 24)], False),
        (True, [*range(0, 29 * 24, 7 * 24)], True),  # one pass a week
        (False, [*range(0, 7 * 24, 24)], True),
        (False, [*range(0, 6 * 24, 24)], False),
        (False, [0, 1, 2, 3, 5, 7, 6 * 24 + 7, 7 * 24], False),
        (False, [0, 400 * 24], False),
        (False, [0], False),
    ],
)
def test_the_passes_bear_out_for_how_long_a_delivery_has_failed(
    permanent: bool, hours: list[int], expected: bool
) -> None:
    delivery = DueDelivery(1, "treaty", "ann@example.org", "<x@example.org>", b"", 9, NOON)
    passes = [NOON + timedelta(hours=hour) for hour in hours]
    assert is_borne_out(delivery, passes[-1], passes[:-1], permanent=permanent) is expected


def lane(recipient: str) -> Lane:
    """The channel before the slash, and the host after it."""
    channel, _, host = recipient.partition("/")
    return channel, host


def unsent(number: int, recipient: str, attempts: int = 0, age: timedelta = MOMENT) -> UnsentDelivery:
    return UnsentDelivery(number, recipient, attempts, NOON - age)


def test_the_wait_after_a_failure_doubles_up_to_six_hours() -> None:
    made = [
        DueDelivery(1, "treaty", "ann@example.org", "<x@example.org>", b"", tries, NOON) for tries in (0, 1, 5, 900)
    ]
    waits = [(retry_time(one, NOON) - NOON) / timedelta(minutes=1) for one in made]
    assert waits == [10, 20, 320, 360]


@pytest.mark.parametrize(
    ("wait", "expected"),
    [
        (None, True),
        (timedelta(0), True),
        (MOMENT, False),
        (timedelta(hours=6), False),
        (timedelta(hours=6, seconds=1) + CLOCK_SKEW, True),  # written by a clock that was ahead
    ],
)
def test_when_a_delivery_is_due(wait: timedelta | None, expected: bool) -> None:
    again = None if wait is None else NOON + wait
    assert may_try(UnsentDelivery(1, "ann@example.org", 1, NOON, again), NOON) is expected


def test_channels_share_equally_whatever_waits_for_one_of_them() -> None:
    stuck = [unsent(number, f"hook/{number % 300}", attempts=40) for number in range(600)]
    fresh = [unsent(1000 + number, "mail/") for number in range(4)]
    chosen = share_out([*stuck, *fresh], lane, 10)
    assert {one.id for one in chosen["mail", ""]} == {1000, 1001, 1002, 1003}
    assert sum(map(len, chosen.values())) == 10


def test_hosts_of_a_channel_share_equally() -> None:
    stuck = [unsent(number, "hook/dead", attempts=40) for number in range(600)]
    chosen = share_out([*stuck, unsent(1000, "hook/good")], lane, 4)
    assert [one.id for one in chosen["hook", "good"]] == [1000]
    assert len(chosen["hook", "dead"]) == 3


def test_within_a_lane_the_least_tried_come_first_and_of_those_the_most_recent() -> None:
    old, new = unsent(1, "hook/a", age=2 * DAY), unsent(2, "hook/a", age=DAY)
    failed = UnsentDelivery(3, "hook/a", 2, NOON - 3 * DAY, retry_at=NOON - MOMENT)
    (chosen,) = share_out([failed, old, new], lane, 9).values()
    assert [one.id for one in chosen] == [2, 1, 3]


def test_lanes_with_something_new_come_first() -> None:
    chosen = share_out([unsent(1, "hook/dead", attempts=3), unsent(2, "hook/good")], lane, 9)
    assert list(chosen) == [("hook", "good"), ("hook", "dead")]


def test_who_was_limited_comes_last_and_in_turn() -> None:
    late = UnsentDelivery(1, "mail/late", 0, NOON - DAY, retry_at=NOON - MOMENT)
    early = UnsentDelivery(2, "mail/early", 0, NOON - DAY, retry_at=NOON - DAY / 2)
    failed = UnsentDelivery(3, "mail/failed", 4, NOON - DAY, retry_at=NOON - MOMENT)
    waiting = [late, unsent(4, "mail/late"), early, failed, unsent(5, "mail/new")]
    (chosen,) = share_out(waiting, lambda _recipient: ("mail", ""), 9).values()
    assert [one.id for one in chosen] == [5, 3, 2, 1, 4]


def test_only_who_was_limited_rests() -> None:
    limited = UnsentDelivery(1, "ann@example.org", 0, NOON, retry_at=NOON + MOMENT)
    failed = UnsentDelivery(2, "bob@example.org", 1, NOON, retry_at=NOON + MOMENT)
    assert find_resting([limited, failed, UnsentDelivery(3, "cy@example.org", 0, NOON)], NOON) == {"ann@example.org"}
    assert find_resting([limited], NOON + MOMENT) == set()


@pytest.mark.parametrize(("age", "minutes"), [(-5, 10), (0, 10), (25, 25), (600, 60)])
def test_a_limited_delivery_waits_as_long_as_it_has_waited(age: int, minutes: int) -> None:
    made = DueDelivery(1, "treaty", "ann@example.org", "<x@example.org>", b"", 0, NOON - timedelta(minutes=age))
    assert retry_time_after_limit(made, NOON) == NOON + timedelta(minutes=minutes)


@pytest.mark.parametrize(("asked", "waits"), [(1, 1), (7_200, 7_200), (86_400, 21_600)])
def test_a_limit_whose_end_is_known_is_waited_for_six_hours_at_most(asked: int, waits: int) -> None:
    made = DueDelivery(1, "treaty", "https://chat.example.org/hook", "<x@example.org>", b"", 0, NOON - DAY)
    moment = NOON + timedelta(seconds=asked)
    assert retry_time_after_limit(made, NOON, moment) == NOON + timedelta(seconds=waits)
