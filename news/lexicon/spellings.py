"""Write a text as a language akin to its own would: a model that knows the one then knows many words of the other.

Ukrainian "переговорів" and Czech "schůzka" are no words to a model that never read their languages; "переговорив" and
"schuzka" begin as the Russian and the Polish word do.
"""

from functools import cache

from news.lexicon import script_glosses

# The languages of the model of many languages (extractors/models/gist_encoder.py).
ENCODED = frozenset("ar zh nl en fr de it ja ko pl pt ru es th tr".split())
_AS_RUSSIAN = {
    "uk": ("і ї є ґ ' ʼ ’", "и и е г ъ ъ ъ"),
    "be": ("і ў ґ ' ʼ ’", "и в г ъ ъ ъ"),
    "mk": ("ј љ њ ѓ ќ ѕ џ", "й ль нь гь кь дз дж"),
    "sr": ("ј љ њ ћ ђ џ", "й ль нь ч дж дж"),
}
_AS_POLISH = (
    "č š ž ř v ý í á ě ů ú é ť ď ň ľ ĺ ŕ ô ä đ ć",
    "cz sz ż rz w y i a ie u u e ć dź ń l l r o e dź ć",
)
_WRITTEN_AS_POLISH = frozenset({"cs", "sk", "sl", "hr", "bs", "sr"})


def is_encoded(language: str) -> bool:
    """Whether a text in this language has a vector that says something: its own, its kin's or its glossary's."""
    return language in ENCODED | _AS_RUSSIAN.keys() | _WRITTEN_AS_POLISH | script_glosses.LANGUAGES


def spell_as_kin(text: str, language: str) -> str:
    """The text in the letters of Russian or Polish if its language is akin to one of them, else unchanged."""
    return text.translate(_letters(language))


@cache
def _letters(language: str) -> dict[int, str]:
    pairs = [_AS_RUSSIAN[language]] if language in _AS_RUSSIAN else []
    pairs += [_AS_POLISH] if language in _WRITTEN_AS_POLISH else []
    small = {own: other for owns, others in pairs for own, other in zip(owns.split(), others.split(), strict=True)}
    return str.maketrans({own.upper(): other.capitalize() for own, other in small.items()} | small)
