"""Text from outside cannot control the terminal."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from trails import clean, clean_lines, cleaned

TEXTS = st.text(st.characters(exclude_categories=()), max_size=60)


def test_escape_sequences_are_removed_completely() -> None:
    assert clean("\x1b[31mred\x1b[0m") == "red"
    assert clean("\x1b]8;;http://evil.example\x07link\x1b]8;;\x07") == "link"
    assert clean("\x1b]0;title\x1b\\text") == "text"
    assert clean("\x9b2Jwiped") == "wiped"


def test_bidirectional_control_characters_are_removed() -> None:
    assert clean("invoice\u202efdp.exe") == "invoicefdp.exe"


def test_line_breaks_are_kept_only_in_multi_line_text() -> None:
    assert clean("one\n\ttwo\u2028three") == "one two three"
    assert clean_lines("one\n\ttwo\u2028three") == "one\n\ttwo three"


def test_ordinary_news_text_is_unchanged() -> None:
    for text in ("Зеленський: «угода готова»", "Müller’s “deal” – €5 bn", "協定に署名", "قال الرئيس"):
        assert clean(text) == text


@given(TEXTS)
def test_cleaning_removes_all_control_characters_and_is_idempotent(text: str) -> None:
    once = clean(text)
    assert all(unicodedata.category(character) not in {"Cc", "Cs", "Zl", "Zp"} for character in once)
    assert clean(once) == once


@given(TEXTS)
def test_cleaned_text_can_be_encoded_as_utf_8(text: str) -> None:
    clean_lines(text).encode("utf-8")


def test_all_strings_in_an_object_are_cleaned() -> None:
    assert cleaned({"a\x1b[1m": ["\x07b", 1, None, True, 0.5]}) == {"a": [" b", 1, None, True, 0.5]}
