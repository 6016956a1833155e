"""`storywake seeds tune`: ask about the matches that are hardest to decide, so that a seed learns fast."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from cli.answer_effects import lesson_lines
from cli.lookup import stored_seed, stored_settings
from cli.terminal import remark, say, say_json, say_table
from trails import clean, counted, match_name, match_object, moment

if TYPE_CHECKING:
    from news import Seed, StoredMatch
    from pipeline import Runtime

_COLUMNS = ("published", "score", "verdict", "headline", "outlet", "match")
_WORDS = {"y": "yes", "yes": "yes", "n": "no", "no": "no", "s": "skip", "skip": "skip", "q": "quit", "quit": "quit"}
_LONGEST = 300  # characters of a text that are shown


def tune(
    seed: Annotated[str, typer.Argument(help="The name of a seed that a run has read.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print the questions as JSON, and ask nothing.")] = False,
) -> None:
    """Ask about five recent headlines, those on which the seed is least sure; it learns from each answer.

    Without a terminal, the questions are listed, to be answered with `storywake feedback MATCH yes` or `no`.
    """
    from news import HOW_MANY
    from pipeline import find_questions, open_runtime, utc_now

    now = utc_now()
    with open_runtime(stored_settings()) as runtime:
        followed = stored_seed(runtime.store, seed)
        if not as_json and sys.stdin.isatty():
            _ask_all(runtime, followed, now)
            return
        questions = find_questions(runtime, followed, now, HOW_MANY)
    if as_json:
        say_json([match_object(one, with_recipients=True) for one in questions])
    elif questions:
        say_table(_COLUMNS, [_row(one) for one in questions])
        remark("Answer with `storywake feedback MATCH yes` or `no`.")
    else:
        remark(_nothing(followed.name))


def _ask_all(runtime: Runtime, seed: Seed, now: datetime) -> None:
    from news import Answer
    from pipeline import answer_match, group_promoted, hindsight_of, lessons_of

    before, tally, moved, number = lessons_of(runtime, seed), Counter[str](), list[str](), 0
    for number, one in enumerate(_questions(runtime, seed, now), 1):
        word = _ask(number, one)
        if word == "quit":
            break
        tally[word] += 1
        if word == "skip":
            continue
        done = answer_match(runtime, one, Answer(word), now)
        if done.saved.reports:
            what = "is a follow-up now" if word == "yes" else "is taken out"
            moved.append(f"“{one.article.title or one.article.url}” {what}")
    if not tally:
        say("Nothing was answered." if number else _nothing(seed.name))
        return
    group_promoted(runtime, now)
    said = ", ".join(f"{tally[word]} {word}" for word in ("yes", "no", "skip") if tally[word])
    say(f"\n{counted(tally.total(), 'question')}: {said}.")
    for line in (*moved, *lesson_lines(lessons_of(runtime, seed), hindsight_of(runtime, seed, before), seed.name)):
        say(line)


def _questions(runtime: Runtime, seed: Seed, now: datetime) -> Iterator[StoredMatch]:
    """Each is chosen by what the answers before it have taught."""
    from news import HOW_MANY
    from pipeline import find_questions

    asked = list[int]()
    for _ in range(HOW_MANY):
        found = find_questions(runtime, seed, now, 1, asked)
        if not found:
            return
        asked.append(found[0].id)
        yield found[0]


def _ask(number: int, one: StoredMatch) -> str:
    """The answer to one question: yes, no, skip or quit; the end of the input means quit."""
    article = one.article
    say(f"\n{number}. {clean(article.title or article.url)}")
    say(f"   {clean(article.outlet)}, {moment(article.published)}; {one.match.verdict}, score {one.match.score:.2f}")
    opening = clean(" ".join(article.text.split()))
    say(f"   {opening[:_LONGEST]}{'…' if len(opening) > _LONGEST else ''}")
    while True:
        remark("   Does it continue the story? yes, no, skip, quit:")
        line = sys.stdin.readline()
        word = _WORDS.get(line.strip().casefold()) if line else "quit"
        if word:
            return word


def _row(one: StoredMatch) -> tuple[str, ...]:
    article, match = one.article, one.match
    score, verdict = f"{match.score:.2f}", str(match.verdict)
    return moment(article.published), score, verdict, article.title, article.outlet, match_name(one)


def _nothing(seed: str) -> str:
    return f"There is nothing to ask about {seed}: no recent follow-up or near miss is without an answer."
