"""The step that applies the recipients' replies to their mails, and records bounced mails."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime

from alerts import (
    AUTOMATIC,
    Answered,
    Bounce,
    Ignored,
    Inbox,
    InboxError,
    RefusedMessageError,
    Reply,
    Unreadable,
    find_instructions,
    no_command_reason,
    open_inbox,
    read_reply,
    read_subject,
    recipient_key,
    seems_automatic,
    sender_key,
)
from news import SentMail
from pipeline.execution import Stage
from pipeline.leases import HELD_FOR, alone
from pipeline.outcomes import PassReport, RepliesOutcome, add_up
from pipeline.reply_actions import GOOD_FOR, InboxOutcome, Request, answer_not_understood, carry_out
from pipeline.runtime import Runtime
from pipeline.settings import SettingsError
from pipeline.stages import PassRun
from storage import StoreError
from trails import counted

STAGE = "obey answers"
MOST_MESSAGES = 500  # in one run; the others wait for the next
LIMIT = 60.0  # seconds for reading the inbox in one run; then mails are sent, and the next run reads on
CONNECTIONS = 20  # in one run: messages that make the server hang up must not keep the others from being read
FAILURES = 3  # connections on which no message could be asked for, after which the inbox is left for the next run
HELD = f"another run is reading the inbox ({HELD_FOR})"
logger = logging.getLogger(__name__)


def apply_replies(run: PassRun, report: PassReport) -> PassReport:
    """Apply new replies, before anything is sent. Whatever goes wrong, the mails are sent afterwards."""
    if run.runtime.settings.inbox_url is None:
        return report
    outcomes = run.run_alone(Stage(STAGE, apply_new_replies), STAGE, None)
    return replace(report, replies=add_up(RepliesOutcome, [report.replies, *outcomes]))


def apply_new_replies(runtime: Runtime, _nothing: None, now: datetime) -> RepliesOutcome:
    """Read the inbox for a pass.

    If the inbox cannot be read, the outcome says so, and mails are sent as usual. Raises StoreError, SettingsError.
    """
    outcome = read_inbox(runtime, now)
    notes = [*outcome.done, *(f"reply ignored: {line}" for line in outcome.refused)]
    if outcome.is_held:
        notes.append(f"replies were not read: {HELD}")
    if outcome.error:
        logger.warning("%s", outcome.error)
        notes.append(f"replies were not {'all ' if outcome.read else ''}read: {outcome.error}")
    if outcome.left:
        notes.append(f"{counted(outcome.left, 'new message')} left in the inbox for the next run")
    return RepliesOutcome(
        read=outcome.read,
        applied=len(outcome.done),
        ignored=len(outcome.refused),
        put_aside=len(outcome.put_aside),
        unread={f"message {number}": line for number, line in enumerate(outcome.put_aside, 1)},
        notes=tuple(notes),
    )


def read_inbox(runtime: Runtime, now: datetime, limit: float = LIMIT) -> InboxOutcome:
    """Read new messages and apply them. Each is marked as seen once it has been applied, except in a dry run.

    A message that cannot be read is put aside, and stops no other. The reading ends after `limit` seconds. If another
    run is reading the inbox, nothing is read. A crash before a message is marked means that it is applied again, which
    changes nothing. Raises StoreError, and SettingsError if no inbox is set or its URL is invalid.
    """
    url = runtime.settings.inbox_url
    if url is None:
        raise SettingsError("STORYWAKE_INBOX_URL: not set, so there is no inbox to read")
    try:
        open_inbox(url.get_secret_value(), limit)
    except ValueError as error:
        raise SettingsError(f"STORYWAKE_INBOX_URL: {error}") from None

    def connect(left: float) -> Inbox:
        return open_inbox(url.get_secret_value(), left, runtime.stopping.cutting)

    reading = _Reading(runtime, now, connect, time.monotonic() + limit)
    with alone(runtime, "read the inbox", now) as mine:
        reading.outcome.is_held = not mine
        if mine:
            reading.read_all()
    return reading.outcome


@dataclass(slots=True)
class _Reading:
    """The reading of an inbox: what is left of it, and the outcome so far. `deadline` is on the monotonic clock."""

    runtime: Runtime
    now: datetime
    connect: Callable[[float], Inbox]
    deadline: float
    outcome: InboxOutcome = field(default_factory=InboxOutcome)
    waiting: list[str] | None = None
    begun: int = 0

    @property
    def seconds_left(self) -> float:
        return self.deadline - time.monotonic()

    def read_all(self) -> None:
        """Read what is new, on a new connection if one breaks; what broke it is tried again in the next run."""
        failures = 0
        for _ in range(CONNECTIONS):
            if self.waiting == [] or self.seconds_left <= 0 or failures == FAILURES:
                break
            self.runtime.go_on()
            before = self.begun
            try:
                with self.connect(self.seconds_left) as inbox:
                    self._read_from(inbox)
            except InboxError as error:
                self.outcome.error = str(error)
                if self.begun == before:
                    failures += 1
                else:  # the last one begun has broken the connection
                    self.outcome.left += 1
        self.outcome.left += len(self.waiting or ())
        if self.waiting and self.seconds_left <= 0:
            self.outcome.error = self.outcome.error or "the time for it was up"

    def _read_from(self, inbox: Inbox) -> None:
        if self.waiting is None:
            new = inbox.new_messages()
            self.waiting, self.outcome.left = new[:MOST_MESSAGES], len(new[MOST_MESSAGES:])
        while self.waiting and self.seconds_left > 0:
            self.runtime.go_on()
            self.begun += 1
            self._read_one(inbox, self.waiting.pop(0))

    def _read_one(self, inbox: Inbox, name: str) -> None:
        try:
            message = inbox.read(name)
            problem = "" if message is None else self._apply(message)
        except RefusedMessageError as error:
            problem = str(error)
        if problem:
            self.outcome.put_aside.append(problem)
            logger.warning("A message in the inbox was put aside: %s", problem)
        if not self.runtime.rehearses:
            self._mark(inbox, name, put_aside=bool(problem))

    def _mark(self, inbox: Inbox, name: str, *, put_aside: bool) -> None:
        try:
            (inbox.put_aside if put_aside else inbox.mark)(name)
        except RefusedMessageError as error:  # it is applied again by the next run, which changes nothing
            logger.warning("%s", error)

    def _apply(self, message: bytes) -> str:
        """Apply a message; returns why it cannot be read, "" if it can."""
        self.outcome.read += 1
        try:
            read = read_reply(message, self.runtime.signing)
            if isinstance(read, Unreadable):
                return read.reason
            _apply(self.runtime, read, self.now, self.outcome)
        except StoreError:
            raise
        except Exception as error:  # an error of ours in one message must not stop the others
            logger.exception("A message in the inbox could not be applied")
            return f"an unexpected error: {type(error).__name__}"
        return ""


def _apply(runtime: Runtime, read: Reply | Bounce | Ignored, now: datetime, outcome: InboxOutcome) -> None:
    if isinstance(read, Ignored):
        outcome.refuse(read.reason)
        return
    mail = runtime.store.find_mail(read.fingerprint)
    if mail is None:
        outcome.refuse("the mail it replies to is no longer stored")
    elif isinstance(read, Bounce):
        _record_bounce(runtime, mail, read, now, outcome)
    elif sender_key(read.sender) != sender_key(mail.recipient):
        outcome.refuse(f"{read.sender} replied to a mail that was sent to somebody else")
    elif now - mail.created_at > GOOD_FOR:
        outcome.refuse(f"{read.sender} replied to a mail of {mail.created_at:%Y-%m-%d}, which is too old")
    else:
        _obey(runtime, Answered(mail, read.fingerprint, read.identifier), read, now, outcome)


def _record_bounce(runtime: Runtime, mail: SentMail, bounce: Bounce, now: datetime, outcome: InboxOutcome) -> None:
    """Record a bounce under the address that failed, which can be a member of the list that the mail was sent to."""
    address = bounce.address or mail.recipient
    if recipient_key(address).casefold() == recipient_key(mail.recipient).casefold():
        address = mail.recipient
    sent_to = "" if address == mail.recipient else f", an address behind {mail.recipient},"
    runtime.store.record_bounce(address, bounce.error, now)
    outcome.note(f"mail to {address}{sent_to} bounced: {bounce.error}")


def _obey(runtime: Runtime, about: Answered, reply: Reply, now: datetime, outcome: InboxOutcome) -> None:
    """Carry out the commands of a reply; if none could be, answer it, once a day."""
    before, instructions = len(outcome.done), find_instructions(reply, about.mail.message)
    for instruction in instructions:
        carry_out(Request(runtime, about, instruction, now, outcome))
    if not instructions and seems_automatic(reply, about.mail.message):
        outcome.refuse(AUTOMATIC)
        return
    if not instructions:
        outcome.refuse(no_command_reason())
    is_ours = sender_key(about.mail.recipient) == sender_key(runtime.settings.mail_from)
    if len(outcome.done) == before and runtime.mailer is not None and not is_ours:
        answer_not_understood(runtime, about, read_subject(about.mail.message), now)
