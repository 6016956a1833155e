"""Words and places in texts whose script has no capitals, some of them without spaces between words either."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache

from news.lexicon.places_abroad import names_abroad
from news.search_words import split_words

UNSPACED = frozenset({"zh", "ja", "th"})
# The scripts of each language of which names are known, as Unicode calls them.
_SCRIPTS = {
    "ar": {"ARABIC"}, "el": {"GREEK"}, "fa": {"ARABIC"}, "he": {"HEBREW"}, "hi": {"DEVANAGARI"},
    "ja": {"CJK", "KATAKANA"}, "ka": {"GEORGIAN"}, "ko": {"HANGUL"}, "th": {"THAI"}, "ur": {"ARABIC"}, "zh": {"CJK"},
}  # fmt: skip
_SHORTEST = 3  # letters of a content word
# What may stand before a word without a space: the article and short prepositions.
_BEFORE = {"ar": "(?:[وفبلك]{0,2}ال|لل|[وفبلك]{0,2})", "he": "[ובלמשהכ]{0,3}"}
_PREFIX = re.compile(r"^(?:[وفبلك]?ال|لل|[ובלמשהכ](?=\w{4}))(?=\w{3})")
_PARTICLE = re.compile("(?:에게서|에게|에서|으로|까지|부터|은|는|이|가|을|를|의|와|과|도|로|에)$")
_FUNCTION_WORDS = frozenset(
    """
    في من على إلى الى أن ان إن عن مع هذا هذه ذلك التي الذي الذين كان كانت قد بعد قبل بين ما لا لم لن هو هي كما وقال قال
    وقد أو ثم حيث خلال عند حتى كل غير أي אל של את על עם כי לא זה זו הוא היא גם או אם כל אך יותר בין לפי אחרי היה היתה
    और का की के में है हैं को से ने पर यह वह था थी थे भी कि एक इस उस लिए नहीं हो गया कर साथ
    و در به از که این آن را با برای است بود شد می های هم یک تا بر خود ما او اما نیز هر کرد کرده شده باید
    και το τα της του των την τον τους τις στο στη στην στον με για από που να θα είναι δεν ως μια ένα ενώ κατά μετά
    있다 했다 것으로 이번 지난 그는 대한 위해 따르면 밝혔다 말했다""".split()
)
# Characters of function words; a pair with one is no content.
_FUNCTION_CHARACTERS = frozenset(
    "的了在是和有不为之与及将被对于他她它们我你这那其所以也就都而但或并还从向把说到等着过给让由个一上下中里"
)
# A name in katakana is the whole run: Mali is not in Marisol.
_WITHIN = r"(?:(?<![\u30a1-\u30fa\u30fc])|(?![\u30a1-\u30fa]))"
_WITHOUT_MORE = r"(?:(?<![\u30a1-\u30fa\u30fc])|(?![\u30a1-\u30fa\u30fc]))"
_HIRAGANA = re.compile("[\u3040-\u309f]")


def content_without_capitals(text: str, language: str) -> str:
    """The places of a text in English, then what could be shared of its words: pairs of characters without spaces."""
    places = " ".join(place for place, _ in find_places(text, language))
    words = _pairs(text) if language in UNSPACED else _words(text)
    return " ".join([places, *words]).strip()


def find_places(text: str, language: str) -> Iterator[tuple[str, str]]:
    """The countries and cities that a text names, in English and as written, in its order."""
    pattern, names = _names(language), names_abroad()
    for found in pattern.finditer(unicodedata.normalize("NFKC", text)):
        yield names[found["place"]], found["place"]


@cache
def _names(language: str) -> re.Pattern[str]:
    """The names of places in the scripts of a language, the longest first."""
    scripts = _SCRIPTS.get(language, ())
    own = (name for name in names_abroad() if unicodedata.name(name[0]).partition(" ")[0] in scripts)
    every = "|".join(re.escape(name) for name in sorted(own, key=len, reverse=True)) or "(?!)"
    if language in UNSPACED:
        return re.compile(f"(?P<place>{_WITHIN}(?:{every}){_WITHOUT_MORE})")
    return re.compile(rf"(?<!\w){_BEFORE.get(language, '')}(?P<place>{every})")


def _pairs(text: str) -> Iterator[str]:
    for word in split_words(text):
        if len(word) > 1 and not _HIRAGANA.search(word) and _FUNCTION_CHARACTERS.isdisjoint(word):
            yield word


def _words(text: str) -> Iterator[str]:
    for word in split_words(text):
        if len(bare := _bare(word)) >= _SHORTEST and word not in _FUNCTION_WORDS:
            yield bare


@lru_cache(maxsize=20_000)
def _bare(word: str) -> str:
    """A word without what is written together with it."""
    return word if word.isascii() else _PARTICLE.sub("", _PREFIX.sub("", word))
