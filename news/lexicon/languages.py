"""Detect the language of a text by its script and function words, and transliterate Cyrillic."""

import re
from collections import Counter, defaultdict
from functools import cache, lru_cache

from news.lexicon.function_words import FUNCTION_WORDS, LETTERS
from news.lexicon.stems import without_accents

_LETTER_SPEAKS = 0.5
_CYRILLIC = {"ru", "uk", "bg", "mk", "sr"}
_CYRILLIC_WORD = re.compile("[\u0400-\u04ff]{3,}")
# Letters that only one of the languages of news uses, or nearly so; the first that fits decides.
_SCRIPTS = (
    ("ja", re.compile("[\u3040-\u30ff]")),
    ("ko", re.compile("[\uac00-\ud7af]")),
    ("zh", re.compile("[\u4e00-\u9fff]")),
    ("ar", re.compile("[\u0600-\u06ff]")),
    ("he", re.compile("[\u0590-\u05ff]")),
    ("el", re.compile("[\u0370-\u03ff]")),
    ("hi", re.compile("[\u0900-\u097f]")),
    ("th", re.compile("[\u0e00-\u0e7f]")),
    ("bn", re.compile("[\u0980-\u09ff]")),
    ("pa", re.compile("[\u0a00-\u0a7f]")),
    ("gu", re.compile("[\u0a80-\u0aff]")),
    ("or", re.compile("[\u0b00-\u0b7f]")),
    ("ta", re.compile("[\u0b80-\u0bff]")),
    ("te", re.compile("[\u0c00-\u0c7f]")),
    ("kn", re.compile("[\u0c80-\u0cff]")),
    ("ml", re.compile("[\u0d00-\u0d7f]")),
    ("si", re.compile("[\u0d80-\u0dff]")),
    ("lo", re.compile("[\u0e80-\u0eff]")),
    ("my", re.compile("[\u1000-\u109f]")),
    ("ka", re.compile("[\u10a0-\u10ff]")),
    ("hy", re.compile("[\u0530-\u058f]")),
    ("am", re.compile("[\u1200-\u137f]")),
    ("km", re.compile("[\u1780-\u17ff]")),
)
# Letters that Arabic does not have, of two languages in its script: a text with a few of them is in that language.
_IN_ARABIC_LETTERS = (("ur", re.compile("[ٹڈڑےںہھ]")), ("fa", re.compile("[پچژگکی]")))
_LEAST_OF_LETTERS = 0.02  # of the letters of a text
# Languages whose names are not recognised in the other languages.
OTHER_SCRIPTS = frozenset(language for language, _ in (*_SCRIPTS, *_IN_ARABIC_LETTERS))
_ANY_SCRIPT = re.compile("|".join(script.pattern for _, script in _SCRIPTS))
_LEAST_OF_SCRIPT = 0.3  # of the letters of a text, for a name in another script makes no text foreign
_NAMES = {
    "af": "Afrikaans", "am": "Amharic", "ar": "Arabic", "az": "Azerbaijani", "be": "Belarusian", "bg": "Bulgarian",
    "bn": "Bengali", "bs": "Bosnian", "ca": "Catalan", "cs": "Czech", "cy": "Welsh", "da": "Danish", "de": "German",
    "el": "Greek", "en": "English", "es": "Spanish", "et": "Estonian", "eu": "Basque", "fa": "Persian",
    "fi": "Finnish", "fr": "French", "ga": "Irish", "gl": "Galician", "gu": "Gujarati", "ha": "Hausa",
    "he": "Hebrew", "hi": "Hindi", "hr": "Croatian", "hu": "Hungarian", "hy": "Armenian", "id": "Indonesian",
    "ig": "Igbo", "is": "Icelandic", "it": "Italian", "ja": "Japanese", "ka": "Georgian", "kk": "Kazakh",
    "km": "Khmer", "kn": "Kannada", "ko": "Korean", "ku": "Kurdish", "ky": "Kyrgyz", "lb": "Luxembourgish",
    "lo": "Lao", "lt": "Lithuanian", "lv": "Latvian", "mk": "Macedonian", "ml": "Malayalam", "mn": "Mongolian",
    "mr": "Marathi", "ms": "Malay", "mt": "Maltese", "my": "Burmese", "ne": "Nepali", "nl": "Dutch",
    "no": "Norwegian", "pa": "Punjabi", "pl": "Polish", "ps": "Pashto", "pt": "Portuguese", "ro": "Romanian",
    "ru": "Russian", "si": "Sinhala", "sk": "Slovak", "sl": "Slovenian", "so": "Somali", "sq": "Albanian",
    "sr": "Serbian", "sv": "Swedish", "sw": "Swahili", "ta": "Tamil", "te": "Telugu", "tg": "Tajik", "th": "Thai",
    "tl": "Filipino", "tr": "Turkish", "uk": "Ukrainian", "ur": "Urdu", "uz": "Uzbek", "vi": "Vietnamese",
    "yo": "Yoruba", "zh": "Chinese", "zu": "Zulu",
}  # fmt: skip
# What the model of many languages was trained on (A. Conneau et al., "Unsupervised Cross-lingual Representation
# Learning at Scale", ACL 2020, table 6).
ENCODED = frozenset(
    """
    af am ar as az be bg bn br bs ca cs cy da de el en eo es et eu fa fi fr fy ga gd gl gu ha he hi hr hu hy id is it ja
    jv ka kk km kn ko ku ky la lo lt lv mg mk ml mn mr ms my ne nl no om or pa pl ps pt ro ru sa sd si sk sl so sq sr su
    sv sw ta te th tl tr ug uk ur uz vi xh yi zh
    """.split()
)
_OTHER_CODES = {"nb": "no", "nn": "no", "iw": "he", "in": "id", "fil": "tl"}  # of the same languages
_FEWEST_WORDS = 6  # for a text to be anything but English: a name like "De La Rue" has no language
_LEAST_SHARE = 0.12  # of function words among all words, for a text to be in another language
_SAMPLE = 2_000  # characters; more would not change the result
_ELIDED = re.compile(r"\b(?:[cdjlmnst]|qu)['’]", re.IGNORECASE)
_INITIALS = re.compile(r"\b(?:[^\W\d_]\.){2,}")  # "U.S." has two function words of Croatian
_POSSESSIVE = re.compile(r"(?<=\w)['’]s\b")  # "s" alone is a function word of Czech
_WORD = re.compile(r"[^\W\d_]+")

_LATIN = str.maketrans(
    {
        **dict(zip("абвгґдезиійклмнопрстуфыэъь", ["a", "b", "v", "g", "g", "d", "e", "z", "i", "i", "i", "k", "l", "m",
        "n", "o", "p", "r", "s", "t", "u", "f", "y", "e", "", ""], strict=True)),
        "ж": "zh", "ё": "e", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ю": "yu", "я": "ya", "є": "ye",
        "ї": "yi",
    }
)  # fmt: skip


@lru_cache(maxsize=64)  # each step that an article goes through asks for it
def language_of(text: str) -> str:
    """The language of a text as an ISO 639-1 code.

    By its script if that has one language, else by its function words: English, unless another language has more of
    them in the text, and enough of them.
    """
    sample = text[:_SAMPLE]
    by_script = _language_of_script(sample)
    words = _WORD.findall(_POSSESSIVE.sub("", _INITIALS.sub("", sample.casefold())))
    in_cyrillic = sum(map(bool, map(_CYRILLIC_WORD.fullmatch, words))) if _CYRILLIC_WORD.search(sample) else 0
    is_cyrillic = 2 * in_cyrillic > len(words)
    if by_script or (len(words) < _FEWEST_WORDS and not is_cyrillic):
        return by_script or "en"
    found: dict[str, float] = defaultdict(float)
    for word, times in Counter(words).items():
        for language, weight in _speaks_for(word):
            found[language] += weight * times
    best = max(found, key=lambda language: (found[language], language == "en"), default="en")
    return best if found[best] > max(found["en"], _LEAST_SHARE * len(words)) else "en"


def language_of_article(title: str, text: str) -> str:
    """The language of an article; see `language_of`. Everything that compares articles must call this one function."""
    return language_of(f"{' '.join(title.split())}\n\n{text.strip()[:_SAMPLE]}")


def name_language(code: str) -> str:
    """The English name of a language, given its ISO 639-1 code; "" if it is not in the table."""
    return _NAMES.get(primary_code(code), "")


def name_unencoded(code: str) -> str:
    """The name of a language that the model of many languages does not know, or its code; "" if it knows it."""
    return "" if not code or primary_code(code) in ENCODED else name_language(code) or code


def primary_code(tag: str) -> str:
    """The ISO 639-1 code in a language tag, the same for all codes of one language: "nb-NO" is "no"."""
    code = tag.partition("-")[0].lower()
    return _OTHER_CODES.get(code, code)


def find_language(text: str) -> str:
    """The ISO 639-1 code of a language named by its code or in English; "" if it is not in the table."""
    code = primary_code(text)
    if code in _NAMES:
        return code
    return next((code for code, name in _NAMES.items() if name.casefold() == text.casefold()), "")


@lru_cache(maxsize=50_000)
def _speaks_for(word: str) -> tuple[tuple[str, float], ...]:
    """The languages for which a word in lower case speaks, and how much."""
    by_word = ((language, 1.0) for language in _by_word().get(word, ()))
    letters = () if word.isascii() else LETTERS.items()
    return (*by_word, *((language, _LETTER_SPEAKS) for language, own in letters if _is_spelled(word, language, own)))


def _is_spelled(word: str, language: str, own: str) -> bool:
    """Whether the letters of a word speak for a language: of Russian and Ukrainian all must, for most are in both."""
    return set(own).issuperset(word) if language in _CYRILLIC else not set(own).isdisjoint(word)


def _language_of_script(text: str) -> str:
    if not _ANY_SCRIPT.search(text):  # nearly every text
        return ""
    letters = sum(map(str.isalpha, text))
    for language, script in _SCRIPTS:
        if letters and len(script.findall(text)) >= _LEAST_OF_SCRIPT * letters:
            return _in_arabic_letters(text, letters) if language == "ar" else language
    return ""


def _in_arabic_letters(text: str, letters: int) -> str:
    own = (language for language, few in _IN_ARABIC_LETTERS if len(few.findall(text)) >= _LEAST_OF_LETTERS * letters)
    return next(own, "ar")


def is_function_word(word: str, language: str) -> bool:
    """Whether a word in lower case is a function word of a language."""
    return language in _by_word().get(word, ())


def without_elisions(line: str, language: str) -> str:
    """Replace elided French articles by spaces, which keeps all offsets: "l'Ukraine" becomes "  Ukraine"."""
    return _ELIDED.sub(lambda found: " " * len(found.group()), line) if language == "fr" else line


def romanise(word: str) -> str:
    """Transliterate a word in lower case and remove its accents: "зеленский" becomes "zelenskii"."""
    return word if word.isascii() else without_accents(word.translate(_LATIN))


@cache
def _by_word() -> dict[str, tuple[str, ...]]:
    table: dict[str, tuple[str, ...]] = {}
    for language, words in FUNCTION_WORDS.items():
        for word in dict.fromkeys(words.split()):
            table[word] = (*table.get(word, ()), language)
    return table
