"""Copies: whether two outlets printed one text, agency copy with another headline, cut or added to.

Two texts are compared by their shingles, every run of so many words (A. Broder, "On the resemblance and containment of
documents", 1997). What counts is containment, the share of the shorter text's shingles that the longer one has: a text
cut to half is still a copy. Only reports of one development are held against each other, so the cost does not grow with
the archive, and no index of it is needed.
"""

import re
from collections.abc import Set as AbstractSet

from news.words import MAX_CHARACTERS

_LENGTH = 4  # words: shorter runs are idioms, longer ones are broken by one changed word
_LEAST = 0.3  # of the shorter text's shingles
_FEWEST = 8  # shingles of a text that can be told by them
_WORD = re.compile(r"\w+")


def shingles(text: str) -> frozenset[tuple[str, ...]]:
    """Every run of four words of a text, in lower case."""
    words = _WORD.findall(text[:MAX_CHARACTERS].casefold())
    return frozenset(zip(*(words[start:] for start in range(_LENGTH)), strict=False))


def is_copy(one: AbstractSet[tuple[str, ...]], other: AbstractSet[tuple[str, ...]]) -> bool:
    """Whether two texts, by their shingles, are one."""
    shorter = min(len(one), len(other))
    return shorter >= _FEWEST and len(one & other) >= _LEAST * shorter
