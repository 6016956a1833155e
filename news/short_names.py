"""Short forms of names: whether some words stand for a longer name that a text has, too. All names are folded."""

from collections.abc import Iterable, Sequence

from news.model import ActorKind

_SURNAME_FIRST = frozenset({"hu", "ja", "ko", "zh"})
_OF = frozenset("of for in at the von für de del della du des".split())


def is_initialism(short: str, long: str) -> bool:
    """Whether a name is made of the first letters of a longer one."""
    words = [word for word in long.split() if word not in {"of", "the", "and", "for"}]
    return 2 <= len(short) <= 6 and len(words) == len(short) and short == "".join(word[0] for word in words)


def is_surname(words: Sequence[str], names: Iterable[str], language: str) -> bool:
    """Whether words are the surname in one of these names: its end, or its beginning where that is the custom."""
    every = [name.split() for name in names]
    size = len(words)
    return any(list(words) == (name[:size] if language in _SURNAME_FIRST else name[-size:]) for name in every)


def is_short_for(words: Sequence[str], kind: ActorKind, names: Iterable[str], whole: ActorKind) -> bool:
    """Whether words of this kind are the short form of one of these names of a kind, not only a place in it.

    A single one is the first word of an organisation, or the last of a person.
    """
    every = [name.split() for name in names]
    if len(words) == 1:
        place_in_name = {"organisation": 0, "person": -1}.get(kind)
        return place_in_name is not None and any(name[place_in_name] == words[0] for name in every)
    return whole != "organisation" or (kind != "place" and any(_stands_free(words, name) for name in every))


def _stands_free(words: Sequence[str], name: Sequence[str]) -> bool:
    """Whether a longer name has these words, and not behind "of" or the like: "Friends of Fredville Meadow"."""
    start = name.index(words[0]) if words[0] in name else 0
    return set(words) <= set(name) and not (start and name[start - 1] in _OF)
