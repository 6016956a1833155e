"""Send the stored mails that are due, in one lane for each mail server or host of a webhook.

The lanes are worked through at the same time and the deliveries of a lane one after the other, so that a receiver that
does not answer holds up nobody else's. How many deliveries a run leaves, and why, is counted.
"""

import logging
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from contextvars import copy_context
from dataclasses import dataclass, field
from datetime import datetime
from time import monotonic

from alerts import (
    Channel,
    Lane,
    MailError,
    find_resting,
    is_borne_out,
    lane_of,
    may_try,
    may_wait_for_limit,
    name_recipient,
    retry_time,
    retry_time_after_limit,
    share_out,
    should_give_up,
)
from news import DueDelivery, UnsentDelivery, is_due, is_local
from pipeline.leases import LEASE, Held, clock_from, holding
from pipeline.runtime import Runtime
from storage import Queue

STAGE = "send mail"
MOST_MAILS = 500  # tried in one run
MOST_SECONDS = 180.0  # for sending in one run, so that many slow receivers do not hold up the next run
MOST_SILENCES = 2  # mails without an answer from a mail server that is up: it may hang on these mails only
MOST_LIMITS = 2  # recipients refused in a row because of a limit: it is the sender's, and the lane waits
CLAIMED = f"another run has claimed them (claims of a killed run expire within {LEASE.seconds // 60} minutes)"
CLOSED = "no mail server is set (STORYWAKE_SMTP_URL)"
REFUSED_FOR_NOW = "no more is taken for these recipients for now"
FAILED_BEFORE = "they failed before and are tried again later"
TAKEN_BACK = "they changed after this run had claimed them, or another run sends them"
OVER_LIMIT = f"one run sends at most {MOST_MAILS}"
OUT_OF_TIME = f"one run sends for at most {MOST_SECONDS / 60:.0f} minutes"
logger = logging.getLogger(__name__)


@dataclass(slots=True)
class Tally:
    """What came of bundling and sending.

    `left` counts the deliveries that were not tried, by reason; `undone` maps the ids of those that an error of this
    machine stopped to the error. `unasked` contains the seeds about which this run has nothing more to ask.
    """

    sent: int = 0
    failed: int = 0
    given_up: int = 0
    errors: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    left: Counter[str] = field(default_factory=Counter)
    undone: dict[int, str] = field(default_factory=dict)
    unasked: set[str] = field(default_factory=set)

    def add(self, other: "Tally") -> None:
        """Add the counts of another tally to this one."""
        self.sent += other.sent
        self.failed += other.failed
        self.given_up += other.given_up
        self.errors.update(other.errors)
        self.notes += other.notes
        self.left.update(other.left)
        self.undone.update(other.undone)


def send_stored(runtime: Runtime, now: datetime, tally: Tally) -> None:
    """Send the stored mails that are due. Raises StoreError."""
    lanes = _choose(runtime, runtime.store.unsent_deliveries(), now, tally)
    ids = [one.id for lane in lanes.values() for one in lane]
    with holding(runtime, Queue.DELIVERIES, clock_from(now)) as untried:
        claimed = runtime.store.claim_deliveries(now, lease=LEASE, limit=MOST_MAILS, ids=ids, holder=untried.holder)
        untried.update(one.id for one in claimed)
        _leave(tally, CLAIMED, len(ids) - len(claimed))
        runtime.progress.expect(STAGE, len(claimed))
        found = {one.id: one for one in claimed}
        mine = {lane: [found[one.id] for one in chosen if one.id in found] for lane, chosen in lanes.items()}
        if runtime.rehearses:
            tally.notes += [_would_send(one) for one in claimed]
            runtime.progress.advance(STAGE, len(claimed))
        else:
            _work_through(runtime, mine, untried, now, tally)


def _choose(
    runtime: Runtime, unsent: Sequence[UnsentDelivery], now: datetime, tally: Tally
) -> dict[Lane, list[UnsentDelivery]]:
    """The deliveries to try in this run, by lane; the others are counted with the reason."""
    due, resting = [], find_resting(unsent, now)
    for one in unsent:
        if not runtime.rehearses and not runtime.channels.channel_for(one.recipient).is_open:
            _leave(tally, CLOSED)
        elif not is_due(one.claimed_until, now, LEASE):
            _leave(tally, CLAIMED)
        elif one.recipient in resting or not may_try(one, now):
            _leave(tally, FAILED_BEFORE)
        elif lane_of(one.recipient) in runtime.silent_lanes:
            _leave(tally, _silence(one.recipient))
        else:
            due.append(one)
    lanes = share_out(due, lane_of, MOST_MAILS)
    _leave(tally, OVER_LIMIT, len(due) - sum(map(len, lanes.values())))
    return lanes


def _work_through(
    runtime: Runtime, lanes: dict[Lane, list[DueDelivery]], untried: Held, now: datetime, tally: Tally
) -> None:
    until = monotonic() + MOST_SECONDS
    workers = runtime.settings.fetch_workers
    with ThreadPoolExecutor(workers, thread_name_prefix=STAGE) as pool, runtime.interruptible():
        futures = [  # in a copy of the context, from which Prefect knows the run that log lines belong to
            pool.submit(copy_context().run, _LaneRun(runtime, lane, untried, now).send, deliveries, until)
            for lane, deliveries in lanes.items()
            if deliveries
        ]
        wait(futures)
    for future in futures:
        tally.add(future.result())


class _LaneRun:
    """The deliveries of one lane while they are sent."""

    def __init__(self, runtime: Runtime, lane: Lane, untried: Held, now: datetime) -> None:
        self._runtime = runtime
        self._lane = lane
        self._untried = untried
        self._now = now
        self._tally = Tally()
        self._silences = 0
        self._limits = 0  # recipients refused in a row because of a limit
        self._limited = set[str]()  # every recipient refused because of a limit

    def send(self, deliveries: Sequence[DueDelivery], until: float) -> Tally:
        """Send the deliveries, until the lane's receiver turns out not to answer or the time is up."""
        channel = self._runtime.channels.channel_for(deliveries[0].recipient)
        problem = ""
        for number, delivery in enumerate(deliveries):
            self._runtime.go_on()
            problem = problem or (OUT_OF_TIME if monotonic() > until else "")
            if problem:
                _leave(self._tally, problem, len(deliveries) - number)
                self._runtime.progress.advance(STAGE, len(deliveries) - number)
                break
            problem = self._send_one(channel, delivery)
            self._runtime.progress.advance(STAGE)
        return self._tally

    def _send_one(self, channel: Channel, delivery: DueDelivery) -> str:
        """Send one delivery; returns why no other of this lane can be sent now, "" if others can."""
        runtime, tally = self._runtime, self._tally
        if delivery.recipient in self._limited:
            _leave(tally, REFUSED_FOR_NOW)
            return ""
        if not runtime.store.begin_sending(delivery.id, self._now, holder=self._untried.holder):
            self._untried.discard(delivery.id)
            _leave(tally, TAKEN_BACK)
            return ""
        try:
            channel.send(delivery, self._now)
        except MailError as error:
            return self._take_failure(channel, delivery, error)
        runtime.store.mark_sent(delivery.id, self._now)
        self._untried.discard(delivery.id)
        tally.sent += 1
        self._limits = 0
        logger.info("Mail about %s sent to %s", _topic(delivery), name_recipient(delivery.recipient))
        return ""

    def _take_failure(self, channel: Channel, delivery: DueDelivery, error: MailError) -> str:
        """Record a failure, unless the recipient has no part in it; returns what `_send_one` does."""
        if is_local(error):
            self._runtime.go_on()  # stopped, perhaps after the receiver had taken it: it stays begun
            self._runtime.store.abandon_sending(delivery.id, holder=self._untried.holder)
            self._tally.undone[delivery.id] = f"{name_recipient(delivery.recipient)}: {error}"
            return ""
        if error.is_limit and (channel.has_own_server or may_wait_for_limit(delivery, self._now)):
            return self._wait_for_limit(delivery, error)
        problem = self._find_silence(channel, delivery, error)
        self._fail(delivery, error, is_our_fault=bool(problem) and channel.has_own_server)
        self._untried.discard(delivery.id)
        return problem

    def _wait_for_limit(self, delivery: DueDelivery, error: MailError) -> str:
        """Leave the mails to a recipient who is refused because of a limit, and after two of them all of the lane.

        The limit is the sender's or the recipient's own, which only other recipients can tell. It does not count as an
        attempt, so no mail is given up for it, but the recipient falls behind the others.
        """
        again = retry_time_after_limit(delivery, self._now, error.retry_at)
        self._runtime.store.abandon_sending(delivery.id, again, holder=self._untried.holder)
        self._limited.add(delivery.recipient)
        self._tally.failed += 1
        self._tally.errors[name_recipient(delivery.recipient)] = str(error)
        self._limits += 1
        logger.warning("Mail about %s waits: %s", _topic(delivery), error)
        if self._limits < MOST_LIMITS:
            return ""
        self._runtime.silent_lanes.add(self._lane)
        return f"the receiver takes no more for now: {error}"

    def _find_silence(self, channel: Channel, delivery: DueDelivery, error: MailError) -> str:
        """Why the whole lane is held up, "" if the failure concerns only this delivery."""
        if error.permanent:
            return ""
        problem = ""
        if not channel.has_own_server:
            problem = _silence(delivery.recipient) if error.silent else ""
        else:
            self._silences += error.silent
            try:
                channel.check()
            except MailError as down:
                problem = f"the mail server is down: {down}"
            else:
                problem = f"the mail server did not answer {MOST_SILENCES} times" if self._is_stuck() else ""
        if problem:
            self._runtime.silent_lanes.add(self._lane)
            logger.warning("The other mails of this lane wait for the next run: %s", problem)
        return problem

    def _is_stuck(self) -> bool:
        return self._silences >= MOST_SILENCES

    def _fail(self, delivery: DueDelivery, error: MailError, *, is_our_fault: bool) -> None:
        hopeless = self._is_hopeless(delivery, permanent=error.permanent)
        # the installation's own server being down says nothing about the mail, so the next run tries it again
        again = self._now if is_our_fault and not self._is_stuck() else retry_time(delivery, self._now)
        self._runtime.store.mark_failed(
            delivery.id, str(error), self._now, give_up=hopeless, retry_at=again, holder=self._untried.holder
        )
        self._tally.failed += 1
        self._tally.given_up += hopeless
        self._tally.errors[name_recipient(delivery.recipient)] = f"{error}{'; given up' if hopeless else ''}"
        logger.warning("Mail about %s not sent%s: %s", _topic(delivery), ", given up" if hopeless else "", error)

    def _is_hopeless(self, delivery: DueDelivery, *, permanent: bool) -> bool:
        if not should_give_up(delivery, self._now, permanent=permanent):
            return False
        # the clock may have jumped ahead, so that the mail is hours old, and not days
        passes = self._runtime.store.pass_times(delivery.created_at, self._now)
        return is_borne_out(delivery, self._now, passes, permanent=permanent)


def _leave(tally: Tally, reason: str, number: int = 1) -> None:
    if number:
        tally.left[reason] += number


def _silence(recipient: str) -> str:
    return f"{name_recipient(recipient)} does not answer"


def _topic(delivery: DueDelivery) -> str:
    return delivery.seed or "storywake itself"


def _would_send(delivery: DueDelivery) -> str:
    return f"a mail about {_topic(delivery)} would go to {name_recipient(delivery.recipient)}"
