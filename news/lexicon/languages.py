"""Detect the language of a text by its function words, and transliterate Cyrillic."""

import re
import unicodedata
from collections import Counter
from functools import cache

# The most common function words; a word that occurs in two of these languages counts for both.
_FUNCTION_WORDS = {
    "en": """the of and to in that is was for on with as by at from his he it be are this have has had which not they
        their but an were been who its will would said after over about into than more when""",
    "de": """der die das und in den von zu mit sich des auf für ist im dem nicht ein eine einen einem einer als auch es
        an werden aus er hat dass sie nach wird bei sind noch wie über zum zur haben nur oder aber vor bis mehr durch
        man sein wurde hatte kann gegen vom schon wenn habe seine ihre unter wir soll ich dieser diese war um""",
    "es": """de la que el en y a los se del las un por con no una su para es al lo como más o pero sus le ha me si sin
        sobre este ya entre cuando todo esta ser son dos también fue había era muy años hasta desde está mi porque qué
        han hay donde tras durante contra""",
    "fr": """de la le et les des en un du une que est pour qui dans a par plus pas au sur ne se ce il sont la avec son
        aux d l qu été ont cette ses mais comme on ou si leur y entre sans être fait elle après deux même nous aussi
        vers contre avait était selon""",
    "ru": """и в не на что с по как к из у за от о для это его но он все так же а был до то бы или их при быть она мы
        было была ее они если также чтобы после этого года под том во со об который которые без между""",
    "uk": """і в у не на що з до та за як від по про це для його але він що й а був було або їх при бути вона ми було
        була її вони якщо також щоб після цього року під тому у зі який які без між є""",
}
_FEWEST_WORDS = 6  # for a text to be anything but English: a name like "De La Rue" has no language
_LEAST_SHARE = 0.12  # of function words among all words, for a text to be in another language
_SAMPLE = 2_000  # characters; more would not change the result
_ELIDED = re.compile(r"\b(?:[cdjlmnst]|qu)['’]", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")

_LATIN = str.maketrans(
    {
        **dict(zip("абвгґдезиійклмнопрстуфыэъь", ["a", "b", "v", "g", "g", "d", "e", "z", "i", "i", "i", "k", "l", "m",
        "n", "o", "p", "r", "s", "t", "u", "f", "y", "e", "", ""], strict=True)),
        "ж": "zh", "ё": "e", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ю": "yu", "я": "ya", "є": "ye",
        "ї": "yi",
    }
)  # fmt: skip


def language_of(text: str) -> str:
    """The language of a text: "en", "de", "es", "fr", "ru" or "uk".

    English, unless another language has more function words in the text, and enough of them.
    """
    words = _WORD.findall(text[:_SAMPLE].casefold())
    if len(words) < _FEWEST_WORDS:
        return "en"
    found, speaks_for = Counter[str](), _by_word()
    for word, times in Counter(words).items():
        for language in speaks_for.get(word, ()):
            found[language] += times
    best = max(found, key=lambda language: (found[language], language == "en"), default="en")
    return best if found[best] > max(found["en"], _LEAST_SHARE * len(words)) else "en"


def is_function_word(word: str, language: str) -> bool:
    """Whether a word in lower case is a function word of a language."""
    return language in _by_word().get(word, ())


def without_elisions(line: str, language: str) -> str:
    """Replace elided French articles by spaces, which keeps all offsets: "l'Ukraine" becomes "  Ukraine"."""
    return _ELIDED.sub(lambda found: " " * len(found.group()), line) if language == "fr" else line


def romanise(word: str) -> str:
    """Transliterate a word in lower case and remove its accents: "зеленский" becomes "zelenskii"."""
    latin = word.translate(_LATIN)
    plain = unicodedata.normalize("NFKD", latin)
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


@cache
def _by_word() -> dict[str, tuple[str, ...]]:
    table: dict[str, tuple[str, ...]] = {}
    for language, words in _FUNCTION_WORDS.items():
        for word in dict.fromkeys(words.split()):
            table[word] = (*table.get(word, ()), language)
    return table
