"""Which matches the user is asked about: nearest to the threshold, each article and each text once."""

from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from news import Article, Candidate, Evidence, Match, StoredMatch, Verdict, choose_questions, is_copy, shingles

NOON = datetime(2025, 3, 5, 12, 0, tzinfo=UTC)
TEXTS = [
    "Envoys of both countries met in the harbour town and signed the treaty on mining rights before noon today.",
    "Envoys of both countries met in the harbour town and signed the treaty on mining rights, an agency reported.",
    "The home side won the cup after extra time and two saved penalties in a stadium that was sold out for once.",
    "A quake shook the coast at night and rescue teams searched the rubble of three villages until the morning.",
    "Short words.",
    "Short words.",
    "Other words.",
    "",
]


def stored(number: int, place: int, text: str) -> StoredMatch:
    article = Article(f"https://c.example/{place}", f"Headline {place}", text, "Courier", NOON)
    return StoredMatch(number, article, Match("treaty", 0.5, Verdict.NEAR_MISS, Evidence()), NOON)


matches = st.builds(stored, st.integers(1, 10_000), st.integers(1, 12), st.sampled_from(TEXTS))
candidates = st.lists(
    st.builds(Candidate, matches, st.floats(-9.2, 9.2)), max_size=14, unique_by=lambda one: one.stored.id
)
asked_before = st.lists(matches, max_size=3)


def are_copies(one: StoredMatch, other: StoredMatch) -> bool:
    if one.article.url == other.article.url:
        return True
    ours, theirs = shingles(one.article.text), shingles(other.article.text)
    same = one.article.text == other.article.text != ""
    return is_copy(ours, theirs) or (same and min(len(ours), len(theirs)) < 8)


@given(candidates, asked_before, st.integers(0, 6))
def test_no_article_and_no_text_is_asked_about_twice(
    found: list[Candidate], asked: list[StoredMatch], most: int
) -> None:
    chosen = choose_questions(found, asked, most)
    assert len(chosen) <= most
    assert all(one in [each.stored for each in found] for one in chosen)
    for place, one in enumerate(chosen):
        assert not any(are_copies(one, other) for other in [*asked, *chosen[:place]])


@given(candidates, asked_before, st.integers(0, 6))
def test_whatever_is_nearer_than_a_question_is_asked_too_or_is_a_copy(
    found: list[Candidate], asked: list[StoredMatch], most: int
) -> None:
    chosen = choose_questions(found, asked, most)
    distances = {one.stored.id: abs(one.excess) for one in found}
    assert [distances[one.id] for one in chosen] == sorted(distances[one.id] for one in chosen)
    farthest = distances[chosen[-1].id] if len(chosen) == most and chosen else 10.0
    for one in found if most else ():
        if one.stored not in chosen and distances[one.stored.id] < farthest:
            assert any(are_copies(one.stored, other) for other in [*asked, *chosen])


@given(st.permutations([Candidate(stored(number, number, f"Text {number}."), number / 3 - 1) for number in range(8)]))
def test_the_order_of_the_candidates_does_not_matter(found: list[Candidate]) -> None:
    assert [one.id for one in choose_questions(found, most=3)] == [3, 4, 2]


def test_the_newer_of_two_equally_near_matches_is_asked_about() -> None:
    one = stored(1, 1, "One.")
    newer = replace(stored(2, 2, "Two."), id=2)
    assert choose_questions([Candidate(one, 0.5), Candidate(newer, -0.5)], most=1) == [newer]
