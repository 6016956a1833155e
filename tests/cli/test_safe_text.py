"""Outside text cannot steer a terminal."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from cli.safe_text import clean, clean_lines, cleaned

TEXTS = st.text(st.characters(exclude_categories=()), max_size=60)


def test_escape_sequences_go_as_a_whole_and_not_only_their_first_character() -> None:
    assert clean("\x1b[31mred\x1b[0m") == "red"
    assert clean("\x1b]8;;http://evil.example\x07link\x1b]8;;\x07") == "link"
    assert clean("\x1b]0;title\x1b\\text") == "text"
    assert clean("\x9b2Jwiped") == "wiped"


def test_characters_that_turn_the_reading_direction_go() -> None:
    assert clean("invoice\u202efdp.exe") == "invoicefdp.exe"


def test_line_breaks_stay_only_where_lines_are_wanted() -> None:
    assert clean("one\n\ttwo\u2028three") == "one two three"
    assert clean_lines("one\n\ttwo\u2028three") == "one\n\ttwo three"


def test_news_text_stays_as_it_is() -> None:
    for text in ("Зеленський: «угода готова»", "Müller’s “deal” – €5 bn", "協定に署名", "قال الرئيس"):
        assert clean(text) == text


@given(TEXTS)
def test_nothing_cleaned_holds_a_control_character_and_cleaning_twice_changes_nothing(text: str) -> None:
    once = clean(text)
    assert all(unicodedata.category(character) not in {"Cc", "Cs", "Zl", "Zp"} for character in once)
    assert clean(once) == once


@given(TEXTS)
def test_whatever_is_cleaned_can_be_written_as_utf_8(text: str) -> None:
    clean_lines(text).encode("utf-8")


def test_a_whole_object_is_cleaned_and_keeps_its_shape() -> None:
    assert cleaned({"a\x1b[1m": ["\x07b", 1, None, True, 0.5]}) == {"a": [" b", 1, None, True, 0.5]}
