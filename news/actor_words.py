"""Find the actors that a text could name, from its words alone, without a language model.

A text without any of an actor's words cannot name it; so an actor of a seed without its words in an article cannot be
shared, whatever the language model would find.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from news.actors import actor_key, fold_name
from news.background import Background
from news.lexicon.places import find_country, find_place, spellings_of
from news.model import Actor, Profile
from news.words import list_words

_US = re.compile(r"\bUS\b")  # in lower case it is a pronoun, which is a stop word
_PARTS = re.compile(r"[-']")


def naming_words(profile: Profile, background: Background) -> dict[str, frozenset[str]]:
    """For each actor of a profile, by its key: words of which a text must contain at least one to name the actor.

    For a name of several words this is the rarest. An actor whose words are all stop words gets the empty word.
    """
    words: dict[str, set[str]] = {}
    for actor in profile.actors:
        for spelling in _spellings(actor):
            words.setdefault(actor_key(actor), set()).add(_rarest(spelling, background))
    return {key: frozenset(each) for key, each in words.items() if key}


def _spellings(actor: Actor) -> Iterator[str]:
    """All spellings by which a text may name the actor."""
    key = actor_key(actor)
    yield key
    yield from (name for name in (actor.name, *actor.aliases) if fold_name(name).endswith(key))
    yield from spellings_of(find_place(actor.name))
    for office in {*actor.offices, key}:
        title, _, country = office.rpartition(" of ")
        known = find_country(country.removeprefix("the ").title()) or find_country(country.upper())
        yield from (f"{title} {spelling}" for spelling in spellings_of(known) if title)


def _rarest(spelling: str, background: Background) -> str:
    return spelling if _US.fullmatch(spelling) else max(list_words(spelling), key=background.rarity, default="")


def words_to_name(words: Iterable[str], title: str, text: str) -> dict[str, float]:
    """The words by which a text could name an actor, in all spellings that may occur in its key; each has value 1.

    `words` are the content words of the text.
    """
    seen = dict.fromkeys(words, 1.0)
    for word in [word for word in seen if not (word.isalnum() and word.isascii())]:
        seen.update(_other_spellings(word))
    if _US.search(title) or _US.search(text):
        seen["US"] = 1.0
    seen[""] = 1.0
    return seen


@lru_cache(maxsize=20_000)
def _other_spellings(word: str) -> dict[str, float]:
    return dict.fromkeys([*list_words(fold_name(word)), *list_words(_PARTS.sub(" ", word))], 1.0)
