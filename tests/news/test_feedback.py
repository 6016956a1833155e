"""What the user's answers teach."""

from math import exp, inf

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from news import Answered, Background, Lessons, Wording, count_article, weigh_words

WORDS = "deal mineral sign quake rescue coast vote budget tariff storm harbour goal treaty envoy truce".split()
BACKGROUND = Background({word: 0.01 * number for number, word in enumerate(WORDS, 1)})


def worded(text: str) -> Wording:
    return weigh_words(count_article("", text), BACKGROUND)


wordings = st.lists(st.sampled_from(WORDS), min_size=1, max_size=9).map(" ".join).map(worded)
answers = st.builds(Answered, wordings, st.floats(-9.2, 9.2), st.booleans())
ONE, ALIKE, OTHER = worded("deal mineral sign envoy"), worded("deal mineral sign truce"), worded("goal storm harbour")


@given(wordings)
def test_without_answers_nothing_changes(wording: Wording) -> None:
    assert Lessons().shift(wording) == Lessons().shift_of_others == Lessons().largest_shift == 0.0


@pytest.mark.parametrize(("excess", "is_follow_up", "sign"), [(1.0, False, -1), (-0.5, True, 1)])
def test_a_correction_shifts_all_scores_and_most_of_all_those_of_articles_like_it(
    excess: float, is_follow_up: bool, sign: int
) -> None:
    lessons = Lessons([Answered(ONE, excess, is_follow_up)])
    shifts = [sign * lessons.shift(wording) for wording in (ONE, ALIKE, OTHER)]
    assert shifts[0] > shifts[1] > shifts[2] > 0.2
    assert shifts[2] == pytest.approx(sign * lessons.shift_of_others)
    assert sign * (excess + lessons.shift(ONE)) > 0  # the article answered is on the right side now


@pytest.mark.parametrize(("excess", "is_follow_up"), [(5.0, True), (-5.0, False)])
def test_an_answer_that_confirms_a_clear_score_changes_next_to_nothing(excess: float, is_follow_up: bool) -> None:
    lessons = Lessons([Answered(ONE, excess, is_follow_up)])
    assert abs(lessons.shift(OTHER)) < 0.05
    assert abs(lessons.shift(ONE)) < 0.2


@given(st.lists(answers, max_size=8), wordings)
def test_no_article_is_shifted_by_more_than_the_bound(given: list[Answered], wording: Wording) -> None:
    lessons = Lessons(given)
    assert lessons.shift(wording) <= lessons.largest_shift + 1e-9 < inf


@given(st.lists(answers, max_size=12))
@example([Answered(ONE, -4.0, is_follow_up=True)] * 12)
def test_what_is_learnt_agrees_with_the_answers_it_was_learnt_from(given: list[Answered]) -> None:
    lessons, single = Lessons(given), Lessons([Answered(ONE, 0.0, is_follow_up=True)])
    variance = single.shift_of_others / surprise(single, Answered(ONE, 0.0, is_follow_up=True))
    surprises = sum(surprise(lessons, one) for one in given)
    assert lessons.shift_of_others == pytest.approx(variance * surprises, abs=1e-4)


def surprise(lessons: Lessons, one: Answered) -> float:
    """An answer, 1 or 0, less its probability by these lessons."""
    return one.is_follow_up - 1 / (1 + exp(-one.excess - lessons.shift(one.wording)))


@given(st.lists(answers, max_size=6), answers)
def test_another_yes_never_makes_a_seed_stricter_nor_a_no_looser(given: list[Answered], one: Answered) -> None:
    before, after = Lessons(given).shift(one.wording), Lessons([*given, one]).shift(one.wording)
    assert after >= before - 1e-6 if one.is_follow_up else after <= before + 1e-6


@given(st.lists(answers, min_size=2, max_size=6), wordings)
def test_the_order_of_answers_does_not_matter(given: list[Answered], wording: Wording) -> None:
    assert Lessons(given[::-1]).shift(wording) == pytest.approx(Lessons(given).shift(wording), abs=1e-6)
