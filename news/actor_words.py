"""Find the actors that a text could name, from its words alone, without a language model.

A text without the words of an actor's name cannot name it; so an actor of a seed without them in an article cannot be
shared, whatever the language model would find.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Set
from functools import cache, lru_cache

from news.actors import fold_name, place_key
from news.background import Background
from news.lexicon.offices import OFFICES, office_title
from news.lexicon.places import find_country, place_names
from news.words import list_words

_TOKEN = re.compile(r"[\w'’ʼ.\u0300-\u036f]+")
_IN_CAPITALS = re.compile(r"\b[A-Z]{2,3}\b")  # short names of countries; in lower case, "us" is a pronoun
_ENDINGS = re.compile(r"['’ʼ]s?$|(?<=\d)(?=[^\W\d_])")  # of the owner of something; before the unit of a number
_APOSTROPHES, _STOPS = re.compile(r"['’ʼ]"), re.compile(r"[._]")
_SHORTEST = 4  # letters of a country whose name may be in lower case
_MOST_WORDS = 3  # of a name that are looked for
_MOST_INITIALS = 4  # of the abbreviated name of a country


def words_of_key(key: str, background: Background) -> tuple[str, ...]:
    """The words that a text must all contain to name the actor with this key; at most three, the rarest first.

    For a country, city or office this is the key itself, which `words_to_name` finds in all spellings.
    """
    if is_known(key):
        return (key,)
    words = dict.fromkeys(key.split())
    return tuple(sorted(words, key=lambda word: (-_rarity(word, background), word))[:_MOST_WORDS])


def is_known(key: str) -> bool:
    """Whether an actor's key is that of a country, city or office, which `words_to_name` finds in all spellings."""
    return key in _places() or is_office(key)


def is_office(key: str) -> bool:
    """Whether an actor's key is that of an office, such as "president of ukraine"."""
    return key in _office_keys()


def _rarity(word: str, background: Background) -> float:
    return background.rarity_of_phrase(list_words(word))


def words_to_name(text: str, english: str) -> Set[str]:
    """The words of a text by which it could name an actor, folded as in the actors' keys.

    Added are the keys of the countries, cities and offices that it could mean. `english` is the same text with the
    words of another language translated.
    """
    named = set[str]()
    for source in {text, english}:
        for token in _tokens(source):
            if token.isascii() and token.isalpha():  # most
                named.add(fold_name(token))
            else:
                named.update(_foldings(token))
        countries = filter(None, map(find_country, set(_IN_CAPITALS.findall(source))))
        named.update(map(place_key, countries))
    named.update(_places_by_word()[word] for word in _places_by_word().keys() & named)
    named.update(place for words, place in _places_by_words() if words <= named)
    named.update(_offices_in(named))
    return named


def _tokens(text: str) -> set[str]:
    found = set(_TOKEN.findall(text.casefold()))
    if not unicodedata.is_normalized("NFKC", text):
        found.update(_TOKEN.findall(unicodedata.normalize("NFKC", text).casefold()))
    return found


@lru_cache(maxsize=50_000)
def _foldings(token: str) -> tuple[str, ...]:
    """The words that may be names or parts of names in a token: a name may end within it."""
    word = token.rstrip("'’.")
    if word.isalpha() and "ʼ" not in word:  # most; this apostrophe counts as a letter
        return tuple(fold_name(word).split())
    parts = {token, *_ENDINGS.split(token), *_APOSTROPHES.split(token)}
    parts |= {each for part in parts for each in _STOPS.split(part)}
    countries = filter(None, map(find_country, _abbreviations(token)))
    return (*{word for part in parts for word in fold_name(part).split()}, *map(place_key, countries))


def _abbreviations(token: str) -> Iterator[str]:
    """What may be an abbreviation with full stops in a token, such as "u.s" in "ended.u.s.'s"."""
    pieces = re.split(r"[.'’ʼ]", token)
    for start in range(len(pieces) - 1):
        for end in range(start + 2, min(start + _MOST_INITIALS, len(pieces)) + 1):
            yield ".".join(pieces[start:end])


def _offices_in(named: Set[str]) -> Iterator[str]:
    offices = {office for words, office in _office_words() if words <= named}
    for country in _countries() & named if offices else ():
        yield from (_office_key(office, country) for office in offices)


@cache
def _places() -> Mapping[str, str]:
    """Countries and well-known cities by their keys as actors."""
    return {place_key(place): place for place in place_names().values()}


@cache
def _countries() -> Set[str]:
    return {key for key, place in _places().items() if find_country(place)}


@cache
def _places_by_word() -> Mapping[str, str]:
    """The keys of places by each of their names of one word."""
    short = {name for name, place in _names_of_places() if len(name) < _SHORTEST and place in _countries()}
    return {name: place for name, place in _names_of_places() if " " not in name and name not in short}


@cache
def _places_by_words() -> tuple[tuple[Set[str], str], ...]:
    """The words of each name of several words, and the key of its place."""
    return tuple((frozenset(name.split()), place) for name, place in _names_of_places() if " " in name)


@cache
def _names_of_places() -> tuple[tuple[str, str], ...]:
    """Each name of a place and its plural, folded, and the key of the place."""
    return tuple(
        (fold_name(f"{name}{ending}"), place_key(place))
        for name, place in place_names().items()
        if not name.startswith("the ")  # no name is looked up with its article
        for ending in ("", "s")
    )


@cache
def _office_words() -> tuple[tuple[Set[str], str], ...]:
    return tuple((frozenset(fold_name(spelling).split()), office) for spelling, office in OFFICES.items())


@cache
def _office_keys() -> Set[str]:
    return {_office_key(office, country) for office in set(OFFICES.values()) for country in _countries()}


@cache
def _office_key(office: str, country: str) -> str:
    """The key of an office as an actor, from the key of its country."""
    return fold_name(office_title(office, _places()[country]))
