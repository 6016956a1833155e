"""Scripts, places and words of other languages."""

import pytest

from news import find_abroad, find_places, in_english, is_common
from news.lexicon.places import find_place
from news.lexicon.places_abroad import names_abroad, words_abroad
from news.lexicon.scripts import latinise


@pytest.mark.parametrize(
    ("word", "latin"),
    [
        ("Зеленський", "zelenskiy"), ("ゼレンスキー", "zerensuki"), ("泽连斯基", "zeliansiji"), ("澤連", "zelian"),
        ("Ζελένσκι", "zelenski"), ("זלנסקי", "zlnsky"), ("ज़ेलेंस्की", "jelenski"), ("เซเลนสกี", "selenski"),
        ("ზელენსკი", "zelenski"), ("Dončić", "donchich"), ("Müller", "muller"), ("Smith", "smith"), ("☃", ""),
    ],
)  # fmt: skip
def test_letters_are_written_in_latin_ones(word: str, latin: str) -> None:
    assert latinise(word) == latin


@pytest.mark.parametrize(
    ("word", "place"),
    [
        ("Niemcy", "Germany"), ("Německo", "Germany"), ("Almanya", "Germany"), ("ukraiński", "Ukraine"),
        ("Japonska", "Japan"), ("Čína", "China"), ("ウクライナ", "Ukraine"), ("slova", ""),
        ("servir", ""), ("Roman", ""),
    ],
)  # fmt: skip
def test_places_are_known_by_their_names_in_other_languages(word: str, place: str) -> None:
    assert find_abroad(word) == place


@pytest.mark.parametrize(
    ("language", "text", "places"),
    [
        ("zh", "中国外交部长访问德国", ["China", "Germany"]),
        ("ja", "日本とウクライナの首相", ["Japan", "Ukraine"]),
        ("ar", "وقال رئيس أوكرانيا في ألمانيا", ["Ukraine", "Germany"]),
        ("ko", "우크라이나는 독일에", ["Ukraine", "Germany"]),
        ("el", "η Γερμανία", ["Germany"]),
    ],
)
def test_places_are_found_in_texts_without_capitals(language: str, text: str, places: list[str]) -> None:
    assert [place for place, _ in find_places(text, language)] == places


def test_every_place_of_the_tables_is_a_place() -> None:
    assert {
        place for place in {*names_abroad().values(), *words_abroad().values()} if find_place(place) != place
    } == set()


def test_chinese_is_compared_by_pairs_of_characters_without_function_words() -> None:
    words = in_english("两国总统的会谈在日内瓦举行，双方讨论了安全保证。").split()
    assert {"总统", "会谈", "安全", "保证"} <= set(words)
    assert not any("的" in word or "了" in word for word in words)


def test_arabic_words_are_compared_without_their_article() -> None:
    assert {"معاهدة", "ليثيوم"} <= set(in_english("معاهدة الليثيوم والمعاهدة في جنيف").split())


@pytest.mark.parametrize(
    ("word", "language"),
    [
        ("Justice", "fr"),
        ("État", "fr"),
        ("Sénat", "fr"),
        ("Justicia", "es"),
        ("Sąd", "pl"),
        ("Госдума", "ru"),
    ],
)
def test_institutions_are_no_names(word: str, language: str) -> None:
    assert is_common(word, language)


@pytest.mark.parametrize("word", ["Grossi", "Kirchner", "Justin", "Vladimir", "Dnipro", "Neuer", "Severin", "Kassel"])
def test_surnames_that_begin_like_an_institution_are_names(word: str) -> None:
    assert not is_common(word, "fr")


@pytest.mark.parametrize(
    ("text", "place"), [("マリソル号", ""), ("ペルージャで", ""), ("マリの首都", "Mali"), ("西アフリカのマリ", "Mali")]
)
def test_a_place_in_katakana_is_a_whole_run_of_it(text: str, place: str) -> None:
    assert [found for found, _ in find_places(text, "ja")] == [place] * bool(place)
