import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.highlights import mark_names

WORDS = st.text(alphabet="abAB ÄéЗе.*+?()[]|\\\\-'", max_size=30)


@pytest.mark.parametrize(
    ("sentence", "marked"),
    [
        ("Mr Zelensky met Zelenskiy and ZELENSKYY.", ["Zelensky", "Zelenskiy"]),
        ("Volodymyr Zelenskyy's plan", ["Volodymyr Zelenskyy"]),
        ("Trump trumped them all", ["Trump"]),
        ("trump cards", []),
        ("DONALD TRUMP spoke", ["DONALD TRUMP"]),
        ("A mineral deal, the minerals-deal and other deals", ["mineral deal", "minerals-deal"]),
        ("Security guarantees first; a security guarantee later", ["Security guarantees", "security guarantee"]),
        ("Trumpet and dealings", []),
        ("US aid, us and U aid", ["US aid"]),
        ("", []),
    ],
)
def test_actors_and_topics_are_found_in_their_variants(sentence: str, marked: list[str]) -> None:
    actors = ("Volodymyr Zelenskyy", "Donald Trump")
    pieces = mark_names(sentence, actors, ("minerals deal", "security guarantees", "US aid"))
    assert [text for text, is_name in pieces if is_name] == marked


@given(sentence=WORDS, actors=st.lists(WORDS, max_size=5), topics=st.lists(WORDS, max_size=5))
def test_the_marked_pieces_join_to_the_sentence(sentence: str, actors: list[str], topics: list[str]) -> None:
    assert "".join(text for text, _ in mark_names(sentence, actors, topics)) == sentence


@given(st.text(min_size=1, max_size=30).map(str.strip).filter(lambda name: name[:1].isalpha() and name[-1:].isalpha()))
def test_a_name_of_any_characters_is_found(name: str) -> None:
    assert mark_names(f"({name})", (name,), ())[1] == (name, True)
