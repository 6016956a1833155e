"""Tables of word stems, in which a star stands for any ending, and the letters in which words are looked up."""

import unicodedata
from collections.abc import Callable, Mapping


def without_accents(text: str) -> str:
    """The text without accents and other combining marks."""
    return "".join(letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))


def find_stem(word: str, table: Mapping[str, str], shortest: int) -> str:
    """The entry for a word or for the longest stem that it starts with, with its star `shortest` letters or more."""
    if word in table:
        return table[word]
    stems = (f"{word[:length]}*" for length in range(len(word), shortest - 2, -1))
    return next((table[stem] for stem in stems if stem in table), "")


def read_stems(table: str, fold: Callable[[str], str]) -> dict[str, str]:
    """A table of entries "English words: stems" between "|", by the folded stem; the first of two counts."""
    stems: dict[str, str] = {}
    for entry in table.replace("\n", " ").split("|"):
        english, _, abroad = entry.partition(":")
        for stem in abroad.split():
            stems.setdefault(fold(stem), english.strip())
    return stems
