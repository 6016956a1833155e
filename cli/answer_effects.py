"""Say what an answer has changed: alerts, scores, and what the scores would have meant for earlier matches."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from trails import counted, learnt

if TYPE_CHECKING:
    from news import Hindsight, Lessons, SavedAnswer
    from pipeline import GivenAnswer


def effect_lines(given: GivenAnswer, seed: str) -> Iterator[str]:
    """The lines that say what an answer to a match of this seed has changed."""
    yield from _alert_lines(given.saved)
    yield from lesson_lines(given.lessons, given.hindsight, seed)


def _alert_lines(saved: SavedAnswer) -> Iterator[str]:
    if saved.withdrawn:
        yield f"{counted(saved.withdrawn, 'alert')} withdrawn before being sent."
    if saved.too_late:
        yield f"Too late for {counted(saved.too_late, 'alert')}: the mail is being sent."
    if saved.raised:
        yield f"{counted(saved.raised, 'alert')} will be sent with the next mail."


def lesson_lines(lessons: Lessons, hindsight: Hindsight, seed: str) -> Iterator[str]:
    """The lines that say what all answers for a seed teach, and what the latest would have changed before."""
    from pipeline import describe_hindsight

    changed = learnt(lessons)
    if changed:
        yield f"By your answers {changed} for {seed}; articles like those you answered change more."
    else:
        yield f"Your answers confirm the scores of {seed}."
    lines = describe_hindsight(hindsight)
    yield from lines
    if not lines and hindsight.follow_ups + hindsight.near_misses:
        near = counted(hindsight.near_misses, "near miss", "near misses")
        found = counted(hindsight.follow_ups, "follow-up")
        yield f"None of the last {found} and {near} would have been judged otherwise."
