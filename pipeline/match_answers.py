"""Answers to matches: store one with its effect on the alerts, and say what the seed has learnt from it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from alerts import owed_recipients
from news import (
    Answer,
    Article,
    Hindsight,
    Lessons,
    Match,
    MatchRecord,
    Rated,
    SavedAnswer,
    Seed,
    StoredMatch,
    Verdict,
    choose_latest,
    look_back,
)
from pipeline.compare import compare_directly
from pipeline.group import group_follow_ups
from pipeline.runtime import Runtime
from pipeline.settings import services
from pipeline.watchlist import learn


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """An answer that was stored: its effect on alerts, what is learnt from all answers, and what that would have meant.

    `lessons` are those of the seed now; `hindsight` compares them with those before the answer.
    """

    saved: SavedAnswer
    lessons: Lessons
    hindsight: Hindsight


def answer_match(
    runtime: Runtime, stored: StoredMatch, answer: Answer, now: datetime, *, whole: bool = False
) -> GivenAnswer:
    """Store the answer to a match. `whole`: about its development, so "no" takes out all its reports.

    A match that becomes a follow-up is grouped by the next run, or by `group_promoted`. Raises StoreError.
    """
    seed, matches = _seed_of(runtime, stored.match.seed), _matches(runtime, stored.match.seed)
    before = learn(runtime, seed, matches)
    owed = _owed(runtime, seed, stored.match, now) if answer is Answer.YES else ()
    saved = runtime.store.record_answer(stored.id, answer, now, owed, whole=whole)
    return _explain(runtime, seed, saved, before)


def accept_report(runtime: Runtime, seed: Seed, article: Article, now: datetime) -> GivenAnswer:
    """Store an article that the user says continues a stored seed's story, and the answer "yes".

    Raises StoreError, ModelError.
    """
    before = learn(runtime, seed, _matches(runtime, seed.name))
    (match,) = compare_directly(runtime, seed, [article])
    saved = runtime.store.add_report(article, MatchRecord(match, _owed(runtime, seed, match, now)), now)
    return _explain(runtime, seed, saved, before)


def group_promoted(runtime: Runtime, now: datetime) -> None:
    """Group follow-ups that have no development, such as those that an answer has just made. Raises StoreError."""
    if runtime.store.ungrouped_seeds():
        group_follow_ups(runtime, None, now)


def hindsight_of(runtime: Runtime, seed: Seed, before: Lessons) -> Hindsight:
    """What the answers given since `before` would have meant for the latest matches of a seed. Raises StoreError."""
    return _look_back(runtime, seed, _matches(runtime, seed.name), before)[1]


def _explain(runtime: Runtime, seed: Seed, saved: SavedAnswer, before: Lessons) -> GivenAnswer:
    return GivenAnswer(saved, *_look_back(runtime, seed, _matches(runtime, seed.name), before))


def _look_back(
    runtime: Runtime, seed: Seed, matches: Sequence[StoredMatch], before: Lessons
) -> tuple[Lessons, Hindsight]:
    lessons = learn(runtime, seed, matches)
    rated = [Rated(one, runtime.wording_of(one.article)) for one in choose_latest(matches)]
    return lessons, look_back(seed, rated, before, lessons)


def _seed_of(runtime: Runtime, name: str) -> Seed:
    seed = runtime.store.seed(name)
    if seed is None:
        raise LookupError(f"no seed called {name!r} is stored")
    return seed


def _matches(runtime: Runtime, seed: str) -> list[StoredMatch]:
    return runtime.store.matches(seed, verdicts=tuple(Verdict))


def _owed(runtime: Runtime, seed: Seed, match: Match, now: datetime) -> tuple[str, ...]:
    """Who gets an alert about a match that is a follow-up by an answer; nobody if the seed is no longer followed."""
    if seed.name not in {one.name for one in runtime.store.seeds()}:
        return ()
    promoted, settings = replace(match, verdict=Verdict.FOLLOW_UP), runtime.settings
    return owed_recipients(promoted, seed, settings.recipients, now, also=services(settings))
