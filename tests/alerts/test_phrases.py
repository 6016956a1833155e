import pytest

from alerts.phrases import describe_strength, explain, list_names
from news import Evidence, Match, Verdict


@pytest.mark.parametrize(
    ("score", "words"),
    [
        (1.0, "very likely follow-up, 100 %"),
        (0.8, "very likely follow-up, 80 %"),
        (0.79, "likely follow-up, 79 %"),
        (0.6, "likely follow-up, 60 %"),
        (0.3, "possible follow-up, 30 %"),
        (0.0, "possible follow-up, 0 %"),
    ],
)
def test_a_score_is_described_in_words_and_as_a_percentage(score: float, words: str) -> None:
    assert describe_strength(Match("s", score, Verdict.FOLLOW_UP, Evidence())) == words


def test_a_near_miss_is_not_described_as_a_follow_up() -> None:
    assert describe_strength(Match("s", 0.45, Verdict.NEAR_MISS, Evidence())) == "near miss, 45 %"


@pytest.mark.parametrize(
    ("names", "listed"),
    [("", ""), ("A", "A"), ("AB", "A and B"), ("ABC", "A, B and C"), ("ABCDEF", "A, B, C, D, E and F")],
)
def test_names_are_joined_in_english(names: str, listed: str) -> None:
    assert list_names(tuple(names)) == listed


def test_names_beyond_the_first_five_are_counted() -> None:
    assert list_names(tuple("ABCDEFG")) == "A, B, C, D, E and 2 others"


def test_the_reason_names_what_is_shared_without_repeating_the_note() -> None:
    own = "It names Ann and mentions peace, as the first report does."
    assert explain(Evidence(("Ann",), ("peace",))) == (own, "")
    assert explain(Evidence(("Ann",), ("peace",), note="A live page.")) == (own, "A live page.")
    note = "It shares Ann and the topics peace with the seed."
    assert explain(Evidence(("Ann",), ("peace",), note=note)) == (note, "")
    assert explain(Evidence()) == ("Its wording is close to that of the first report.", "")
