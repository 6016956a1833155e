"""The questions of `storywake follow`, asked at a terminal. The end of the input stops the command."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

import typer

from cli.terminal import remark, say
from trails import clean, moment

if TYPE_CHECKING:
    from news import Answer, Compared, Preview, Seed
    from pipeline import Runtime

_YES_NO = {"": "yes", "y": "yes", "yes": "yes", "n": "no", "no": "no"}
_ANSWERS = {"y": "yes", "yes": "yes", "n": "no", "no": "no", "s": "skip", "skip": "skip", "": "skip", "q": "quit"}
_ANSWERS |= {"quit": "quit"}
_LONGEST = 300  # characters of a text that are shown


def ask_to_follow() -> bool:
    """Whether to follow the story that was shown."""
    return _choose("\nFollow this story? yes, no [yes]:", _YES_NO) == "yes"


def ask_about(runtime: Runtime, seed: Seed, preview: Preview, now: datetime) -> dict[str, Answer | None]:
    """Ask about the five articles whose answers teach most; the answers by address, None for one that was skipped."""
    from news import HOW_MANY, Answer
    from pipeline import next_question

    given: dict[str, Answer | None] = {}
    for number in range(1, HOW_MANY + 1):
        one = next_question(runtime, seed, preview, given, now)
        if one is None:
            break
        word = _ask(number, one)
        if word == "quit":
            break
        given[one.article.url] = None if word == "skip" else Answer(word)
    return given


def _ask(number: int, one: Compared) -> str:
    article = one.article
    if number == 1:
        say("\nUp to five questions, about the articles on which an answer teaches most.")
    say(f"\n{number}. {clean(article.title or article.url)}")
    say(f"   {clean(article.outlet)}, {moment(article.published)}; {one.match.verdict}, score {one.match.score:.2f}")
    opening = clean(article.text)
    say(f"   {opening[:_LONGEST]}{'…' if len(opening) > _LONGEST else ''}")
    return _choose("   Does it continue the story? yes, no, skip, quit [skip]:", _ANSWERS)


def ask_who(default: Sequence[str]) -> str:
    """The recipients as they are to be written; "" for the default of the settings."""
    nobody = "nobody yet"
    return _ask_setting(
        "recipients", f"\nWho gets the mails? Addresses, separated by commas [{', '.join(default) or nobody}]:"
    )


def ask_how_often() -> str:
    """How often mails are sent, as it is to be written."""
    return _ask_setting("alerts", "How often? immediate, daily, weekly, none [immediate]:") or "immediate"


def _ask_setting(key: str, question: str) -> str:
    from extractors import read_setting

    while True:
        text = _line(question)
        try:
            if text:
                read_setting(key, text)
        except ValueError as error:
            remark(f"Expected: {error}")
            continue
        return text


def _choose(question: str, words: Mapping[str, str]) -> str:
    while True:
        word = words.get(_line(question).casefold())
        if word:
            return word


def _line(question: str) -> str:
    sys.stdout.flush()
    remark(question)
    line = sys.stdin.readline()
    if not line:
        remark("Not followed; nothing was written.")
        raise typer.Abort
    return line.strip()
