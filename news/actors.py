"""Who acts in a text: the names that the language model found, mended and brought together.

Small models call one person three things ("Trump" an organisation here, a person there) and take scraps for names
("X."). Names are resolved within the text, as its reader does it: a surname belongs to the full name given elsewhere,
an adjective to its country, an acronym to the words it is made of, and a name's kind is what most of its mentions say.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from math import log

from news.lexicon.glosses import spell_name
from news.lexicon.offices import find_offices
from news.lexicon.places import find_country, find_place
from news.model import Actor, ActorKind, Annotation, Mention
from news.words import fold_ending, fold_plural

_TITLES = frozenset(
    """president vice vice-president prime minister chancellor premier pm mr mrs ms miss dr sir lord lady dame king
    queen prince princess pope senator sen representative rep congressman congresswoman governor gov mayor judge justice
    general gen colonel col captain capt lieutenant lt sergeant sgt secretary foreign defence defense minister ex former
    chief officer detective professor prof rev reverend father sheikh ayatollah crown acting then late then-president us
    u.s uk""".split()
)
_NOT_NAMES = frozenset(
    """reuters ap afp associated press getty images image photo file twitter facebook instagram x telegram tiktok
    youtube truth social social media covid covid-19 internet""".split()
)
_EDGES = "\"'“”‘’`()[]{}<>,;:!?*|/\\-–—_#&+= \t"
_MIN_SURNAME = 3


@dataclass(slots=True)
class _Group:
    """Mentions taken for one actor, while they are being gathered."""

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
    """The actors of a text, weightiest first; each once, with the other names that the text gives it."""
    offices = find_offices(annotation)
    groups = _gather([*_trust_headline(annotation), *offices.mentions])
    for group in groups:
        group.offices = frozenset(title for name in group.names for title in offices.held.get(name, ()))
    for title, mentions in offices.vacant.items():
        groups.append(_Group(list(mentions), Counter({title: len(mentions)}), offices=frozenset({title})))
    weights = [_salience(group.mentions, annotation) for group in groups]
    top = max(weights, default=1.0)
    actors = [_as_actor(group, weight / top) for group, weight in zip(groups, weights, strict=True)]
    return tuple(sorted(actors, key=lambda actor: (-actor.weight, actor.name)))


def fold_name(name: str) -> str:
    """One key for the spellings of a name: no case, accents or punctuation, Slavic endings made equal.

    Zelenskyy, Zelensky, Zelenskiy, Selenskyj and Зеленский come out alike.
    """
    plain = unicodedata.normalize("NFKD", name.casefold())
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter) and letter not in "'’ʼ.")
    return " ".join(fold_ending(spell_name(word)) for word in re.findall(r"\w+", plain))


def same_actor(one: Actor, other: Actor) -> bool:
    """Whether two texts speak of the same actor: a shared full name, or a surname that no first name contradicts."""
    if one.name == other.name or one.name in other.offices or other.name in one.offices:
        return True
    if "place" in (one.kind, other.kind) and one.kind != other.kind:
        return False
    names, others = _keys(one), _keys(other)
    if names & others:
        return not _contradict(names, others)
    return any(_is_initialism(a, b) or _is_initialism(b, a) for a in names for b in others)


def actor_key(actor: Actor) -> str:
    """What two texts share of an actor's name, in its folded spelling.

    A person's surname; of any other the whole name without the country before it ("US Congress": congress), as of
    somebody known by an office alone.
    """
    if actor.kind == "person" and actor.name not in actor.offices:
        return fold_name(actor.name).rpartition(" ")[2]
    return fold_name(_without_country(actor.name))


def _without_country(name: str) -> str:
    words = name.split()
    return " ".join(words[1:]) if len(words) > 1 and find_country(words[0]) and not find_place(name) else name


@lru_cache(maxsize=10_000)  # a seed's actors meet those of every article
def _keys(actor: Actor) -> frozenset[str]:
    keys = {fold_name(_without_country(name)) for name in (actor.name, *actor.aliases)}
    if actor.kind == "person":
        keys |= {key.split()[-1] for key in keys if key and len(key.split()[-1]) >= _MIN_SURNAME}
    return frozenset(keys - {""})


def _contradict(names: frozenset[str], others: frozenset[str]) -> bool:
    """Two people of one surname: both have first names, and none is shared."""
    firsts = [{key.split()[0] for key in keys if " " in key} for keys in (names, others)]
    fulls = [{key for key in keys if " " in key} for keys in (names, others)]
    return bool(firsts[0] and firsts[1]) and not (firsts[0] & firsts[1]) and not (fulls[0] & fulls[1])


def _is_initialism(short: str, long: str) -> bool:
    words = [word for word in long.split() if word not in {"of", "the", "and", "for"}]
    return 2 <= len(short) <= 6 and len(words) == len(short) and short == "".join(word[0] for word in words)


def _trust_headline(annotation: Annotation) -> list[Mention]:
    """The mentions, those of a headline held against the text below it.

    "Sanders Meets Obama" in capitals makes one name of three words to a model. A headline's name is what the text calls
    by it; one that the text does not know counts only where the headline does not capitalise everything.
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
    """Whether a headline gives a capital to every word, as American papers do."""
    words = [word for word in headline.split() if len(word) > 3 and word[0].isalpha()]
    return len(words) > 3 and sum(word[0].isupper() for word in words) > 0.7 * len(words)


def _gather(mentions: Sequence[Mention]) -> list[_Group]:
    """Longest names first, so that a surname finds the full name it belongs to."""
    groups: list[_Group] = []
    by_key: dict[str, _Group] = {}
    by_word: dict[str, list[_Group]] = defaultdict(list)
    cleaned = [(mention, _clean(mention)) for mention in mentions]
    for mention, name in sorted(cleaned, key=lambda pair: (-len(pair[1].split()), pair[0].sentence)):
        if not name:
            continue
        place = find_place(name)
        key = place or fold_name(name)
        group = by_key.get(key) or (None if place else _find_group(key, mention.kind, by_key, by_word))
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
    key: str, kind: ActorKind, by_key: Mapping[str, _Group], by_word: dict[str, list[_Group]]
) -> _Group | None:
    if kind == "place" and (other_number := by_key.get(fold_plural(key)) or by_key.get(f"{key}s")):
        return other_number  # "Republicans" are many a "Republican"
    return _owner(key, kind, by_word)


def _owner(key: str, kind: ActorKind, by_word: dict[str, list[_Group]]) -> _Group | None:
    """The one group whose longer name holds this one: a person's surname or first name, the short form of an
    organisation. A place in the name of something else ("Wilmington" in "Wilmington Hospital") is not that thing.
    """
    words = key.split()
    if not words:
        return None
    holders = [group for group in by_word.get(words[-1], []) if set(words) <= _words_of(group)]
    people = [group for group in holders if group.kind() == "person"]
    if len(people) == 1:
        return people[0]
    if len(holders) == 1 and (len(words) > 1 or _is_short_for(words[0], kind, holders[0])):
        return holders[0]
    return _spelled_out(key, by_word) if not holders and len(words) == 1 else None


def _is_short_for(word: str, kind: ActorKind, group: _Group) -> bool:
    """An organisation goes by its first word; a person by the last, even where the whole was taken for another kind."""
    place_in_name = {"organisation": 0, "person": -1}.get(kind)
    return place_in_name is not None and any(fold_name(name).split()[place_in_name] == word for name in group.names)


def _spelled_out(short: str, by_word: dict[str, list[_Group]]) -> _Group | None:
    for group in (group for groups in by_word.values() for group in groups):
        if _is_initialism(short, fold_name(group.name())):
            return group
    return None


def _words_of(group: _Group) -> set[str]:
    return {word for name in group.names for word in fold_name(name).split()}


def _clean(mention: Mention) -> str:
    """The bare name: no possessive, article, title or loose punctuation; "" when nothing of a name is left."""
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
    """How much the text is about an actor: how often it is named, how early, and whether it acts.

    The features are those of J. Dunietz and D. Gillick, "A new entity salience task with millions of training
    examples", EACL 2014 (count, first position, headline, grammatical role), weighed by hand.
    """
    mentions = list(mentions)
    first = min(mention.sentence for mention in mentions)
    length = max(len(annotation.sentences), 1)
    early = 1.0 - first / length
    headline = 0.5 if annotation.has_title and first == 0 else 0.0
    acts = 0.3 if any(mention.is_subject for mention in mentions) else 0.0
    return log(1 + len(mentions)) * (0.5 + early) + headline + acts


def _as_actor(group: _Group, weight: float) -> Actor:
    name = group.name()
    aliases = tuple(sorted({alias for alias in group.names if alias != name}))
    sentences = tuple(sorted({mention.sentence for mention in group.mentions}))
    return Actor(name, group.kind(), aliases, round(weight, 4), sentences, tuple(sorted(group.offices)))
