"""Applying answers: what recipients say in reply to their mails, and what mail servers send back."""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial

from alerts import (
    Bounce,
    Command,
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
GOOD_FOR = timedelta(days=90)  # how long a mail can be answered
logger = logging.getLogger(__name__)


@dataclass(slots=True)
class InboxOutcome:
    """What an inbox held: messages read, one line for each thing done, and one for each message nothing came of."""

    read: int = 0
    done: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


def obey(run: PassRun, report: PassReport) -> PassReport:
    """Do what recipients have answered, before anything is sent."""
    if run.runtime.settings.inbox_url is None:
        return report
    told = run.run_alone(Stage(STAGE, heed_answers), STAGE, None)
    notes = tuple(line for lines in told for line in lines)
    return replace(report, delivering=add_up(DeliverOutcome, [report.delivering, DeliverOutcome(notes=notes)]))


def heed_answers(runtime: Runtime, _nothing: None, now: datetime) -> list[str]:
    """Read the inbox; gives what a person should know of it.

    An inbox that cannot be read holds up no mail. Raises StoreError, SettingsError.
    """
    try:
        outcome = read_inbox(runtime, now)
    except InboxError as error:
        logger.warning("%s", error)
        return [f"answers are not read: {error}"]
    return [*outcome.done, *(f"an answer is left alone: {line}" for line in outcome.refused)]


def read_inbox(runtime: Runtime, now: datetime) -> InboxOutcome:
    """Read new messages and do what they say; each is marked as seen when that is stored, but not in a rehearsal.

    Nothing is read while another run is at it. Whatever is done may be done again: a crash between the two repeats
    nothing. Raises alerts.InboxError, StoreError,
    and SettingsError where no inbox is set or its URL makes no sense.
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
    """Do what a link in a mail says: its signed name stands for the mail and its recipient. Raises StoreError."""
    outcome, said = InboxOutcome(read=1), read_command(command)
    fingerprint = find_signed(name, runtime.signing)
    mail = runtime.store.find_mail(fingerprint) if fingerprint and said else None
    if mail is None or said is None:
        _refuse(outcome, "the link is not one of ours")
    elif now - mail.created_at > GOOD_FOR:
        _refuse(outcome, f"the link is in a mail of {mail.created_at:%Y-%m-%d}, which is too old")
    else:
        _obey(runtime, mail, said, now, outcome)
    return outcome


def _apply(runtime: Runtime, read: object, now: datetime, outcome: InboxOutcome) -> None:
    if not isinstance(read, Reply | Bounce):
        _refuse(outcome, str(getattr(read, "reason", read)))
        return
    mail = runtime.store.find_mail(read.fingerprint)
    if mail is None:
        _refuse(outcome, "the mail it answers is not known any more")
    elif isinstance(read, Bounce):
        runtime.store.record_bounce(mail.recipient, read.error, now)
        _note(outcome, f"mail to {mail.recipient} came back: {read.error}")
    elif recipient_key(read.sender) != recipient_key(mail.recipient):
        _refuse(outcome, f"{read.sender} answers a mail that was sent to somebody else")
    elif now - mail.created_at > GOOD_FOR:
        _refuse(outcome, f"{read.sender} answers a mail of {mail.created_at:%Y-%m-%d}, which is too old")
    else:
        for said in read.instructions:
            _obey(runtime, mail, said, now, outcome)


def _obey(runtime: Runtime, mail: SentMail, said: Instruction, now: datetime, outcome: InboxOutcome) -> None:
    ACTIONS[said.command](_Request(runtime, mail, said, now, outcome))


@dataclass(frozen=True, slots=True)
class _Request:
    """A command, the mail that it answers, and where it is told what came of it."""

    runtime: Runtime
    mail: SentMail
    said: Instruction
    now: datetime
    outcome: InboxOutcome

    @property
    def who(self) -> str:
        return f"{self.mail.recipient}, {self.mail.seed}"


def _mute(asked: _Request) -> None:
    until = asked.now + asked.said.duration
    asked.runtime.store.mute(asked.mail.seed, asked.mail.recipient, until)
    _note(asked.outcome, f"{asked.who}: no mails before {until:%Y-%m-%d %H:%M} UTC")


def _stop(asked: _Request) -> None:
    asked.runtime.store.mute(asked.mail.seed, asked.mail.recipient, None)
    _note(asked.outcome, f"{asked.who}: no mails any more")


def _start(asked: _Request) -> None:
    asked.runtime.store.unmute(asked.mail.seed, asked.mail.recipient)
    _note(asked.outcome, f"{asked.who}: mails again")


def _answer(asked: _Request, answer: Answer) -> None:
    mail, said, outcome = asked.mail, asked.said, asked.outcome
    named: Sequence[int] = said.developments or (tuple(mail.developments) if len(mail.developments) == 1 else ())
    if not named:
        told = len(mail.developments)
        _refuse(outcome, f"{mail.recipient} says {said.command} and names none of {told} developments")
    for development in named:
        name = development_name(development)
        if development not in mail.developments:
            _refuse(outcome, f"{mail.recipient} says {said.command} to {name}, which that mail did not tell of")
            continue
        asked.runtime.store.record_answer(mail.developments[development], answer)
        _note(outcome, f"{asked.who}: {said.command} to {name}")


ACTIONS: Mapping[Command, Callable[[_Request], None]] = {
    Command.YES: partial(_answer, answer=Answer.YES),
    Command.NO: partial(_answer, answer=Answer.NO),
    Command.MUTE: _mute,
    Command.STOP: _stop,
    Command.START: _start,
}
"""What is done when a recipient says a command; every command has its action."""


def _note(outcome: InboxOutcome, line: str) -> None:
    outcome.done.append(line)
    logger.info("%s", line)


def _refuse(outcome: InboxOutcome, line: str) -> None:
    outcome.refused.append(line)
    logger.warning("An answer is left alone: %s", line)
