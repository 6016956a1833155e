"""Split texts and queries into the words of the archive search, the same for every database.

Case, diacritics and compatibility forms are folded. Chinese, Japanese, Thai, Lao and Khmer, which do not put spaces
between words, are split into overlapping pairs of characters, so that any part of a text can be found.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

LONGEST_WORD = 64  # characters; what is longer is cut
SHORTEST_PREFIX = 3  # letters before the star: the words that begin with fewer are too many
MOST_TERMS = 20  # of a query
_MOST_CHARACTERS = 1000  # of a query
_MOST_WORDS = 50  # of a phrase

_MARKS = "\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670"  # accents and vowel points: folded away
# Whole blocks, because a word of these scripts has marks in it that are neither letters nor digits.
_INDIC = "\u0900-\u0963\u0966-\u096f\u0971-\u0df3"
_UNSPACED = (
    "\u0e01-\u0e3a\u0e40-\u0e4e\u0e50-\u0e59\u0e81-\u0edf\u1780-\u17d3\u17dc\u17dd\u17e0-\u17e9"
    "\u3005-\u3007\u3040-\u309a\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
_RUN_OF_LETTERS = re.compile(rf"[\w{_MARKS}{_INDIC}{_UNSPACED}]+")  # of a text without underscores
_ASCII_WORD = re.compile("[a-z0-9]+")
_FOLDED_AWAY = re.compile(f"[{_MARKS}]")
_SCRIPTS = re.compile(rf"[{_UNSPACED}]+|[^{_UNSPACED}]+")
_IS_UNSPACED = re.compile(f"[{_UNSPACED}]")
_QUOTES = str.maketrans(dict.fromkeys("“”„«»‟＂", '"'))
_TERM = re.compile(r'(?P<minus>[-−]?)(?:"(?P<quoted>[^"]*)"(?P<star>\*?)|(?P<bare>\S+))')


@dataclass(frozen=True, slots=True)
class SearchTerm:
    """Words that follow each other; `is_prefix`: the last may go on."""

    words: tuple[str, ...]
    is_prefix: bool = False

    def matches_at(self, words: Sequence[str], place: int) -> bool:
        """Whether the term stands at this place among the words of a text."""
        found = words[place : place + len(self.words)]
        *first, last = self.words
        if len(found) < len(self.words) or list(found[:-1]) != first:
            return False
        return found[-1].startswith(last) if self.is_prefix else found[-1] == last


@dataclass(frozen=True, slots=True)
class SearchTerms:
    """What a text must contain, and what it must not. `left_out`: how many terms were too many."""

    required: tuple[SearchTerm, ...] = ()
    excluded: tuple[SearchTerm, ...] = ()
    left_out: int = 0

    def __bool__(self) -> bool:
        return bool(self.required or self.excluded)

    @property
    def loosened(self) -> "SearchTerms":
        """The same words in any order, without what would exclude more than these terms do."""
        required = {
            SearchTerm((word,), term.is_prefix and place == len(term.words)): None
            for term in self.required
            for place, word in enumerate(term.words, 1)
        }
        return SearchTerms(tuple(required), tuple(term for term in self.excluded if len(term.words) == 1))


def split_words(text: str) -> list[str]:
    """The words of a text in order, folded."""
    if text.isascii():
        return [run[:LONGEST_WORD] for run in _ASCII_WORD.findall(text.lower())]
    runs: list[str] = _RUN_OF_LETTERS.findall(text.lower().replace("_", " "))
    words: list[str] = []
    for run in runs:
        if run.isascii():
            words.append(run[:LONGEST_WORD])
        else:
            words += _split_foreign(run)
    return words


def place_words(text: str) -> Iterator[tuple[str, int]]:
    """The words of a text in order, folded, each with the place in the text where it begins, or the letters around."""
    for found in _RUN_OF_LETTERS.finditer(text.replace("_", " ")):
        words = split_words(found[0])
        is_by_character = len(words) == len(found[0])  # a run of a script without spaces
        for number, word in enumerate(words):
            yield word, found.start() + (number if is_by_character else 0)


def parse_terms(query: str) -> SearchTerms:
    """Read what a user searches for. Never fails: what is no word is passed over.

    All words must occur; "several words" in this order, a word* is a beginning, and what follows a - must not occur.
    """
    required: dict[SearchTerm, None] = {}
    excluded: dict[SearchTerm, None] = {}
    left_out = 0
    for found in _TERM.finditer(query[:_MOST_CHARACTERS].translate(_QUOTES)):
        bare = found["bare"] or ""
        term = _term(found["quoted"] or bare, has_star=bool(found["star"]) or bare.endswith("*"))
        into = excluded if found["minus"] else required
        if term is None or term in into:
            continue
        if len(required) + len(excluded) == MOST_TERMS:
            left_out += 1
        else:
            into[term] = None
    return SearchTerms(tuple(required), tuple(excluded), left_out)


def _term(text: str, *, has_star: bool) -> SearchTerm | None:
    words = split_words(text)[:_MOST_WORDS]
    if not words:
        return None
    last = words[-1]
    if not _IS_UNSPACED.match(last):
        return SearchTerm(tuple(words), has_star and len(last) >= SHORTEST_PREFIX)
    # the last pair of characters says all that the single one after it does; one alone begins a pair in the texts
    ends_with_pair = len(words) > 1 and len(words[-2]) == 2 and words[-2].endswith(last) and len(last) == 1
    return SearchTerm(tuple(words[:-1])) if ends_with_pair else SearchTerm(tuple(words), is_prefix=True)


@lru_cache(maxsize=50_000)
def _split_foreign(word: str) -> tuple[str, ...]:
    """The words in a run of letters that are not all ASCII."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", word).casefold())
    folded = unicodedata.normalize("NFC", _FOLDED_AWAY.sub("", plain))
    words: list[str] = []
    for part in _RUN_OF_LETTERS.findall(folded.replace("_", " ")):
        for run in _SCRIPTS.findall(part):
            words += _pairs(run) if _IS_UNSPACED.match(run) else [run[:LONGEST_WORD]]
    return tuple(words)


def _pairs(run: str) -> list[str]:
    """The overlapping pairs of characters, and the last alone, so that each character begins a word."""
    return [run[place : place + 2] for place in range(len(run))]
