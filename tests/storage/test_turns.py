"""The distance between requests to one site is kept by all runs together."""

from datetime import UTC, datetime, timedelta

from storage import Store

NOON = datetime(2025, 3, 5, 12, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
LONGEST = timedelta(minutes=10)
COURIER, WIRE = "https://courier.example", "https://wire.example"


def test_each_request_to_a_site_starts_after_the_one_before(store: Store) -> None:
    starts = [store.take_turn(COURIER, NOON, SECOND, LONGEST) for _ in range(3)]
    assert starts == [NOON, NOON + SECOND, NOON + 2 * SECOND]
    assert store.take_turn(WIRE, NOON, SECOND, LONGEST) == NOON
    assert store.take_turn(COURIER, NOON + 60 * SECOND, SECOND, LONGEST) == NOON + 60 * SECOND


def test_a_turn_reserved_by_a_clock_that_was_ahead_does_not_count(store: Store) -> None:
    store.take_turn(COURIER, NOON + timedelta(days=365), SECOND, LONGEST)
    assert store.take_turn(COURIER, NOON, SECOND, LONGEST) == NOON
    assert store.take_turn(COURIER, NOON, SECOND, LONGEST) == NOON + SECOND
