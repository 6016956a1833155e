"""Greek, Hebrew, Persian and Hindi: what is known of their words, and by which letters they are told apart."""

import pytest

from news import in_english
from news.lexicon.languages import language_of
from news.lexicon.script_glosses import gloss


@pytest.mark.parametrize(
    ("language", "text", "english"),
    [
        ("el", "Ο πρόεδρος της Ρουριτανίας έγραψε για την εκεχειρία", "president Ruritanias ceasefire"),
        ("he", "לשיחות על הפסקת אש", "talks negotiation ceasefire fire"),
        ("fa", "مذاکرات درباره پیمان هسته‌ای", "talks negotiation treaty nuclear"),
        ("fa", "مذاكرات و انرژي", "talks negotiation energy"),  # typed with Arabic letters
        ("hi", "भूकंप में मौतें और बाढ़", "earthquake kill dead flood"),
    ],
)
def test_words_of_news_are_known_in_any_of_their_forms(language: str, text: str, english: str) -> None:
    assert gloss(text, language) == english


def test_a_text_is_glossed_with_its_places_line_by_line() -> None:
    greek = "Συνομιλίες στην Ουκρανία\nΗ συνάντηση στη Γαλλία για την ειρήνη θα είναι την Παρασκευή"
    first, second = in_english(greek, whole=False).splitlines()
    assert first.startswith("Ukraine talks negotiation")
    assert second.startswith("France meeting")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("رئیس جمهور گفت که مذاکرات درباره پیمان ادامه دارد", "fa"),
        ("قال الرئيس إن المفاوضات حول المعاهدة مستمرة", "ar"),
        ("صدر نے کہا ہے کہ معاہدے پر بات چیت جاری رہے گی", "ur"),
    ],
)
def test_languages_in_arabic_letters_are_told_apart(text: str, language: str) -> None:
    assert language_of(text) == language
