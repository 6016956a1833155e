"""Tables of word stems, in which a star stands for any ending, and the letters in which words are looked up."""

import re
import unicodedata
from collections.abc import Callable, Mapping

STEM_LETTERS = 3  # that a stem has at least, in all tables but those of scripts with short words


def without_accents(text: str) -> str:
    """The text without accents and other combining marks."""
    if text.isascii():
        return text
    return "".join(letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))


# No ending doubles the last consonant of a stem, and none is one of these consonants alone.
_NO_INFLECTION = re.compile(r"([lmnrst])\1|[^aeiouy][bcfgjkmpqtvwx]$")


class StemTable(dict[str, str]):
    """What words mean: by the word, or by a stem of at least so many letters and a star for any ending."""

    def __init__(self, meanings: Mapping[str, str], letters: int) -> None:
        super().__init__(meanings)
        self._letters = letters
        self._openings = frozenset(stem[:letters] for stem in meanings)

    def find(self, word: str) -> str:
        """The entry for a word or for the longest stem that it starts with; "" if there is none."""
        if word in self:
            return self[word]
        if word[: self._letters] not in self._openings:  # most words
            return ""
        stems = (f"{word[:length]}*" for length in range(len(word), self._letters - 1, -1))
        return next((self[stem] for stem in stems if stem in self), "")


class PlaceStems(StemTable):
    """What names of places mean, and no surname or town that begins like one: Alemanno, Schwedt."""

    def find(self, word: str) -> str:
        """As in every table, but not for a word that no inflection can make of the stem."""
        if word in self:
            return self[word]
        lengths = range(len(word), self._letters - 1, -1)
        stem = next((word[:length] for length in lengths if f"{word[:length]}*" in self), "")
        return self[f"{stem}*"] if stem and not _NO_INFLECTION.match(word, len(stem) - 1) else ""


def read_stems(table: str, fold: Callable[[str], str], letters: int) -> StemTable:
    """A table of entries "English words: stems" between "|", by the folded stem; the first of two counts.

    Stems have at least so many `letters`.
    """
    stems: dict[str, str] = {}
    for entry in table.replace("\n", " ").split("|"):
        english, _, abroad = entry.partition(":")
        for stem in abroad.split():
            stems.setdefault(fold(stem), english.strip())
    return StemTable(stems, letters)
