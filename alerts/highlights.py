"""Find the shared actors and topics in a sentence, to highlight them."""

import re
from collections.abc import Iterable, Sequence

Span = tuple[str, bool]
"""A piece of a sentence, and whether it names a shared actor or topic."""

_MOST_NAMES = 40


def mark_names(sentence: str, actors: Sequence[str], topics: Sequence[str]) -> tuple[Span, ...]:
    """Split a sentence into pieces, and mark those that name an actor or a topic; joined, they are the sentence.

    An actor is also found by the last word of its name, and in other transliterations (Zelenskyy, Zelensky); a topic
    is also found in the singular or plural.
    """
    patterns = [*_actor_patterns(actors[:_MOST_NAMES]), *_topic_patterns(topics[:_MOST_NAMES])]
    if not patterns:
        return ((sentence, False),)
    joined = "|".join(sorted(patterns, key=len, reverse=True))
    pieces = re.split(rf"(?<!\w)({joined})(?!\w)", sentence)
    return tuple((piece, index % 2 == 1) for index, piece in enumerate(pieces) if piece)


def _actor_patterns(names: Iterable[str]) -> Iterable[str]:
    for name in filter(None, names):
        yield rf"(?i:{re.escape(name)})"
        yield from _last_word_pattern(name)


def _last_word_pattern(name: str) -> Iterable[str]:
    last = name.rsplit(maxsplit=1)[-1] if name.strip() else ""
    if len(last) >= 7 and last.isalpha():
        yield rf"{last[:-2]}\w{{0,3}}"
    elif len(last) >= 4 and last[0].isupper():
        yield re.escape(last)


def _topic_patterns(names: Iterable[str]) -> Iterable[str]:
    for name in names:
        words = [_word_pattern(word) for word in re.split(r"[\s-]+", name) if word]
        if words:
            yield rf"(?i:{'[ -]'.join(words)})"


def _word_pattern(word: str) -> str:
    return re.escape(word.removesuffix("s")) + "(?:e?s)?" if len(word) > 3 else re.escape(word)
