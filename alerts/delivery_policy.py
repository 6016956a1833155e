"""Which stored mails are sent now, when a failed one is tried again, and when it is given up. Pure."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import islice, pairwise

from news import DueDelivery, UnsentDelivery, is_due

REFUSALS = 3  # failures, of which the last is permanent, before a delivery is given up
REFUSED_FOR = timedelta(days=1)  # a misconfigured server refuses permanently too, and is usually fixed by the next day
PATIENCE = timedelta(days=5)  # the usual time for which mail servers themselves retry
# Failures without which no delivery is given up, however old it is: this machine may have been off for a week.
TRIES = 5
FIRST_WAIT = timedelta(minutes=10)  # after the first failure: shorter than the usual time between two runs
LONGEST_WAIT = timedelta(hours=6)
LONGEST_REST = timedelta(hours=1)  # a limit of mails per hour or day is over at a time that nobody tells
Lane = tuple[str, str]


def should_give_up(delivery: DueDelivery, now: datetime, *, permanent: bool) -> bool:
    """Whether to give up a delivery after another failure, which its `attempts` does not include yet.

    `permanent`: the receiver says that retrying will not help. Even then a delivery is given up only after three
    failures, and not within a day of its creation; after any other failure, five days after its creation and after
    five failures.
    """
    waited = now - delivery.created_at
    if permanent:
        return delivery.attempts + 1 >= REFUSALS and waited >= REFUSED_FOR
    return waited > PATIENCE and delivery.attempts + 1 >= TRIES


def is_borne_out(delivery: DueDelivery, now: datetime, passes: Iterable[datetime], *, permanent: bool) -> bool:
    """Whether passes were made for as long as a delivery must have failed before it is given up.

    `passes`: when those since its creation ended, in order. In a pause between two of them this machine may have been
    off, or its clock may have jumped ahead, so the longest does not count, and of any other at most the required time
    divided by the required failures: a third of a day if the last failure is permanent, else a day.
    """
    required, failures = (REFUSED_FOR, REFUSALS) if permanent else (PATIENCE, TRIES)
    moments = pairwise((delivery.created_at, *passes, now))
    pauses = sorted(min(later - earlier, required / failures) for earlier, later in moments)
    return sum(pauses[:-1], timedelta()) >= required


def retry_time(delivery: DueDelivery, now: datetime) -> datetime:
    """When to try a delivery again after another failure, which its `attempts` does not include yet.

    The wait doubles with each failure, from ten minutes to six hours.
    """
    doublings = min(delivery.attempts, 10)  # the longest wait is reached long before
    return now + min(FIRST_WAIT * (1 << doublings), LONGEST_WAIT)


def retry_time_after_limit(delivery: DueDelivery, now: datetime, asked: datetime | None = None) -> datetime:
    """When to try a delivery again that was refused because of a limit, which counts as no attempt.

    It waits until the time that the receiver asked for, for six hours at most; if it named none, for as long as it has
    waited already, from ten minutes to an hour.
    """
    if asked is not None:
        return min(asked, now + LONGEST_WAIT)
    return now + min(max(now - delivery.created_at, FIRST_WAIT), LONGEST_REST)


def may_wait_for_limit(delivery: DueDelivery, now: datetime) -> bool:
    """Whether a limit still counts as no attempt at a receiver that limits nobody else's mails.

    One that always answers so would otherwise never be given up.
    """
    return now - delivery.created_at <= PATIENCE


def may_try(delivery: UnsentDelivery, now: datetime) -> bool:
    """Whether a delivery may be tried now; also if the time planned for it comes from a clock that was ahead."""
    return is_due(delivery.retry_at, now, LONGEST_WAIT)


def find_resting(unsent: Iterable[UnsentDelivery], now: datetime) -> set[str]:
    """The recipients to whom nothing is sent now, because a mail to them was refused because of a limit."""
    return {one.recipient for one in unsent if _was_limited(one) and not may_try(one, now)}


def share_out(
    due: Iterable[UnsentDelivery], lane_of: Callable[[str], Lane], limit: int
) -> dict[Lane, list[UnsentDelivery]]:
    """Choose at most `limit` deliveries, and divide them by lane: the channel and host that a recipient is reached by.

    Each channel gets an equal share as long as it has deliveries, and within a channel each host, so that those to one
    receiver that accepts nothing do not keep the others back. Within a lane the least often tried come first, and of
    those the most recent; whoever was refused because of a limit comes last, in turn. In the result, lanes with a
    delivery not tried yet come first.
    """
    lanes: dict[Lane, list[UnsentDelivery]] = defaultdict(list)
    for one in due:
        lanes[lane_of(one.recipient)].append(one)
    channels: dict[str, list[list[tuple[Lane, UnsentDelivery]]]] = defaultdict(list)
    for lane, waiting in lanes.items():
        channels[lane[0]].append([(lane, one) for one in _in_order(waiting)])
    chosen: dict[Lane, list[UnsentDelivery]] = defaultdict(list)
    for lane, one in islice(_in_turn([list(_in_turn(hosts)) for hosts in channels.values()]), limit):
        chosen[lane].append(one)
    return dict(sorted(chosen.items(), key=lambda lane: lane[1][0].attempts))


def _in_order(waiting: Iterable[UnsentDelivery]) -> list[UnsentDelivery]:
    """The deliveries of a lane. Two refusals hold it up, so the recipients that were refused last must not lead it."""
    ordered = sorted(waiting, key=lambda one: (one.attempts, -_due_since(one).timestamp(), one.id))
    limited = {one.recipient: _due_since(one).timestamp() for one in reversed(ordered) if _was_limited(one)}
    return sorted(ordered, key=lambda one: limited.get(one.recipient, 0.0))


def _was_limited(delivery: UnsentDelivery) -> bool:
    return delivery.retry_at is not None and delivery.attempts == 0  # every other failure counts as an attempt


def _due_since(delivery: UnsentDelivery) -> datetime:
    return delivery.retry_at or delivery.created_at


def _in_turn(
    groups: Sequence[Sequence[tuple[Lane, UnsentDelivery]]],
) -> Iterator[tuple[Lane, UnsentDelivery]]:
    """One item of each group, then the next of each, until all are empty."""
    iterators = [iter(group) for group in groups]
    while iterators:
        left = []
        for iterator in iterators:
            for item in islice(iterator, 1):
                left.append(iterator)
                yield item
        iterators = left
