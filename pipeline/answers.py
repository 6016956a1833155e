"""The step that applies the recipients' replies to their mails, and records bounced mails."""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial

from alerts import (
    Bounce,
    Command,
    Ignored,
    Inbox,
    InboxError,
    Instruction,
    Reply,
    find_signed,
    open_inbox,
    read_command,
    read_reply,
    recipient_key,
)
from news import Answer, SentMail, development_name
from pipeline.execution import Stage
from pipeline.leases import alone
from pipeline.outcomes import DeliverOutcome, PassReport, add_up
from pipeline.runtime import Runtime
from pipeline.settings import SettingsError
from pipeline.stages import PassRun

STAGE = "obey answers"
GOOD_FOR = timedelta(days=90)  # how long after a mail its replies and links are accepted
logger = logging.getLogger(__name__)


@dataclass(slots=True)
class InboxOutcome:
    """The result of reading an inbox.

    `read` counts the messages; `done` has a line for each command applied or bounce recorded, `refused` one for each
    reply or part of it that was ignored, with the reason.
    """

    read: int = 0
    done: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


def apply_replies(run: PassRun, report: PassReport) -> PassReport:
    """Apply new replies, before anything is sent."""
    if run.runtime.settings.inbox_url is None:
        return report
    outcomes = run.run_alone(Stage(STAGE, apply_new_replies), STAGE, None)
    notes = tuple(line for lines in outcomes for line in lines)
    return replace(report, delivering=add_up(DeliverOutcome, [report.delivering, DeliverOutcome(notes=notes)]))


def apply_new_replies(runtime: Runtime, _nothing: None, now: datetime) -> list[str]:
    """Read the inbox, and return the notes for the report.

    If the inbox cannot be read, one of the notes says so, and mails are sent as usual. Raises StoreError,
    SettingsError.
    """
    try:
        outcome = read_inbox(runtime, now)
    except InboxError as error:
        logger.warning("%s", error)
        return [f"replies were not read: {error}"]
    return [*outcome.done, *(f"reply ignored: {line}" for line in outcome.refused)]


def read_inbox(runtime: Runtime, now: datetime) -> InboxOutcome:
    """Read new messages and apply them. Each is marked as seen once it has been applied, except in a dry run.

    If another run is reading the inbox, nothing is read. A crash before a message is marked means that it is applied
    again, which changes nothing. Raises alerts.InboxError, StoreError, and SettingsError if no inbox is set or its URL
    is invalid.
    """
    url = runtime.settings.inbox_url
    if url is None:
        raise SettingsError("STORYWAKE_INBOX_URL: not set, so there is no inbox to read")
    try:
        inbox = open_inbox(url.get_secret_value())
    except ValueError as error:
        raise SettingsError(f"STORYWAKE_INBOX_URL: {error}") from None
    outcome = InboxOutcome()
    with alone(runtime, "read the inbox", now) as mine:
        if mine:
            _read_all(runtime, inbox, now, outcome)
    return outcome


def _read_all(runtime: Runtime, inbox: Inbox, now: datetime, outcome: InboxOutcome) -> None:
    signing = runtime.signing
    with inbox:
        for name, message in inbox.messages():
            runtime.go_on()
            outcome.read += 1
            _apply(runtime, read_reply(message, signing), now, outcome)
            if not runtime.rehearses:
                inbox.mark(name)


def answer_link(runtime: Runtime, name: str, command: str, now: datetime) -> InboxOutcome:
    """Apply the command of a link in a mail; `name` is the signed name of the mail. Raises StoreError."""
    outcome, instruction = InboxOutcome(read=1), read_command(command)
    fingerprint = find_signed(name, runtime.signing)
    mail = runtime.store.find_mail(fingerprint) if fingerprint and instruction else None
    if mail is None or instruction is None:
        _refuse(outcome, "the link is not valid")
    elif now - mail.created_at > GOOD_FOR:
        _refuse(outcome, f"the link is from a mail of {mail.created_at:%Y-%m-%d}, which is too old")
    else:
        _carry_out(runtime, mail, instruction, now, outcome)
    return outcome


def _apply(runtime: Runtime, read: Reply | Bounce | Ignored, now: datetime, outcome: InboxOutcome) -> None:
    if isinstance(read, Ignored):
        _refuse(outcome, read.reason)
        return
    mail = runtime.store.find_mail(read.fingerprint)
    if mail is None:
        _refuse(outcome, "the mail it replies to is no longer stored")
    elif isinstance(read, Bounce):
        runtime.store.record_bounce(mail.recipient, read.error, now)
        _note(outcome, f"mail to {mail.recipient} bounced: {read.error}")
    elif recipient_key(read.sender) != recipient_key(mail.recipient):
        _refuse(outcome, f"{read.sender} replied to a mail that was sent to somebody else")
    elif now - mail.created_at > GOOD_FOR:
        _refuse(outcome, f"{read.sender} replied to a mail of {mail.created_at:%Y-%m-%d}, which is too old")
    else:
        for instruction in read.instructions:
            _carry_out(runtime, mail, instruction, now, outcome)


def _carry_out(
    runtime: Runtime, mail: SentMail, instruction: Instruction, now: datetime, outcome: InboxOutcome
) -> None:
    ACTIONS[instruction.command](_Request(runtime, mail, instruction, now, outcome))


@dataclass(frozen=True, slots=True)
class _Request:
    """A command, the mail it replies to, and the outcome that its result is added to."""

    runtime: Runtime
    mail: SentMail
    instruction: Instruction
    now: datetime
    outcome: InboxOutcome

    @property
    def who(self) -> str:
        return f"{self.mail.recipient}, {self.mail.seed}"


def _mute(request: _Request) -> None:
    until = request.now + request.instruction.duration
    request.runtime.store.mute(request.mail.seed, request.mail.recipient, until)
    _note(request.outcome, f"{request.who}: mails muted until {until:%Y-%m-%d %H:%M} UTC")


def _stop(request: _Request) -> None:
    request.runtime.store.mute(request.mail.seed, request.mail.recipient, None)
    _note(request.outcome, f"{request.who}: mails stopped")


def _start(request: _Request) -> None:
    request.runtime.store.unmute(request.mail.seed, request.mail.recipient)
    _note(request.outcome, f"{request.who}: mails resumed")


def _answer(request: _Request, answer: Answer) -> None:
    mail, command, outcome = request.mail, request.instruction.command, request.outcome
    only: Sequence[int] = tuple(mail.developments) if len(mail.developments) == 1 else ()
    named = request.instruction.developments or only
    if not named:
        reported = len(mail.developments)
        _refuse(outcome, f"{mail.recipient} said {command} without naming one of the {reported} developments")
    for development in named:
        name = development_name(development)
        if development not in mail.developments:
            _refuse(outcome, f"{mail.recipient} said {command} to {name}, which is not in that mail")
            continue
        request.runtime.store.record_answer(mail.developments[development], answer)
        _note(outcome, f"{request.who}: {command} to {name}")


ACTIONS: Mapping[Command, Callable[[_Request], None]] = {
    Command.YES: partial(_answer, answer=Answer.YES),
    Command.NO: partial(_answer, answer=Answer.NO),
    Command.MUTE: _mute,
    Command.STOP: _stop,
    Command.START: _start,
}
"""The action for each command; a test checks that none is missing."""


def _note(outcome: InboxOutcome, line: str) -> None:
    outcome.done.append(line)
    logger.info("%s", line)


def _refuse(outcome: InboxOutcome, line: str) -> None:
    outcome.refused.append(line)
    logger.warning("Reply ignored: %s", line)
