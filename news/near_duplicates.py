"""Detect copies: one text in two outlets, such as agency copy with another headline, cut or extended.

Two texts are compared by their shingles, all runs of a fixed number of words (A. Broder, "On the resemblance and
containment of documents", 1997). The measure is containment, the share of the shorter text's shingles that the longer
one has, so that a text cut to half still counts as a copy. Only reports of one development are compared with each
other, so the cost does not grow with the archive and no index is needed.
"""

import re
from collections.abc import Set as AbstractSet

from news.identity import fingerprint
from news.words import MAX_CHARACTERS

_LENGTH = 4  # words; shorter runs are idioms, longer ones break with one changed word
_LEAST = 0.3  # of the shorter text's shingles
_HEAD = 40  # words
_SAME = 0.9  # of the shingles of a text that is another one again
_SAME_HEAD = 0.5  # of those of its head; a headline or dateline may differ
_FEWEST = 8  # shingles that a text needs to be compared at all
_WORD = re.compile(r"\w+")
_SHORTEST = 4  # letters: shorter words of a headline are in any text
_LEAST_OF_HEADLINE = 0.5  # of its words are in the text it stands above, even if it was rewritten


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


def is_same_text(copy: str, original: str) -> bool:
    """Whether one text is another again: it begins as the other does, and at most a tenth of it is new.

    Stricter than `is_copy`, which lets a copy be extended: whatever is new in an extended one may be news.
    """
    head = head_shingles(copy)
    if len(head) < _FEWEST or head.isdisjoint(head_shingles(original)):  # the cheap look, which most pairs end at
        return False
    own, known = shingles(copy), shingles(original)
    return len(head & known) >= _SAME_HEAD * len(head) and len(own & known) >= _SAME * len(own)


def is_same_story(title: str, text: str, other_title: str, other_text: str) -> bool:
    """Whether two articles at one address are one story: they have one headline, or their texts are copies.

    Two without a headline are one if their texts are the same, however short.
    """
    headed_alike = fingerprint(title) == fingerprint(other_title)
    if headed_alike and (title.strip() or fingerprint(text) == fingerprint(other_text)):
        return True
    return is_copy(shingles(text), shingles(other_text))


def is_headline_of(title: str, text: str) -> bool:
    """Whether a headline can stand above a text (its first headline included): most of its words are in it."""
    words = {word for word in _WORD.findall(title.casefold()) if len(word) >= _SHORTEST}
    known = set(_WORD.findall(text[:MAX_CHARACTERS].casefold()))
    return len(words & known) >= _LEAST_OF_HEADLINE * len(words)
