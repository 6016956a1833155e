import pytest

from alerts.phrases import describe_strength, explain, list_names
from news import Evidence, Match, Verdict


@pytest.mark.parametrize(
    ("score", "words"),
    [
        (1.0, "very likely follow-up"),
        (0.8, "very likely follow-up"),
        (0.79, "likely follow-up"),
        (0.6, "likely follow-up"),
        (0.3, "possible follow-up"),
        (0.0, "possible follow-up"),
    ],
)
def test_a_score_is_described_in_words_alone(score: float, words: str) -> None:
    assert describe_strength(Match("s", score, Verdict.FOLLOW_UP, Evidence())) == words


def test_a_near_miss_is_not_described_as_a_follow_up() -> None:
    assert describe_strength(Match("s", 0.45, Verdict.NEAR_MISS, Evidence())) == "near miss"


@pytest.mark.parametrize(
    ("names", "listed"),
    [("", ""), ("A", "A"), ("AB", "A and B"), ("ABC", "A, B and C"), ("ABCDEF", "A, B, C, D, E and F")],
)
def test_names_are_joined_in_english(names: str, listed: str) -> None:
    assert list_names(tuple(names)) == listed


def test_names_beyond_the_first_five_are_counted() -> None:
    assert list_names(tuple("ABCDEFG")) == "A, B, C, D, E and 2 others"


@pytest.mark.parametrize(
    ("evidence", "outlets", "why"),
    [
        (
            Evidence(("Ann", "Bob"), ("peace deal", "talks")),
            4,
            "Again about “peace deal” and “talks”, with Ann and Bob; four outlets.",
        ),
        (Evidence((), ("talk", "peace talk")), 1, "Again about “peace talk”; one outlet so far."),
        (Evidence(("Ann",)), 1, "The same names: Ann; one outlet so far."),
        (Evidence(), 13, "Worded much like the first report; 13 outlets."),
        (
            Evidence((), ("talks",), via="“Never”: Ann"),
            2,
            "Again about “talks”; it follows “‘Never’: Ann”; two outlets.",
        ),
    ],
)
def test_the_reason_is_given_as_a_person_would_give_it(evidence: Evidence, outlets: int, why: str) -> None:
    assert explain(Match("s", 0.9, Verdict.FOLLOW_UP, evidence), evidence, outlets) == why


def test_an_answer_is_the_reason_for_a_report_that_it_added() -> None:
    match = Match("s", 0.4, Verdict.FOLLOW_UP, Evidence(("Ann",)), is_confirmed=True)
    assert explain(match, match.evidence, 1) == "A reader said that it belongs to the story; one outlet so far."
