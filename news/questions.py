"""Which matches to ask the user about: those nearest to the threshold, where an answer teaches most.

In a simulation on labelled corpora, three answers about the matches nearest to the threshold were worth more than three
about the best near misses or the weakest alerts (docs/matching.md).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from news.digests import StoredMatch
from news.near_duplicates import is_copy, shingles

HOW_MANY = 5  # questions at a time
RECENT_MATCHES = timedelta(days=30)  # how long ago the matches were found at most
WITHIN = 1.5  # logits from the threshold within which a mail asks; further off an answer teaches too little
_SHORTEST = 8  # shingles below which copies are recognised only by an equal text


@dataclass(frozen=True, slots=True)
class Candidate:
    """A match without an answer, and by how many logits it exceeds the threshold of its seed."""

    stored: StoredMatch
    excess: float


def choose_questions(
    candidates: Iterable[Candidate], asked: Sequence[StoredMatch] = (), most: int = HOW_MANY
) -> list[StoredMatch]:
    """At most `most` matches to ask about, nearest to the threshold first.

    None is about an article in `asked`, and no two about copies of one text, nor about a copy of a text in `asked`.
    """
    nearest = sorted(candidates, key=lambda one: (abs(one.excess), -one.stored.id))
    return list(_distinct((one.stored for one in nearest), asked, most))


def _distinct(ranked: Iterable[StoredMatch], asked: Sequence[StoredMatch], most: int) -> Iterator[StoredMatch]:
    addresses = {one.article.url for one in asked}
    texts = [_text_of(one) for one in asked]
    for one in ranked:
        if most <= 0:
            return
        text = _text_of(one)
        if one.article.url in addresses or any(text.is_copy_of(other) for other in texts):
            continue
        addresses.add(one.article.url)
        texts.append(text)
        most -= 1
        yield one


@dataclass(frozen=True, slots=True)
class _Text:
    """What copies of a text are recognised by: its shingles or, if it is very short, its words."""

    shingles: frozenset[tuple[str, ...]]
    words: tuple[str, ...]

    def is_copy_of(self, other: "_Text") -> bool:
        if min(len(self.shingles), len(other.shingles)) >= _SHORTEST:
            return is_copy(self.shingles, other.shingles)
        return self.words == other.words


def _text_of(one: StoredMatch) -> _Text:
    article = one.article
    return _Text(shingles(article.text), tuple(article.text.casefold().split()) or (article.url,))
