"""Doubt an extraction that nothing else on its page confirms, and choose the one that agrees best with the others.

An extraction that goes wrong usually goes wrong altogether: it takes the comments, the captions, or a box about the
outlet. Two fast readings of the page find the same text as a right extraction, and another text than a wrong one.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from statistics import mean

_CONFIRMED = 0.75  # agreement with the first fast reading, from which an extraction is not doubted
_BETTER = 0.1  # more agreement than the doubted extraction has, from which another one takes its place

_ENOUGH = 200  # characters: a shorter extraction takes no other's place, least of all that of none

_WORD = re.compile(r"\w+")


def choose_extraction(text: str, readings: Iterable[Callable[[], str]], others: Iterable[Callable[[], str]]) -> str:
    """The text, or one of the other extractions if that agrees much better with the readings and with the others.

    `readings` make the fast readings of the page and are not chosen themselves, because they are rough; `others`
    extract its text in other ways. Unless the first reading contradicts the text, nothing else is made.
    """
    first, *more = readings
    rough = first()
    if _agreement(text, rough) >= _CONFIRMED:
        return text
    extractions = [make() for make in others]
    witnesses = [rough, *(make() for make in more), *extractions]
    choices = [text, *(one for one in extractions if len(one) >= _ENOUGH)]
    return max(choices, key=lambda one: _support(one, witnesses) - _BETTER * (one != text))


def _support(text: str, witnesses: Sequence[str]) -> float:
    """The mean agreement with the texts that are not this one."""
    return mean([_agreement(text, one) for one in witnesses if one is not text])


def _agreement(one: str, other: str) -> float:
    """Twice the words that two texts share, of all their words: 0 to 1."""
    words, others = _words(one), _words(other)
    total = words.total() + others.total()
    return 2 * (words & others).total() / total if total else 1.0


def _words(text: str) -> Counter[str]:
    return Counter(_WORD.findall(text.lower()))
