"""Plain text from markup: references and invisible characters."""

import pytest

from extractors.plain_text import mend_references, strip_markup, tidy, unescape


@pytest.mark.parametrize(
    ("markup", "mended"),
    [
        ("a &#55356;&#57119; b", "a \U0001f31f b"),
        ("a &#xD83C;&#xdf1f; b", "a \U0001f31f b"),
        ("a &#xD83C;&#57119;&#55356;&#57119;", "a \U0001f31f\U0001f31f"),
        ("a &#55356; b", "a \ufffd b"),
        ("a &#57119;&#55356; b", "a \ufffd\ufffd b"),
        ("a &#x110000; &#4294967296; b", "a \ufffd \ufffd b"),
        ("a &#55000;&#57344;&#x10FFFF;&#8217; b", "a &#55000;&#57344;&#x10FFFF;&#8217; b"),
        ("a & b", "a & b"),
    ],
)
def test_references_that_parsers_refuse_are_mended(markup: str, mended: str) -> None:
    assert mend_references(markup) == mended


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("Tren\u00adtino and Fire\u200bfly", "Trentino and Firefly"),
        ("Tren\ufe0ftino\u3164 and \ufff9Fire\ufffcfly \u2764\ufe0f", "Trentino and Firefly \u2764\ufe0f"),
        ("\u2060Syl\ufeffvania\u200e, \u202atwice\u202c", "Sylvania, twice"),
        ("Fire\u200dfly", "Firefly"),
        ("\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645", "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645"),
        ("\U0001f468\u200d\U0001f469", "\U0001f468\u200d\U0001f469"),
    ],
)
def test_invisible_characters_are_removed_unless_they_are_spelling(text: str, seen: str) -> None:
    assert tidy(text) == unescape(text) == strip_markup(f"<p>{text}</p>") == seen


def test_an_escaped_soft_hyphen_is_removed() -> None:
    assert unescape("Tren&shy;tino") == strip_markup("Tren&#173;tino") == "Trentino"
