"""Words as counted for similarity."""

from collections import Counter
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news import count_article, count_words
from news.word_likeness import count_text
from news.words import HEADLINE_WORDS, LEAD_WORDS, fold_plural, list_words

SENTENCES = (
    "Zelenskyy's envoys will sign the minerals deal on Wednesday.",
    "Parliament in Kyiv has not yet seen the text, a deputy said.",
    "The EU's aid of 3.5 billion euros goes to schools and clinics.",
    "It wasn't clear whether the U.S. would take part in the talks.",
)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The minerals deal", ["mineral", "deal"]),
        ("Ukraine’s ceasefire; Ukraine's ceasefires", ["ukraine", "ceasefire", "ukraine", "ceasefire"]),
        ("U.S. aid of 800bn", ["us", "aid", "800bn"]),
        ("policies, pass, virus, sea", ["policy", "pass", "virus", "sea"]),
        ("", []),
    ],
)
def test_a_text_is_read_as_its_content_words(text: str, words: list[str]) -> None:
    assert list_words(text) == words


@given(st.text())
def test_case_and_full_width_letters_make_no_difference(text: str) -> None:
    assert count_words(text) == count_words(text.casefold())


@given(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=6), st.randoms())
def test_case_quotes_and_the_order_of_paragraphs_change_nothing_of_a_text(told: list[str], chance: Random) -> None:
    words = count_article("", "\n\n".join(told)).text
    chance.shuffle(told)
    assert count_article("", "\n\n".join(told)).text == words
    assert count_article("", "\n\n".join(told).upper()).text == words
    assert count_article("", "\n\n".join(f"“{one}”" for one in told)).text == words
    assert count_article("", "\n\n".join(f'"{one}"'.replace("'", "’") for one in told)).text == words


@given(st.text(), st.integers(0, 5))
def test_an_opening_is_part_of_the_whole(text: str, copies: int) -> None:
    counts = count_text(f"{text} " * copies)
    assert Counter(counts.headline) <= Counter(counts.lead) <= Counter(counts.text)
    assert sum(counts.headline.values()) <= HEADLINE_WORDS
    assert sum(counts.lead.values()) <= LEAD_WORDS


@given(st.text(alphabet="abcdeiosuy", min_size=1, max_size=12))
def test_folding_a_plural_only_shortens_or_turns_its_end_into_y(word: str) -> None:
    folded = fold_plural(word)
    assert len(folded) <= len(word)
    assert folded[:-1] == word[: len(folded) - 1]
