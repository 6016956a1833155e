"""`storywake feedback`: say whether a match continues the story; it counts accordingly, and its seed learns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from cli.answer_effects import effect_lines
from cli.descriptions import examples
from cli.errors import BadInputError
from cli.lookup import stored_settings
from cli.match_lookup import find_match
from cli.terminal import say
from trails import counted

if TYPE_CHECKING:
    from news import Answer, StoredMatch
    from pipeline import GivenAnswer

_ANSWERS = {"yes": "YES", "no": "NO", "undo": "NONE"}


def add_to(app: typer.Typer) -> None:
    """Add the command to the app."""
    app.command(
        "feedback",
        epilog=examples(
            "storywake feedback d12 no", "storywake feedback leaders-rally-12 yes", "storywake feedback d12 undo"
        ),
    )(feedback)


def feedback(
    match: Annotated[str, typer.Argument(help="A match as named by `storywake matches`, or a development (d12).")],
    answer: Annotated[str, typer.Argument(help="yes, no, or undo.", metavar="yes|no|undo")],
) -> None:
    """Say whether a match continues the story.

    "no" takes it out of mails not sent yet, lists and exports; of a development, all its reports. "yes" makes a near
    miss a follow-up. "undo" takes the answer back. The seed becomes stricter or looser by it.
    """
    from news import Answer
    from pipeline import answer_match, group_promoted, open_runtime, utc_now

    if answer.casefold() not in _ANSWERS:
        raise BadInputError(f"{answer!r} is not an answer: use yes, no or undo")
    given, now = Answer[_ANSWERS[answer.casefold()]], utc_now()
    with open_runtime(stored_settings()) as runtime:
        found, whole = find_match(runtime.store, match)
        done = answer_match(runtime, found, given, now, whole=whole)
        group_promoted(runtime, now)
    say(_confirmation(found, given, done))
    for line in effect_lines(done, found.match.seed):
        say(line)


def _confirmation(match: StoredMatch, answer: Answer, done: GivenAnswer) -> str:
    from news import Answer

    title, seed = match.article.title or match.article.url, match.match.seed
    others = done.saved.reports - 1
    more = f" and {counted(others, 'more report')} of its development" if others > 0 else ""
    if answer is Answer.NONE:
        return f"“{title}”{more}: your answer is withdrawn."
    if answer is Answer.YES:
        return f"Noted: “{title}” continues {seed}."
    return f"Noted: “{title}”{more} is taken out of {seed}. It will no longer lead to other articles."
