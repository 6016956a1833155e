"""`storywake feedback`: say whether a match is right; its seed's threshold and weights adapt."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated

import typer

from cli.descriptions import learnt, match_name
from cli.errors import BadInputError
from cli.lookup import settings, stored
from cli.terminal import say

if TYPE_CHECKING:
    from news import Answer, StoredMatch
    from storage import Store

_ANSWERS = {"yes": "YES", "no": "NO", "undo": "NONE"}
_DEVELOPMENT = re.compile(r"[dD](\d{1,18})")
_NUMBER = re.compile(r"(?:.*-)?(\d{1,18})")


def add_to(app: typer.Typer) -> None:
    """Add the command to the app."""
    app.command("feedback")(feedback)


def feedback(
    match: Annotated[str, typer.Argument(help="A match as named by `storywake matches`, or a development (d12).")],
    answer: Annotated[str, typer.Argument(help="yes, no, or undo.", metavar="yes|no|undo")],
) -> None:
    """Say whether a match continues the story. Corrections make its seed stricter or looser, within bounds."""
    from news import Answer

    if answer.casefold() not in _ANSWERS:
        raise BadInputError(f"{answer!r} is not an answer: use yes, no or undo")
    given = Answer[_ANSWERS[answer.casefold()]]
    with stored() as store:
        found = _named(store, match)
        store.record_answer(found.id, given)
    say(_confirmation(found, given))
    say(_learnt(found.match.seed))


def _named(store: Store, name: str) -> StoredMatch:
    from news import Standing, Verdict

    if development := _DEVELOPMENT.fullmatch(name):
        reports = [one for one in store.matches() if one.development == int(development[1])]
        if reports:
            return min(reports, key=lambda one: (one.standing is not Standing.OPENS, one.id))
    number = _NUMBER.fullmatch(name)
    known = store.matches(verdicts=(Verdict.FOLLOW_UP, Verdict.NEAR_MISS)) if number else []
    for one in known:
        if number and one.id == int(number[1]) and name in {number[1], match_name(one)}:
            return one
    raise BadInputError(f"no match is called {name!r}; `storywake matches --near` lists them")


def _confirmation(match: StoredMatch, answer: Answer) -> str:
    from news import Answer

    title, seed = match.article.title or match.article.url, match.match.seed
    if answer is Answer.NONE:
        return f"“{title}”: your answer is withdrawn."
    if answer is Answer.YES:
        return f"Noted: “{title}” continues {seed}."
    return f"Noted: “{title}” does not continue {seed}. It will no longer lead to other articles."


def _learnt(name: str) -> str:
    from pipeline import lessons_of, open_runtime

    with open_runtime(settings()) as runtime:
        seed = next(seed for seed in runtime.store.seeds(include_inactive=True) if seed.name == name)
        changed = learnt(lessons_of(runtime, seed))
    if not changed:
        return f"Your answers confirm the scores of {name}."
    return f"By your answers {changed} for {name}; articles like those you answered change more."
