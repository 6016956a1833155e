"""Which actors two texts share.

In one language, by their names. A model that finds a name in one text can miss it in the other, so those of the seed
are looked for in the words of the article as well.

In two languages, by how their names sound. Where a script has capitals, names are recognised, and the article's are
taken for the seed's of the same sound. Where it has none, no names of people are recognised: the names of the one text
are looked for in the words of the other.
"""

from collections.abc import Iterator, Mapping, Set
from dataclasses import replace
from functools import lru_cache
from math import sqrt

from news.actors import actor_key
from news.background import cosine, normalise
from news.lexicon.languages import OTHER_SCRIPTS
from news.model import Actor, Profile
from news.name_sounds import Heard, Sound, keys_of, same_sound, sounds_of
from news.term_weights import Weighed, under_our_keys, who_they_are

_MENTIONED, _IN_LEAD, _IN_HEADLINE = 0.2, 0.25, 0.3  # salience, by comparison with the main actor of the text


def compare_actors(seed: Weighed, article: Weighed) -> float:
    """The part "actors", in 0..1."""
    spoken, other = seed.profile.language, article.profile.language
    if spoken == other:
        return sqrt(cosine(*who_they_are(seed, article)))
    if (spoken in OTHER_SCRIPTS) != (other in OTHER_SCRIPTS):
        named, heard = (article, seed) if spoken in OTHER_SCRIPTS else (seed, article)
        return sqrt(sum(named.actors.get(key, 0.0) ** 2 for key in _shared(named, heard)))
    ours, theirs = who_they_are(seed, article)
    return sqrt(cosine(ours, _as_ours(ours, theirs, seed.profile, article.profile)))


def with_names_missed(seed: Weighed, article: Weighed, found: Set[str]) -> Weighed:
    """The article with those actors of the seed whose names are among its words although the model missed them.

    `found` are the keys of those that it did find, also if they are somebody else.
    """
    if seed.profile.language != article.profile.language:
        return article
    wording, top = article.wording, max(article.actors.values(), default=1.0)
    missed: dict[str, float] = {}
    for words, key in seed.telling.items():
        if key not in found and words not in article.telling and all(word in wording.text for word in words):
            places = (wording.lead, _IN_LEAD), (wording.headline, _IN_HEADLINE)
            salience = _MENTIONED + sum(more for part, more in places if all(word in part for word in words))
            missed[key] = max(missed.get(key, 0.0), salience * top)
    return replace(article, actors=normalise({**missed, **article.actors})) if missed else article


def is_heard(actor: Actor, profile: Profile, language: str) -> bool:
    """Whether the name of an actor, spelled as in this language, is in a text without capitals."""
    if profile.language not in OTHER_SCRIPTS or language == profile.language:
        return False
    word = _word_of(actor)
    return bool(word) and _hear(profile.sentences, profile.language).has(word, language)


def _shared(named: Weighed, heard: Weighed) -> Iterator[str]:
    """The keys of the actors of the one text that the other names: places, and names that are heard in it."""
    seen = set[str]()
    for actor in named.profile.actors:
        key = actor_key(actor)
        if key not in seen and (key in heard.actors or is_heard(actor, heard.profile, named.profile.language)):
            seen.add(key)
            yield key


def _as_ours(
    ours: Mapping[str, float], theirs: Mapping[str, float], seed: Profile, article: Profile
) -> Mapping[str, float]:
    """The article's actors under the seed's keys where their names sound the same."""
    strange = [actor for actor in article.actors if (key := actor_key(actor)) in theirs and key not in ours]
    known = _by_sound(seed.actors, seed.language) if strange else {}
    renamed: dict[str, str] = {}
    for actor in strange:
        if (own := _find(actor, article.language, known)) in ours:
            renamed.setdefault(actor_key(actor), own)
    return under_our_keys(ours, theirs, renamed)


def _find(actor: Actor, language: str, known: Mapping[str, list[tuple[Sound, str]]]) -> str:
    """The key of the known actor whose name sounds like this one's; "" if none."""
    for sound in sounds_of(_word_of(actor), language):
        for other, key in known.get(sound.key, ()):
            if same_sound(other, sound, ""):
                return key
    return ""


@lru_cache(maxsize=2_000)
def _by_sound(actors: tuple[Actor, ...], language: str) -> Mapping[str, list[tuple[Sound, str]]]:
    found: dict[str, list[tuple[Sound, str]]] = {}
    for actor in actors:
        for sound in sounds_of(_word_of(actor), language):
            if sound.key:
                found.setdefault(sound.key, []).append((sound, actor_key(actor)))
    return found


def _word_of(actor: Actor) -> str:
    """The word by which an actor is known in other languages, in lower case; "" for a name of several words.

    It is the surname of a person. The names of organisations are translated, and countries are known by the table.
    """
    words = actor.name.casefold().split()
    if actor.name in actor.offices or not words or (actor.kind != "person" and len(words) > 1):
        return ""
    return words[-1]


def sound_keys(profile: Profile) -> Mapping[str, frozenset[str]]:
    """The keys by which the actors of a text could be heard in another, by the key of the actor."""
    found: dict[str, frozenset[str]] = {}
    for actor in profile.actors:
        if word := _word_of(actor):
            key = actor_key(actor)
            found[key] = found.get(key, frozenset()) | keys_of(word, profile.language) | {f"~{word}"}
    return found


@lru_cache(maxsize=256)  # an article is compared with many seeds
def _hear(sentences: tuple[str, ...], language: str) -> Heard:
    return Heard("\n".join(sentences), language)
