"""What other lessons would have meant for matches found before."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from news import (
    WEIGHTS,
    Answer,
    Answered,
    Article,
    Background,
    Evidence,
    Lessons,
    Match,
    Rated,
    Seed,
    SeedSettings,
    StoredMatch,
    Verdict,
    Wording,
    choose_latest,
    count_article,
    distance,
    look_back,
    threshold_of,
    to_logit,
    to_score,
    weigh_words,
)
from news.matching import BIAS

NOON = datetime(2025, 3, 5, 12, 0, tzinfo=UTC)
SEED = Seed("treaty", "A treaty", "Envoys argue.", published=NOON - timedelta(days=3))
BACKGROUND = Background({"deal": 0.01, "mineral": 0.02, "goal": 0.03})
DEAL, GOAL = (weigh_words(count_article("", text), BACKGROUND) for text in ("deal mineral", "goal"))
STRICTER = Lessons([Answered(GOAL, 2.0, is_follow_up=False)])
LOOSER = Lessons([Answered(GOAL, 0.0, is_follow_up=True)])


def parts_for(score: float) -> dict[str, float]:
    """Parts that give this score."""
    share = (to_logit(score) - BIAS) / sum(WEIGHTS.values())
    return dict.fromkeys(WEIGHTS, share)


def stored(number: int, score: float, **changes: object) -> StoredMatch:
    verdict = Verdict.FOLLOW_UP if score >= threshold_of(SEED) else Verdict.NEAR_MISS
    article = Article(f"https://c.example/{number}", f"Headline {number}", "Text.", "Courier", NOON)
    match = Match(SEED.name, score, verdict, Evidence(parts=parts_for(score)))
    found = StoredMatch(number, article, match, NOON + timedelta(hours=number))
    return replace(found, **changes)  # type: ignore[arg-type]


def rate(*matches: StoredMatch, wording: Wording = DEAL) -> list[Rated]:
    return [Rated(one, wording) for one in choose_latest(matches)]


def test_a_no_names_the_follow_ups_that_would_not_have_been_mailed() -> None:
    sure, unsure, near = stored(1, 0.98), stored(2, 0.47), stored(3, 0.4)
    seen = look_back(SEED, rate(sure, unsure, near), Lessons(), STRICTER)
    assert (seen.follow_ups, seen.dropped, seen.near_misses, seen.gained) == (2, (unsure,), 1, ())


def test_a_yes_names_the_near_misses_that_would_have_been_mailed() -> None:
    unsure, near, far = stored(1, 0.47), stored(2, 0.42), stored(3, 0.23)
    seen = look_back(SEED, rate(unsure, near, far), Lessons(), LOOSER)
    assert (seen.dropped, seen.gained) == ((), (near,))


def test_equal_lessons_change_nothing_and_undoing_an_answer_is_the_reverse_of_it() -> None:
    rated = rate(*(stored(number, number / 20) for number in range(5, 19)))
    assert look_back(SEED, rated, STRICTER, STRICTER).dropped == ()
    there, back = look_back(SEED, rated, Lessons(), STRICTER), look_back(SEED, rated, STRICTER, Lessons())
    assert there.dropped
    assert (there.gained, back.dropped) == ((), ())


def test_answered_matches_and_those_of_another_version_are_left_out() -> None:
    answered = stored(1, 0.6, answer=Answer.YES)
    taken_along = stored(2, 0.6, found_verdict=Verdict.FOLLOW_UP)
    old = stored(3, 0.6)
    old = replace(old, match=replace(old.match, evidence=Evidence(parts={"actors": 0.5})))
    assert choose_latest([answered, taken_along, old, stored(4, 0.6)]) == [stored(4, 0.6)]


def test_only_the_latest_of_each_kind_are_looked_at() -> None:
    many = [stored(number, score) for number in range(1, 121) for score in (0.6, 0.3)]
    chosen = choose_latest(many)
    assert len(chosen) == 100
    assert {one.id for one in chosen} == set(range(71, 121))


def test_the_distance_from_the_threshold_counts_the_lessons_and_none_where_the_rules_decide() -> None:
    one = Rated(stored(1, 0.6), DEAL)
    exact = to_logit(to_score(parts_for(0.6))) - to_logit(threshold_of(SEED))
    assert distance(SEED, one, Lessons()) == pytest.approx(exact)
    assert distance(SEED, one, STRICTER) == pytest.approx(exact + STRICTER.shift(DEAL))
    ruled = replace(SEED, settings=SeedSettings(never_mention=("Headline",)))
    assert distance(ruled, one, Lessons()) is None
    assert look_back(ruled, rate(stored(1, 0.42)), Lessons(), LOOSER).gained == ()
