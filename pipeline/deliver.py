"""The step that delivers: assign recipients to alerts, bundle them, store each mail, send it and mark it as sent."""

import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from alerts import (
    Bundles,
    bundle,
    message_id,
    name_recipient,
    notice_message_id,
    quiet_digests,
    render_notices,
)
from news import Digest, Standing, StoredMatch, WaitingAlert
from pipeline.execution import Stage
from pipeline.lanes import STAGE, Tally, send_stored
from pipeline.outcomes import DeliverOutcome, PassReport, add_up
from pipeline.questions import find_question_for_mail
from pipeline.runtime import Runtime
from pipeline.settings import services
from pipeline.stages import PassRun
from storage import StoreError
from trails import counted

ROUNDS = 3  # attempts at bundling: if another run takes some of the alerts of a digest, the others are bundled again
logger = logging.getLogger(__name__)


def deliver(run: PassRun, report: PassReport) -> PassReport:
    """Send the mails that are due."""
    store = run.runtime.store
    is_idle = not (_waiting(run.runtime, held=0) or store.waiting_notices())
    outcomes = run.run_alone(Stage(STAGE, send_mail, idle=is_idle), STAGE, [run.seed] if run.seed else [])
    return replace(report, delivering=add_up(DeliverOutcome, [report.delivering, *outcomes]))


def withhold(run: PassRun, report: PassReport) -> PassReport:
    """Send nothing; report how much is waiting."""
    left = _waiting(run.runtime, held=0)
    notes = (f"this run was not to send mail: {counted(left, 'alert or mail', 'alerts and mails')} waiting",)
    return replace(report, delivering=DeliverOutcome(waiting=left, notes=notes if left else ()))


def send_mail(runtime: Runtime, batch: Sequence[str], now: datetime) -> DeliverOutcome:
    """Send the mails that are due. `batch`: names of the seeds whose alerts may be bundled now; empty for all.

    Mails are stored before they are sent, so that a crash can at worst send one mail twice, with the same Message-ID.
    Mails that could not be sent wait for the next run. Raises StoreError, SettingsError.
    """
    runtime.store.address_alerts(_recipients(runtime))
    tally = Tally()
    if not _has_open_channel(runtime):
        return _without_server(runtime)
    held = _bundle(runtime, batch, now, tally)
    if runtime.mailer:
        _bundle_notices(runtime, now, tally)
        _store_quiet_mails(runtime, batch, now, tally)
    send_stored(runtime, now, tally)
    return DeliverOutcome(
        sent=tally.sent,
        failed=tally.failed,
        given_up=tally.given_up,
        held=held,
        waiting=_waiting(runtime, held),
        errors=tally.errors,
        left=dict(tally.left),
        notes=tuple(tally.notes),
        undone=tally.undone,
    )


def _has_open_channel(runtime: Runtime) -> bool:
    """Whether there is a mail server, or a recipient on another channel."""
    others = (*services(runtime.settings), *(hook for seed in runtime.store.seeds() for hook in seed.settings.webhooks))
    return runtime.mailer is not None or any(runtime.channels.channel_for(one).is_open for one in others)


def _waiting_alerts(runtime: Runtime, seeds: Sequence[str]) -> list[WaitingAlert]:
    waiting = [alert for alert in runtime.store.waiting_alerts() if not seeds or alert.seed.name in seeds]
    return [alert for alert in waiting if runtime.channels.channel_for(alert.recipient).is_open]


def _recipients(runtime: Runtime) -> dict[str, tuple[str, ...]]:
    named = {seed.name: seed.settings.recipients or runtime.settings.recipients for seed in runtime.store.seeds()}
    return {name: recipients for name, recipients in named.items() if recipients}


def _without_server(runtime: Runtime) -> DeliverOutcome:
    left = _waiting(runtime, held=0)
    notes = (f"no mail server is set (STORYWAKE_SMTP_URL): {counted(left, 'alert')} waiting",)
    return DeliverOutcome(waiting=left, notes=notes if runtime.store.queue_depths()["alerts waiting"] else ())


def _waiting(runtime: Runtime, held: int) -> int:
    depths = runtime.store.queue_depths()
    return max(depths["alerts waiting"] - held, 0) + depths["deliveries waiting"]


def _bundle(runtime: Runtime, seeds: Sequence[str], now: datetime, tally: Tally) -> int:
    bundles, store = Bundles((), 0), runtime.store
    for _ in range(ROUNDS):
        sent = store.digest_times(now - timedelta(days=3))
        bundles = bundle(_waiting_alerts(runtime, seeds), now, sent, store.mutes(now))
        written = [_try_to_store(runtime, digest, tally) for digest in bundles.due]
        if all(written):
            break
    return bundles.held


def _try_to_store(runtime: Runtime, digest: Digest, tally: Tally) -> bool:
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


def _store_mail(runtime: Runtime, digest: Digest, tally: Tally) -> bool:
    reported = {alert.development for alert in digest.alerts if alert.development}
    opened = {alert.development for alert in digest.alerts if alert.development and alert.standing is Standing.OPENS}
    whole = replace(
        digest,
        so_far=runtime.store.story_so_far(digest.seed.name, digest.recipient, reported, opened),
        question=_question(runtime, digest, tally),
    )
    name = message_id(digest, runtime.settings.mail_from, runtime.signing)
    message = runtime.channels.channel_for(digest.recipient).write(whole, name)
    stored = runtime.store.save_delivery(whole, name, message)
    if not stored:
        logger.info("%s: another run has taken some of these alerts", digest.seed.name)
    return stored


def _question(runtime: Runtime, digest: Digest, tally: Tally) -> StoredMatch | None:
    """What the mail asks its recipient; nothing if it reports nothing, is no mail, or answers are not read."""
    asks = digest.alerts and runtime.channels.channel_for(digest.recipient).asks and runtime.signing.takes_answers
    if not asks or digest.seed.name in tally.unasked:
        return None
    question = find_question_for_mail(runtime, digest.seed, digest.created_at)
    if question is None:  # looking takes a while in a long story, and the other recipients' mails would repeat it
        tally.unasked.add(digest.seed.name)
    return question


def _store_quiet_mails(runtime: Runtime, names: Sequence[str], now: datetime, tally: Tally) -> None:
    """Store a "nothing new" mail for each seed with `still_watching` whose recipients got no mail for a week."""
    default, store = runtime.settings.recipients, runtime.store
    asking = [
        (seed, seed.settings.recipients or default)
        for seed in store.seeds()
        if seed.settings.still_watching and (not names or seed.name in names)
    ]
    if asking:
        sent, mutes = store.digest_times(now - timedelta(days=8)), store.mutes(now)
        for digest in quiet_digests(asking, now, sent, mutes, store.seeds_added()):
            _try_to_store(runtime, digest, tally)


def _bundle_notices(runtime: Runtime, now: datetime, tally: Tally) -> None:
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
