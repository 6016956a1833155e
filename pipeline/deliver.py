"""The step that delivers: assign recipients to alerts, bundle them, store each mail, send it and mark it as sent."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from alerts import (
    Bundles,
    Channel,
    MailError,
    bundle,
    message_id,
    name_recipient,
    notice_message_id,
    quiet_digests,
    render_notices,
    should_give_up,
)
from news import Digest, DueDelivery, StoredMatch, WaitingAlert, is_local
from pipeline.execution import Stage
from pipeline.leases import LEASE, clock_from, holding
from pipeline.outcomes import DeliverOutcome, PassReport, add_up, count_of
from pipeline.questions import find_question_for_mail
from pipeline.runtime import Runtime
from pipeline.settings import services
from pipeline.stages import PassRun
from storage import Queue, StoreError

STAGE = "send mail"
MOST_MAILS = 500  # in one run; the others are reported as waiting
ROUNDS = 3  # attempts at bundling: if another run takes some of the alerts of a digest, the others are bundled again
SILENT_SERVER = 2  # failures in a row after which we check whether the server is reachable at all
logger = logging.getLogger(__name__)


@dataclass(slots=True)
class _Tally:
    sent: int = 0
    failed: int = 0
    given_up: int = 0
    in_a_row: int = 0
    limits_in_a_row: int = 0
    full: set[Channel] = field(default_factory=set)
    server_is_down: bool = False
    errors: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    undone: dict[int, str] = field(default_factory=dict)
    unasked: set[str] = field(default_factory=set)  # seeds about which this run has nothing (more) to ask


def deliver(run: PassRun, report: PassReport) -> PassReport:
    """Send the mails that are due."""
    outcomes = run.run_alone(Stage(STAGE, send_mail), STAGE, (run.seed,) if run.seed else ())
    return replace(report, delivering=add_up(DeliverOutcome, [report.delivering, *outcomes]))


def withhold(run: PassRun, report: PassReport) -> PassReport:
    """Send nothing; report how much is waiting."""
    left = _waiting(run.runtime, held=0)
    notes = (f"this run was not to send mail: {count_of(left, 'alert or mail', 'alerts and mails')} waiting",)
    return replace(report, delivering=DeliverOutcome(waiting=left, notes=notes if left else ()))


def send_mail(runtime: Runtime, batch: Sequence[str], now: datetime) -> DeliverOutcome:
    """Send the mails that are due. `batch`: names of the seeds whose alerts may be bundled now; empty for all.

    Mails are stored before they are sent, so that a crash can at worst send one mail twice, with the same Message-ID.
    Mails that could not be sent wait for the next run. Raises StoreError, SettingsError.
    """
    runtime.store.address_alerts(_recipients(runtime))
    tally = _Tally()
    if not _has_open_channel(runtime):
        return _without_server(runtime)
    held = _bundle(runtime, batch, now, tally)
    if runtime.mailer:
        _bundle_notices(runtime, now, tally)
        _store_quiet_mails(runtime, batch, now, tally)
    _send_all(runtime, now, tally)
    _note_rest(runtime, tally)
    counts = (tally.sent, tally.failed, tally.given_up, held, _waiting(runtime, held))
    return DeliverOutcome(*counts, tally.errors, tuple(tally.notes), tally.undone)


def _has_open_channel(runtime: Runtime) -> bool:
    """Whether there is a mail server, or a recipient on another channel."""
    others = (*services(runtime.settings), *(hook for seed in runtime.store.seeds() for hook in seed.settings.webhooks))
    return runtime.mailer is not None or any(runtime.channels.channel_for(one).is_open for one in others)


def _waiting_alerts(runtime: Runtime, seeds: Sequence[str]) -> list[WaitingAlert]:
    waiting = [alert for alert in runtime.store.waiting_alerts() if not seeds or alert.seed.name in seeds]
    return [alert for alert in waiting if runtime.channels.channel_for(alert.recipient).is_open]


def _note_rest(runtime: Runtime, tally: _Tally) -> None:
    """Note why this run left mails that it did not try to send, unless a note says so already."""
    rest = runtime.store.queue_depths()["deliveries waiting"] - (tally.failed - tally.given_up) - len(tally.undone)
    if rest <= 0 or tally.server_is_down or tally.full or runtime.rehearses:
        return
    if tally.sent + tally.failed >= MOST_MAILS:
        why = f"one run sends at most {MOST_MAILS}"
    else:
        minutes = LEASE.seconds // 60
        why = f"another run has claimed them (claims of a killed run expire within {minutes} minutes)"
    tally.notes.append(f"{count_of(rest, 'mail')} left: {why}")


def _recipients(runtime: Runtime) -> dict[str, tuple[str, ...]]:
    named = {seed.name: seed.settings.recipients or runtime.settings.recipients for seed in runtime.store.seeds()}
    return {name: recipients for name, recipients in named.items() if recipients}


def _without_server(runtime: Runtime) -> DeliverOutcome:
    left = _waiting(runtime, held=0)
    notes = (f"no mail server is set (STORYWAKE_SMTP_URL): {count_of(left, 'alert')} waiting",)
    return DeliverOutcome(waiting=left, notes=notes if runtime.store.waiting_alerts() else ())


def _waiting(runtime: Runtime, held: int) -> int:
    depths = runtime.store.queue_depths()
    return max(depths["alerts waiting"] - held, 0) + depths["deliveries waiting"]


def _bundle(runtime: Runtime, seeds: Sequence[str], now: datetime, tally: _Tally) -> int:
    bundles, store = Bundles((), 0), runtime.store
    for _ in range(ROUNDS):
        sent = store.digest_times(now - timedelta(days=3))
        bundles = bundle(_waiting_alerts(runtime, seeds), now, sent, store.mutes())
        written = [_try_to_store(runtime, digest, tally) for digest in bundles.due]
        if all(written):
            break
    return bundles.held


def _try_to_store(runtime: Runtime, digest: Digest, tally: _Tally) -> bool:
    """Store a mail. False if another run has taken some of its alerts, so that the rest must be bundled again."""
    try:
        return _store_mail(runtime, digest, tally)
    except StoreError:
        raise
    except Exception as error:  # a digest that cannot be rendered must not hold up the others
        logger.exception("The mail about %s cannot be written", digest.seed.name)
        tally.errors[name_recipient(digest.recipient)] = f"the mail about {digest.seed.name} cannot be written: {error}"
        tally.failed += 1
        return True


def _store_mail(runtime: Runtime, digest: Digest, tally: _Tally) -> bool:
    reported = {alert.development for alert in digest.alerts if alert.development}
    whole = replace(
        digest,
        so_far=runtime.store.story_so_far(digest.seed.name, digest.recipient, reported),
        question=_question(runtime, digest, tally),
    )
    name = message_id(digest, runtime.settings.mail_from, runtime.signing)
    message = runtime.channels.channel_for(digest.recipient).write(whole, name)
    stored = runtime.store.save_delivery(whole, name, message)
    if not stored:
        logger.info("%s: another run has taken some of these alerts", digest.seed.name)
    return stored


def _question(runtime: Runtime, digest: Digest, tally: _Tally) -> StoredMatch | None:
    """What the mail asks its recipient; nothing if it reports nothing, is no mail, or answers are not read."""
    asks = digest.alerts and runtime.channels.channel_for(digest.recipient).asks and runtime.signing.takes_answers
    if not asks or digest.seed.name in tally.unasked:
        return None
    question = find_question_for_mail(runtime, digest.seed, digest.created_at)
    if (
        question is None
    ):  # looking for one takes a while in a long story, and the other recipients' mails would repeat it
        tally.unasked.add(digest.seed.name)
    return question


def _store_quiet_mails(runtime: Runtime, names: Sequence[str], now: datetime, tally: _Tally) -> None:
    """Store a "nothing new" mail for each seed with `still_watching` whose recipients got no mail for a week."""
    default, store = runtime.settings.recipients, runtime.store
    asking = [
        (seed, seed.settings.recipients or default)
        for seed in store.seeds()
        if seed.settings.still_watching and (not names or seed.name in names)
    ]
    if asking:
        for digest in quiet_digests(asking, now, store.digest_times(now - timedelta(days=8)), store.mutes()):
            _try_to_store(runtime, digest, tally)


def _bundle_notices(runtime: Runtime, now: datetime, tally: _Tally) -> None:
    """Store one mail to the operator with all new notices; without an operator, notices wait until one is set."""
    operator, sender = runtime.settings.operator, runtime.settings.mail_from
    notices = runtime.store.waiting_notices() if operator else []
    if not notices:
        return
    try:
        message, name = render_notices(notices, sender, operator, now), notice_message_id(notices, sender)
    except ValueError as error:
        tally.errors[operator] = f"the notices cannot be written: {error}"
        tally.failed += 1
        return
    runtime.store.save_notice_mail([one.id for one in notices], operator, name, message.as_bytes(), now)


def _send_all(runtime: Runtime, now: datetime, tally: _Tally) -> None:
    with holding(runtime, Queue.DELIVERIES, clock_from(now)) as untried:
        due = runtime.store.claim_deliveries(now, lease=LEASE, limit=MOST_MAILS)
        untried.update(delivery.id for delivery in due)
        runtime.progress.expect(STAGE, len(due))
        for delivery in due:
            if tally.in_a_row >= SILENT_SERVER and not _is_reachable(runtime, tally):
                return
            runtime.go_on()
            if runtime.rehearses:
                tally.notes.append(f"a mail about {_topic(delivery)} would go to {name_recipient(delivery.recipient)}")
                continue
            channel = runtime.channels.channel_for(delivery.recipient)
            if not channel.is_open or channel in tally.full:
                continue
            if _send_one(runtime, channel, delivery, now, tally):
                untried.remove(delivery.id)  # the claims of the others are released
            runtime.progress.advance(STAGE)


def _topic(delivery: DueDelivery) -> str:
    return delivery.seed or "storywake itself"


def _send_one(runtime: Runtime, channel: Channel, delivery: DueDelivery, now: datetime, tally: _Tally) -> bool:
    """Send a mail; False if it is to wait as if it had not been tried."""
    try:
        channel.send(delivery, now)
    except MailError as error:
        if is_local(error):  # not counted as an attempt
            tally.undone[delivery.id] = f"{name_recipient(delivery.recipient)}: {error}"
            return False
        if error.is_limit:
            _wait_for_limit(channel, delivery, error, tally)
            return False
        _fail(runtime, delivery, error, now, tally)
        return True
    runtime.store.mark_sent(delivery.id, now)
    tally.sent += 1
    tally.in_a_row = tally.limits_in_a_row = 0
    logger.info("Mail about %s sent to %s", _topic(delivery), name_recipient(delivery.recipient))
    return True


def _wait_for_limit(channel: Channel, delivery: DueDelivery, error: MailError, tally: _Tally) -> None:
    """Leave a mail that is refused because of the sender's own limit, and after two of them all mails of this run.

    It does not count as an attempt, because the recipient has no part in it; so the mail is never given up for it.
    """
    tally.failed += 1
    tally.errors[name_recipient(delivery.recipient)] = str(error)
    tally.limits_in_a_row += 1
    logger.warning("Mail about %s waits: %s", _topic(delivery), error)
    if tally.limits_in_a_row >= SILENT_SERVER:
        tally.full.add(channel)
    if tally.limits_in_a_row == SILENT_SERVER:
        tally.notes.append(f"the mail server takes no more mail for now; all mails wait for the next run: {error}")


def _fail(runtime: Runtime, delivery: DueDelivery, error: MailError, now: datetime, tally: _Tally) -> None:
    hopeless = should_give_up(delivery, now, permanent=error.permanent)
    runtime.store.mark_failed(delivery.id, str(error), now, give_up=hopeless)
    tally.failed += 1
    tally.given_up += hopeless
    tally.in_a_row = 0 if error.permanent else tally.in_a_row + 1
    tally.errors[name_recipient(delivery.recipient)] = f"{error}{'; given up' if hopeless else ''}"
    logger.warning("Mail about %s not sent%s: %s", _topic(delivery), ", given up" if hopeless else "", error)


def _is_reachable(runtime: Runtime, tally: _Tally) -> bool:
    """Whether the mail server is up, so that the failures so far concern single recipients."""
    try:
        runtime.channels.check()
    except MailError as error:
        tally.server_is_down = True
        tally.notes.append(f"the mail server is down; the other mails wait for the next run: {error}")
        logger.warning("%s", tally.notes[-1])
        return False
    tally.in_a_row = 0
    return True
