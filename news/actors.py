"""The actors of a text: the names found by the language model, corrected and merged.

Small models classify the same name differently within one text ("Trump" as an organisation and as a person) and
recognise names where there are none ("X."). Names are resolved within the text: a surname is merged with the full name
given elsewhere, an adjective with its country, an acronym with the words it abbreviates; the kind of an actor is that
of most of its mentions.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from math import log

from news.lexicon.first_names import agree
from news.lexicon.glosses import spell_name
from news.lexicon.homonyms import find_region
from news.lexicon.offices import find_offices
from news.lexicon.places import find_country, find_place
from news.lexicon.stems import without_accents
from news.model import Actor, ActorKind, Annotation, Mention
from news.short_names import is_initialism, is_short_for, is_surname
from news.words import fold_ending, fold_plural

_TITLES = frozenset(
    """president vice vice-president prime minister chancellor premier pm mr mrs ms miss dr sir lord lady dame king
    queen prince princess pope senator sen representative rep congressman congresswoman governor gov mayor judge
    justice general gen colonel col captain capt lieutenant lt sergeant sgt secretary foreign defence defense
    minister ex former sheriff deputy coroner inspector commissioner superintendent attorney prosecutor chairman
    chairwoman chair coach trooper constable corporal major admiral pastor bishop archbishop cardinal chief
    officer detective professor prof rev reverend father sheikh ayatollah crown acting then late then-president
    us u.s uk""".split()
)
_NOT_NAMES = frozenset(
    """reuters ap afp associated press getty images image photo file twitter facebook instagram x telegram tiktok
    youtube truth social social media covid covid-19 internet""".split()
)
_EDGES = "\"'“”‘’`()[]{}<>,;:!?*|/\\-–—_#&+= \t"
_MIN_SURNAME = 3
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})


@dataclass(slots=True)
class _Group:
    """Mentions of one actor, while they are being collected."""

    mentions: list[Mention] = field(default_factory=list)
    names: Counter[str] = field(default_factory=Counter)
    place: str = ""
    offices: frozenset[str] = frozenset()

    def kind(self) -> ActorKind:
        if self.place:
            return "place"
        votes = Counter(mention.kind for mention in self.mentions)
        return max(votes, key=lambda kind: (votes[kind], kind == "person"))

    def name(self) -> str:
        return self.place or max(self.names, key=lambda name: (len(name.split()), self.names[name], name))


def find_actors(annotation: Annotation) -> tuple[Actor, ...]:
    """The actors of a text, highest weight first, each with the other names by which the text mentions it."""
    offices = find_offices(annotation)
    groups = _gather([*_trust_headline(annotation), *offices.mentions], annotation.language)
    for group in groups:
        group.offices = frozenset(title for name in group.names for title in offices.held.get(name, ()))
    for title, mentions in offices.vacant.items():
        groups.append(_Group(list(mentions), Counter({title: len(mentions)}), offices=frozenset({title})))
    weights = [_salience(group.mentions, annotation) for group in groups]
    top = max(weights, default=1.0)
    actors = [
        _as_actor(group, weight / top, annotation.sentences) for group, weight in zip(groups, weights, strict=True)
    ]
    return tuple(sorted(actors, key=lambda actor: (-actor.weight, actor.name)))


@lru_cache(maxsize=10_000)  # the names of a day's news, most of which are in many texts
def fold_name(name: str) -> str:
    """The same key for all spellings of a name: without case, accents and punctuation, Slavic endings normalised.

    Zelenskyy, Zelensky, Zelenskiy, Selenskyj and Зеленский have the same key.
    """
    if name.isascii() and name.isalpha():  # most words
        return fold_ending(spell_name(name.casefold()))
    plain = re.sub("['’ʼ.]", "", without_accents(name.casefold()))
    return " ".join(fold_ending(spell_name(word)) for word in re.findall(r"\w+", plain))


def same_actor(one: Actor, other: Actor) -> bool:
    """Whether two actors are the same: they share a full name, or a surname without conflicting first names.

    Two places of one name are not, if the texts say where they lie.
    """
    if one.region and other.region and one.region != other.region:
        return False
    if one.name == other.name or one.name in other.offices or other.name in one.offices:
        return True
    if "place" in (one.kind, other.kind) and one.kind != other.kind:
        return False
    names, others = _keys(one), _keys(other)
    if names & others:
        return not _contradict(names, others)
    return any(is_initialism(a, b) or is_initialism(b, a) for a in names for b in others)


def actor_key(actor: Actor) -> str:
    """The part of an actor's name that is compared between texts, folded.

    For a person the surname; for other actors, and for people known only by an office, the whole name without a
    country in front ("US Congress": congress).
    """
    if actor.kind == "person" and actor.name not in actor.offices:
        return _surname(actor.name)
    return place_key(actor.name)


def _surname(name: str) -> str:
    """The last word of a name, folded, with what stands before it if it says little.

    "Trump Jr", "Tim Wu", "Jong Un", and "Duck Soo" of Han Duck-soo: what a hyphen joins to small letters is one word.
    """
    words = fold_name(name).split()
    least = 2 if re.search(r"[a-z]-[a-z]+$", name) else 1
    start = max(len(words) - least, 0)
    while start > 0 and (len(words[start]) < _MIN_SURNAME or words[start] in _SUFFIXES):
        start -= 1
    return " ".join(words[start:])


def place_key(name: str) -> str:
    """The key of a place, an organisation or an office by its name."""
    return fold_name(_without_country(name))


def _without_country(name: str) -> str:
    words = name.split()
    return " ".join(words[1:]) if len(words) > 1 and find_country(words[0]) and not find_place(name) else name


@lru_cache(maxsize=10_000)  # the actors of a seed are compared with those of every article
def _keys(actor: Actor) -> frozenset[str]:
    keys = {fold_name(_without_country(name)) for name in (actor.name, *actor.aliases)}
    if actor.kind == "person":
        keys |= {_surname(key) for key in keys}
    return frozenset(keys - {""})


def _contradict(names: frozenset[str], others: frozenset[str]) -> bool:
    """Whether these are two people with the same surname: both have first names, and none agree."""
    given = [{word for key in keys for word in key.split()[:-1]} for keys in (names, others)]
    return bool(given[0] and given[1]) and not any(agree(one, other) for one in given[0] for other in given[1])


def _trust_headline(annotation: Annotation) -> list[Mention]:
    """The mentions, with those in the headline checked against the text below it.

    In a headline such as "Sanders Meets Obama", a model takes all three words for one name. A mention there is replaced
    by the names from the text that it contains; one without such names is only kept if the headline does not capitalise
    all words, or if the name occurs in the text or is a place.
    """
    below = [mention for mention in annotation.mentions if mention.sentence > 0 or not annotation.has_title]
    known = {fold_name(name): name for name in (_clean(mention) for mention in below) if len(name) >= _MIN_SURNAME}
    if not known:
        return list(annotation.mentions)
    above = [mention for mention in annotation.mentions if mention not in below]
    in_capitals = capitalises_all(annotation.sentences[0]) if above else False
    text = f" {fold_name(' '.join(annotation.sentences[1:]))} " if in_capitals else ""
    return [*(kept for mention in above for kept in _recognise(mention, known, in_capitals, text)), *below]


def _recognise(mention: Mention, known: Mapping[str, str], in_capitals: bool, text: str) -> Iterator[Mention]:
    folded = f" {fold_name(mention.text)} "
    inside = [key for key in known if f" {key} " in folded]
    largest = [key for key in inside if not any(f" {key} " in f" {other} " for other in inside if other != key)]
    if largest:
        yield from (replace(mention, text=known[key]) for key in largest)
    elif not in_capitals or folded in text or find_place(_clean(mention)):
        yield mention


def capitalises_all(headline: str) -> bool:
    """Whether a headline capitalises all words, as American papers do."""
    words = [word for word in headline.split() if len(word) > 3 and word[0].isalpha()]
    return len(words) > 3 and sum(word[0].isupper() for word in words) > 0.7 * len(words)


def _gather(mentions: Sequence[Mention], language: str) -> list[_Group]:
    """Group the mentions by actor; the longest names first, so that a surname finds its full name."""
    groups: list[_Group] = []
    by_key: dict[str, _Group] = {}
    by_word: dict[str, list[_Group]] = defaultdict(list)
    cleaned = [(mention, _clean(mention)) for mention in mentions]
    for mention, name in sorted(cleaned, key=lambda pair: (-len(pair[1].split()), pair[0].sentence)):
        if not name:
            continue
        place = find_place(name)
        key = place or fold_name(name)
        group = by_key.get(key) or (None if place else _find_group(key, mention.kind, by_key, by_word, language))
        if group is None:
            group = _Group(place=place)
            groups.append(group)
            for word in set(key.split()) if not place else ():
                by_word[word].append(group)
        by_key[key] = group
        group.mentions.append(mention)
        group.names[name] += 1
    return groups


def _find_group(
    key: str, kind: ActorKind, by_key: Mapping[str, _Group], by_word: dict[str, list[_Group]], language: str
) -> _Group | None:
    if kind == "place" and (other_number := by_key.get(fold_plural(key)) or by_key.get(f"{key}s")):
        return other_number  # "Republicans" and "Republican"
    return _owner(key, kind, by_word, language)


def _owner(key: str, kind: ActorKind, by_word: dict[str, list[_Group]], language: str) -> _Group | None:
    """The group whose longer name contains this one, if there is exactly one.

    It is the surname or first name of a person, or the short form of an organisation. The name of a place in a longer
    name ("Wilmington" in "Wilmington Hospital") does not belong to it. In other languages than English no model tells
    people from rivers and medicines, so only the surname is short for a longer name.
    """
    words = key.split()
    if not words:
        return None
    holders = [group for group in by_word.get(words[-1], []) if set(words) <= _words_of(group)]
    if language != "en":
        holders = [group for group in holders if is_surname(words, map(fold_name, group.names), language)]
    people = [group for group in holders if group.kind() == "person"]
    if len(people) == 1:
        return people[0]
    if len(holders) == 1 and is_short_for(words, kind, map(fold_name, holders[0].names), holders[0].kind()):
        return holders[0]
    return _spelled_out(key, by_word) if not holders and len(words) == 1 else None


def _spelled_out(short: str, by_word: dict[str, list[_Group]]) -> _Group | None:
    for group in (group for groups in by_word.values() for group in groups):
        if is_initialism(short, fold_name(group.name())):
            return group
    return None


def _words_of(group: _Group) -> set[str]:
    return {word for name in group.names for word in fold_name(name).split()}


def _clean(mention: Mention) -> str:
    """The name without possessive, article, title and surrounding punctuation; "" if no name is left."""
    text = mention.text.replace("’", "'").strip(_EDGES)
    text = re.sub(r"'s?$|'s(?= )", "", text).strip(_EDGES)
    words = text.split()
    while words and (words[0].casefold() in {"the", "a", "an"} or _is_title(words, mention.kind)):
        words = words[1:]
    name = " ".join(words).rstrip(".") if len(words[-1:]) and len(words[-1]) > 4 else " ".join(words)
    return name if _looks_like_a_name(name) else ""


def _is_title(words: list[str], kind: ActorKind) -> bool:
    return len(words) > 1 and kind == "person" and words[0].casefold().rstrip(".") in _TITLES


def _looks_like_a_name(name: str) -> bool:
    letters = [letter for letter in name if letter.isalpha()]
    if len(letters) < 2 or len(name.split()) > 6 or not any(letter.isupper() for letter in letters):
        return bool(find_country(name))
    return name.casefold().rstrip(".") not in _NOT_NAMES


def _salience(mentions: Iterable[Mention], annotation: Annotation) -> float:
    """How much the text is about an actor: how often and how early it is mentioned, and whether as a subject.

    The features are those of J. Dunietz and D. Gillick, "A new entity salience task with millions of training
    examples", EACL 2014 (count, first position, headline, grammatical role), weighted by hand.
    """
    mentions = list(mentions)
    first = min(mention.sentence for mention in mentions)
    length = max(len(annotation.sentences), 1)
    early = 1.0 - first / length
    headline = 0.5 if annotation.has_title and first == 0 else 0.0
    acts = 0.3 if any(mention.is_subject for mention in mentions) else 0.0
    return log(1 + len(mentions)) * (0.5 + early) + headline + acts


def _as_actor(group: _Group, weight: float, text: Sequence[str]) -> Actor:
    name, kind = group.name(), group.kind()
    aliases = tuple(sorted({alias for alias in group.names if alias != name}))
    sentences = tuple(sorted({mention.sentence for mention in group.mentions}))
    region = find_region(name, text) if kind == "place" else ""
    return Actor(name, kind, aliases, round(weight, 4), sentences, tuple(sorted(group.offices)), region)
