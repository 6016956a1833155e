"""Parse the commands that a recipient writes. Pure.

A command is a whole line, so that no sentence is mistaken for one: "Stop by my desk" and "No problem" are none.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from alerts.reply_commands import Command

_LONGEST = 200  # characters of a line that can be a command
_LONGEST_MUTE = 3650  # days
_USUAL_MUTE = timedelta(days=7)
_DAYS = {"d": 1, "w": 7, "m": 30}

# A line is compared as lower-case words, without punctuation and without words of courtesy.
_WORD = re.compile(r"[^\W_]+")
_BREAK = re.compile(r"[,;/&.!]|\band\b", re.IGNORECASE)
_THANKS = frozenset("thanks thank thx cheers".split())
_COURTESY = _THANKS | frozenset("please pls plz kindly you hi hello dear storywake ok okay and".split())
_NAME = re.compile(r"([dq])(\d{1,18})")  # of a development, or of the question of a mail
_NAMES = r"[dq]\d{1,18}(?: [dq]\d{1,18})*"
_IS = r"(?:is|are|was|were|s)"
_STORY = r"(?:(?:the|this|that|my|our) )?(?:story|one|stories)"
_OTHER = rf"(?:{_IS} )?(?:about )?(?:(?:another|an other|other|a different|different|wrong) {_STORY}|unrelated)"
_NOT_THIS = rf"(?:(?:{_IS} )?not|isn t|aren t) (?:about )?(?:{_STORY}|the same story)"
_CONTINUES = rf"(?:continues?|belongs? to|{_IS}|{_IS} about) (?:{_STORY}|the same story)"
_ANSWERS = {
    Command.YES: ("(?:yes|yep|yeah)", _CONTINUES),
    Command.NO: ("(?:no|nope)", f"(?:{_OTHER}|{_NOT_THIS})"),
}

_WISH = re.compile(r"^(?:i (?:want|wish|would like|d like) to|(?:can|could|will|would) (?:i|we)?) ?\b")
_SENDING = frozenset("sending mailing emailing".split())
_MAILS = frozenset(
    "a all any me us more of the this that these those your it them about from for story list mailing mail mails email "
    "emails message messages alert alerts update updates".split()
)
_REMOVALS = (("take", "me", "off"), ("remove", "me", "from"), ("take", "us", "off"), ("no", "more"))
_STARTS = frozenset("start restart resume unmute".split())
_LENGTH = re.compile(r"(?:(\d{1,4}|an?|one)(?: ?(days?|d|weeks?|w|months?|m))|(\d{1,4}))?")


@dataclass(frozen=True, slots=True)
class Instruction:
    """One command, with the developments that it names (none: those of the mail) and the duration of a mute.

    `questions` are the questions of the mail that it names.
    """

    command: Command
    developments: tuple[int, ...] = ()
    duration: timedelta = _USUAL_MUTE
    questions: tuple[int, ...] = ()


def read_command(line: str) -> Instruction | None:
    """Parse a line that is one command, as in a link; None if it is none, or several."""
    found = read_commands(line)
    return found[0] if len(found) == 1 else None


def read_commands(line: str) -> tuple[Instruction, ...]:
    """Parse a line of an answer: "no d1", "d1: no", "no d1, yes d2"; empty if any part of it is not a command."""
    if len(line) > _LONGEST or _is_thanks(line):
        return ()
    whole = _read_clause(line)
    if whole:
        return (whole,)
    clauses = list(map(_read_clause, _split_clauses(line)))
    return tuple(each for each in clauses if each) if all(clauses) else ()


def _is_thanks(line: str) -> bool:
    """Whether it is a "no thanks", which may mean anything."""
    words = _WORD.findall(line.casefold())
    return not _THANKS.isdisjoint(words) and [word for word in words if word not in _COURTESY] in (["no"], ["yes"])


def _split_clauses(line: str) -> list[str]:
    """The parts of a line in words; "no d1, d2 and yes d3" has two."""
    clauses: list[str] = []
    for part in _BREAK.split(line):
        words = " ".join(word for word in _WORD.findall(part.casefold()) if word not in _COURTESY)
        if clauses and re.fullmatch(_NAMES, words):
            clauses[-1] = f"{clauses[-1]} {words}"
        elif words:
            clauses.append(part)
    return clauses


def _read_clause(text: str) -> Instruction | None:
    words = [word for word in _WORD.findall(text.casefold()) if word not in _COURTESY]
    answer = None if "?" in text else _read_answer(" ".join(words))
    return answer or _read_order(words)


def _read_answer(words: str) -> Instruction | None:
    for command, (word, reason) in _ANSWERS.items():
        tail = rf"(?: (?:(?:it|this|that|these|those|they) )?{reason})?"
        if re.fullmatch(rf"(?:{word}(?: to)?(?: {_NAMES})?|{_NAMES} (?:is )?{word}){tail}", words):
            names = [(name[1], int(name[2])) for name in map(_NAME.fullmatch, words.split()) if name]
            developments, questions = (tuple(number for kind, number in names if kind == of) for of in "dq")
            return Instruction(command, developments, questions=questions)
    return None


def _read_order(words: Sequence[str]) -> Instruction | None:
    order = _WISH.sub("", " ".join(words), count=1).split()
    first, rest = next(iter(order), ""), order[1:]
    if _is_stop(first, rest):
        return Instruction(Command.STOP)
    if first in _STARTS and set(rest) <= _MAILS | _SENDING | {"again"}:
        return Instruction(Command.START)
    if first == Command.MUTE:
        length = [*rest]
        while length and length[0] in _MAILS and length[0] != "a":
            del length[0]
        return _read_mute(" ".join(length))
    return None


def _is_stop(first: str, rest: Sequence[str]) -> bool:
    if first in {"stop", "unsubscribe"}:
        return set(rest) <= _MAILS | _SENDING
    for removal in _REMOVALS:
        if (first, *rest)[: len(removal)] == removal:
            about = rest[len(removal) - 1 :]
            return bool(about) and set(about) <= _MAILS
    return False


def _read_mute(length: str) -> Instruction | None:
    found = _LENGTH.fullmatch(length)
    if not found:
        return None
    number, unit = found[1] or found[3] or "7", found[2] or "d"
    days = (int(number) if number.isdecimal() else 1) * _DAYS[unit[0]]
    return Instruction(Command.MUTE, duration=timedelta(days=min(max(days, 1), _LONGEST_MUTE)))
