"""Texts and queries are split into the same words, whatever they contain."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news import Article
from news.archive_search import GAP, index_words, labels_of, labels_of_outlet, make_excerpt
from news.search_words import LONGEST_WORD, MOST_TERMS, SearchTerm, SearchTerms, parse_terms, place_words, split_words

ARTICLE = Article("https://www.news.example/1", "T", "T", "The Riverside Herald", datetime(2025, 3, 1, tzinfo=UTC))


def words(*found: str, is_prefix: bool = False) -> SearchTerm:
    return SearchTerm(found, is_prefix)


def contains(text: str, query: str) -> bool:
    (term,) = parse_terms(query).required
    found = split_words(text)
    return any(term.matches_at(found, place) for place in range(len(found)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Zelenskyy’s Café", ["zelenskyy", "s", "cafe"]),
        ("ЁЛКА, straße; ŁÓDŹ", ["елка", "strasse", "łodz"]),
        ("3,500 U.S. co-op snake_case", ["3", "500", "u", "s", "co", "op", "snake", "case"]),
        ("東京都", ["東京", "京都", "都"]),
        ("iPhone発売iPhone", ["iphone", "発売", "売", "iphone"]),
        ("ガギ", ["ガギ", "ギ"]),
        ("हिन्दी में", ["हिन्दी", "में"]),
        ("한국어 뉴스", ["한국어", "뉴스"]),
        ("مُحَمَّد", ["محمد"]),
        ("a" * 100, ["a" * LONGEST_WORD]),
        ("", []),
    ],
)
def test_case_diacritics_and_widths_are_folded_and_scripts_without_spaces_split_in_pairs(
    text: str, expected: list[str]
) -> None:
    assert split_words(text) == expected


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("都", "東京都"),
        ("都", "東京都知事"),
        ("京都知", "東京都知事"),
        ('"iPhone発売"', "新型iPhone発売へ"),
        ("รัฐบาล", "นายกรัฐมนตรีและรัฐบาลไทย"),
        ("miner*", "the minerals deal"),
        ("“minerals deal”", "the MINERALS deal"),
        ("l'accord", "L’ACCORD"),
    ],
)
def test_what_is_in_a_text_is_found(query: str, text: str) -> None:
    assert contains(text, query)


@pytest.mark.parametrize(
    ("query", "text"), [("京知", "東京都知事"), ('"deal minerals"', "minerals deal"), ("mineral", "minerals")]
)
def test_what_is_not_in_a_text_is_not(query: str, text: str) -> None:
    assert not contains(text, query)


def test_a_query_has_words_phrases_beginnings_and_what_must_not_occur() -> None:
    assert parse_terms('deal "White House" sign* -Trump −"new york*" deal') == SearchTerms(
        (words("deal"), words("white", "house"), words("sign", is_prefix=True)), (words("trump"), words("new", "york"))
    )


@pytest.mark.parametrize("query", ["", " ", '"', '""', "-", "--", "*", "()", "'); DROP TABLE articles; --"[:4]])
def test_a_query_without_a_word_asks_for_nothing(query: str) -> None:
    assert not parse_terms(query)


def test_a_beginning_of_one_or_two_letters_is_taken_as_a_word() -> None:
    assert parse_terms("un* une*").required == (words("un"), words("une", is_prefix=True))


def test_terms_beyond_the_limit_are_counted() -> None:
    terms = parse_terms(" ".join(f"w{number}" for number in range(MOST_TERMS + 3)))
    assert (len(terms.required), terms.left_out) == (MOST_TERMS, 3)


@given(st.text())
def test_any_text_is_split_and_finds_itself(text: str) -> None:
    found = split_words(text)
    assert [word for word, _ in place_words(text)] == found
    assert all(0 < len(word) <= LONGEST_WORD and "_" not in word for word in found)
    assert split_words(" ".join(word for word in found if len(word) > 1)) is not None
    parse_terms(text)
    quoted = parse_terms('"' + text.replace('"', " ") + '"').required
    if quoted and len(found) < 50:
        assert any(quoted[0].matches_at(found, place) for place in range(len(found)))


@given(st.text(), st.text(max_size=5))
def test_an_excerpt_is_one_line_of_any_text(text: str, query: str) -> None:
    excerpt = make_excerpt(text, parse_terms(query))
    assert len(excerpt) <= 202
    assert "\n" not in excerpt


def test_an_excerpt_shows_what_was_found() -> None:
    text = "Nothing of note. " * 100 + "Then the minerals deal was signed in Kyiv. " + "More of the same. " * 100
    excerpt = make_excerpt(text, parse_terms('"minerals deal"'))
    assert excerpt.startswith("…")
    assert "Then the minerals deal was signed in Kyiv." in excerpt
    assert excerpt.endswith("…")
    assert make_excerpt("Short.", parse_terms("absent")) == "Short."
    assert "都知事" in make_excerpt("東京" * 300 + "都知事が" + "京" * 300, parse_terms("都知事"))


def test_an_article_is_found_by_its_outlet_host_and_language() -> None:
    labels = labels_of(replace(ARTICLE, language="pt-BR"))
    assert labels == ["_a", "_hnews.example", "_hwww.news.example", "_lpt", "_oherald", "_oriverside", "_othe"]
    assert labels_of_outlet("riverside HERALD") == (["_oherald", "_oriverside"], "_hriversideherald")
    assert labels_of_outlet("https://www.news.example/")[1] == "_hnews.example"


def test_a_word_repeated_very_often_leaves_gaps_so_that_its_neighbours_keep_their_places() -> None:
    found = index_words("", "a " * 300 + "b")
    assert (found.count("a"), found.count(GAP), len(found), found[-1]) == (255, 46, 302, "b")
