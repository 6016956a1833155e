"""Detect copies: one text in two outlets, such as agency copy with another headline, cut or extended.

Two texts are compared by their shingles, all runs of a fixed number of words (A. Broder, "On the resemblance and
containment of documents", 1997). The measure is containment, the share of the shorter text's shingles that the longer
one has, so that a text cut to half still counts as a copy. Only reports of one development are compared with each
other, so the cost does not grow with the archive and no index is needed.
"""

import re
from collections.abc import Set as AbstractSet

from news.words import MAX_CHARACTERS

_LENGTH = 4  # words; shorter runs are idioms, longer ones break with one changed word
_LEAST = 0.3  # of the shorter text's shingles
_HEAD = 40  # words
_FEWEST = 8  # shingles that a text needs to be compared at all
_WORD = re.compile(r"\w+")


def shingles(text: str) -> frozenset[tuple[str, ...]]:
    """All sequences of four consecutive words of a text, in lower case."""
    words = _WORD.findall(text[:MAX_CHARACTERS].casefold())
    return frozenset(zip(*(words[start:] for start in range(_LENGTH)), strict=False))


def head_shingles(text: str) -> frozenset[tuple[str, ...]]:
    """The shingles of the beginning of a text, in which a report says what is new."""
    return shingles(" ".join(text.split()[:_HEAD]))


def is_copy(one: AbstractSet[tuple[str, ...]], other: AbstractSet[tuple[str, ...]]) -> bool:
    """Whether two texts, given by their shingles, are copies of each other."""
    shorter = min(len(one), len(other))
    return shorter >= _FEWEST and len(one & other) >= _LEAST * shorter
