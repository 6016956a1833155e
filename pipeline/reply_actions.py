"""Carry out the commands that recipients give, in a reply or by a link in a mail."""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

from alerts import Answered, Command, Instruction, find_signed, read_command, render_not_understood, render_stopped
from news import Answer, SentMail, development_name, question_name
from pipeline.match_answers import answer_match, group_promoted
from pipeline.mutes import mute, unmute
from pipeline.runtime import Runtime
from pipeline.summaries import describe_hindsight

GOOD_FOR = timedelta(days=90)  # how long after a mail its replies and links are accepted
logger = logging.getLogger(__name__)


@dataclass(slots=True)
class InboxOutcome:
    """The result of reading an inbox.

    `read` counts the messages; `done` has a line for each command applied or bounce recorded, `refused` one for each
    reply or part of it that was ignored, and `put_aside` one for each message that could not be read, with the reason.
    `left` counts new messages that were not reached; `error` says why the reading ended early, "" if it did not.
    `is_held`: another run is reading the inbox.
    """

    read: int = 0
    is_held: bool = False
    done: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    put_aside: list[str] = field(default_factory=list)
    left: int = 0
    error: str = ""

    def note(self, line: str) -> None:
        """Add a line about something that was done."""
        self.done.append(line)
        logger.info("%s", line)

    def refuse(self, line: str) -> None:
        """Add a line about something that was ignored."""
        self.refused.append(line)
        logger.warning("Reply ignored: %s", line)


@dataclass(frozen=True, slots=True)
class Request:
    """A command, our mail that it answers, and the outcome that its result is added to."""

    runtime: Runtime
    about: Answered
    instruction: Instruction
    now: datetime
    outcome: InboxOutcome

    @property
    def mail(self) -> SentMail:
        """The mail that is answered."""
        return self.about.mail

    @property
    def who(self) -> str:
        """The recipient and the story, for a line of the outcome."""
        return f"{self.mail.recipient}, {self.mail.seed}"


def carry_out(request: Request) -> None:
    """Carry out a command. Raises StoreError."""
    ACTIONS[request.instruction.command](request)


def answer_link(runtime: Runtime, name: str, command: str, now: datetime) -> InboxOutcome:
    """Apply the command of a link in a mail; `name` is the signed name of the mail. Raises StoreError."""
    outcome, instruction = InboxOutcome(read=1), read_command(command)
    fingerprint = find_signed(name, runtime.signing)
    mail = runtime.store.find_mail(fingerprint) if fingerprint and instruction else None
    if mail is None or instruction is None:
        outcome.refuse("the link is not valid")
    elif now - mail.created_at > GOOD_FOR:
        outcome.refuse(f"the link is from a mail of {mail.created_at:%Y-%m-%d}, which is too old")
    else:
        carry_out(Request(runtime, Answered(mail, fingerprint), instruction, now, outcome))
    return outcome


def answer_not_understood(runtime: Runtime, about: Answered, subject: str, now: datetime) -> bool:
    """Store a mail that says which replies are understood; False if there is one of today. Raises StoreError."""
    message = render_not_understood(about, subject, runtime.settings.mail_from, runtime.signing, now)
    return runtime.store.save_answer(about.mail.recipient, str(message["Message-ID"]), message.as_bytes(), now)


def _mute(request: Request) -> None:
    until = request.now + request.instruction.duration
    mute(request.runtime.store, request.mail.seed, request.mail.recipient, until, request.now)
    request.outcome.note(f"{request.who}: mails muted until {until:%Y-%m-%d %H:%M} UTC")


def _stop(request: Request) -> None:
    mute(request.runtime.store, request.mail.seed, request.mail.recipient, None, request.now)
    request.outcome.note(f"{request.who}: mails stopped")
    _confirm_stop(request)


def _confirm_stop(request: Request) -> None:
    """Store the mail that says so, which the next run that sends mails sends."""
    runtime, mail = request.runtime, request.mail
    if runtime.mailer is None:
        return
    title = next((seed.title for seed in runtime.store.seeds() if seed.name == mail.seed), "") or mail.seed
    message = render_stopped(request.about, title, runtime.settings.mail_from, runtime.signing, request.now)
    runtime.store.save_answer(mail.recipient, str(message["Message-ID"]), message.as_bytes(), request.now)


def _start(request: Request) -> None:
    unmute(request.runtime.store, request.mail.seed, request.mail.recipient, request.now)
    request.outcome.note(f"{request.who}: mails resumed")


def _answer(request: Request, answer: Answer) -> None:
    mail, command, outcome = request.mail, request.instruction.command, request.outcome
    if request.instruction.questions:
        _answer_question(request, answer)
        if not request.instruction.developments:
            return
    only: Sequence[int] = tuple(mail.developments) if len(mail.developments) == 1 else ()
    named = request.instruction.developments or only
    if not named:
        reported = len(mail.developments)
        outcome.refuse(f"{mail.recipient} said {command} without naming one of the {reported} developments")
    for development in named:
        name = development_name(development)
        if development not in mail.developments:
            outcome.refuse(f"{mail.recipient} said {command} to {name}, which is not in that mail")
            continue
        _give(request, mail.developments[development], answer, name, whole=True)


def _answer_question(request: Request, answer: Answer) -> None:
    mail, outcome = request.mail, request.outcome
    for number in request.instruction.questions:
        if number == mail.question:
            _give(request, number, answer, question_name(number), whole=False)
        else:
            name, command = question_name(number), request.instruction.command
            outcome.refuse(f"{mail.recipient} said {command} to {name}, which is not asked in that mail")


def _give(request: Request, match_id: int, answer: Answer, name: str, *, whole: bool) -> None:
    runtime, outcome = request.runtime, request.outcome
    stored = runtime.store.match(match_id)
    if stored is None:
        outcome.refuse(f"{request.mail.recipient} said {answer} to {name}, which is no longer stored")
        return
    given = answer_match(runtime, stored, answer, request.now, whole=whole)
    group_promoted(runtime, request.now)
    outcome.note(f"{request.who}: {answer} to {name}")
    for line in describe_hindsight(given.hindsight):
        outcome.note(f"{request.who}: {line}")


ACTIONS: Mapping[Command, Callable[[Request], None]] = {
    Command.YES: partial(_answer, answer=Answer.YES),
    Command.NO: partial(_answer, answer=Answer.NO),
    Command.MUTE: _mute,
    Command.STOP: _stop,
    Command.START: _start,
}
"""The action for each command; a test checks that none is missing."""
