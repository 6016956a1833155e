"""Weigh the words, actors and topics of a profile by how rare they are in news in general."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import hypot

from news.actors import actor_key, fold_name, same_actor
from news.background import Background, normalise
from news.model import Actor, Profile
from news.word_likeness import Wording, counts_of, weigh_words
from news.words import list_words

_TELLING = 4.5  # nats: the rarity of a word in one text in ninety, above which a name is hardly a word as well


@dataclass(frozen=True, slots=True)
class Weighed:
    """A profile with its wording, actors and topics weighted by rarity."""

    profile: Profile
    wording: Wording
    actors: Mapping[str, float]
    topics: Mapping[str, float]
    offices: Mapping[str, str]  # keys of offices, mapped to the keys of their holders according to this text
    regions: Mapping[str, str]  # keys of places that share their name with others, mapped to where they lie
    names: Mapping[str, str]  # names of the actors, folded, mapped to their keys
    short_names: Mapping[str, str]  # names of one word of those who have a longer one, folded, mapped to their keys
    people: Mapping[str, tuple[Actor, ...]]  # keys of people, mapped to those who have it
    telling: Mapping[tuple[str, ...], str]  # the words of names that say who is meant in any text, mapped to their keys


def weigh(profile: Profile, background: Background) -> Weighed:
    """Weigh a profile; do this once per seed and once per article."""
    keyed = [(actor, actor_key(actor)) for actor in profile.actors]
    names, short_names = _list_names(keyed)
    return Weighed(
        profile=profile,
        wording=weigh_words(
            counts_of(profile), background, profile.emphasis.words, is_english=profile.language == "en"
        ),
        actors=normalise(_weigh_actors(profile, keyed, background)),
        topics=normalise(_weigh_topics(profile, background)),
        offices={fold_name(title): key for actor, key in keyed for title in actor.offices},
        regions={key: actor.region for actor, key in keyed if actor.region},
        names=names,
        short_names=short_names,
        people=_list_people(keyed),
        telling=_list_telling(profile, keyed, background),
    )


def without_homonyms(seed: Weighed, article: Weighed) -> Weighed:
    """The article without those places that share no more than their name with one of the seed."""
    others = {key for key, region in article.regions.items() if seed.regions.get(key, region) != region}
    if not others:
        return article
    return replace(article, actors={key: weight for key, weight in article.actors.items() if key not in others})


def without_namesakes(seed: Weighed, article: Weighed) -> Weighed:
    """The article without those people who share no more than their surname with one of the seed.

    Their surname is no word of the seed's either.
    """
    shared = seed.people.keys() & article.people.keys()
    strangers = [key for key in shared if not _share_one(seed.people[key], article.people[key])]
    if not strangers:
        return article
    names = (name.split()[-1] for key in strangers for one in article.people[key] for name in (one.name, *one.aliases))
    words = {word for name in names for word in list_words(name)}
    wording = article.wording
    text, lead, headline = (
        {word: weight for word, weight in part.items() if word not in words}
        for part in (wording.text, wording.lead, wording.headline)
    )
    actors = {key: weight for key, weight in article.actors.items() if key not in strangers}
    return replace(article, actors=actors, wording=replace(wording, text=text, lead=lead, headline=headline))


def _share_one(ours: Sequence[Actor], theirs: Sequence[Actor]) -> bool:
    return any(same_actor(one, other) for one in ours for other in theirs)


def who_they_are(seed: Weighed, article: Weighed) -> tuple[Mapping[str, float], Mapping[str, float]]:
    """The actors of both texts, each under one key.

    One known in one text by an office alone gets the holder's name from the other. A model that takes a name for a
    person in one text may take it for a place or an organisation in the other: of the same name, they are one. So are
    those of whom one text has the short name only ("Yoon" and Yoon Suk Yeol, "HP" and Hewlett-Packard).
    """
    ours, theirs = _named_by(article.offices, seed.actors), _named_by(seed.offices, article.actors)
    renamed = (
        _same_names(article.short_names, seed.names)
        | _same_names(article.names, seed.short_names)
        | _same_names(article.names, seed.names)
    )
    return ours, under_our_keys(ours, theirs, renamed)


def _same_names(theirs: Mapping[str, str], ours: Mapping[str, str]) -> dict[str, str]:
    return {theirs[name]: ours[name] for name in sorted(theirs.keys() & ours.keys())}


def under_our_keys(
    ours: Mapping[str, float], theirs: Mapping[str, float], renamed: Mapping[str, str]
) -> Mapping[str, float]:
    """The other text's actors; those whose keys ours lacks stand under the keys of ours that `renamed` has for them."""
    strange = {key: own for key, own in renamed.items() if key in theirs and key not in ours and own in ours}
    if not strange:
        return theirs
    moved = dict(theirs)
    for key, own in strange.items():
        if key in moved:
            moved[own] = hypot(moved.get(own, 0.0), moved.pop(key))
    return moved


def _list_names(keyed: Sequence[tuple[Actor, str]]) -> tuple[dict[str, str], dict[str, str]]:
    """The keys by the actors' full names and others of several words, and by short names: of two alike, the first."""
    names, short = dict[str, str](), dict[str, str]()
    for actor, key in keyed:
        for name in (actor.name, *actor.aliases):
            if folded := fold_name(name):
                (names if name == actor.name or " " in folded else short).setdefault(folded, key)
    return names, short


def _list_telling(
    profile: Profile, keyed: Sequence[tuple[Actor, str]], background: Background
) -> dict[tuple[str, ...], str]:
    """Names, and surnames, that are no common words: "Kilcoran", not "House" or "Apple"."""
    is_english, telling = profile.language == "en", dict[tuple[str, ...], str]()
    for actor, key in keyed:
        for name in (actor.name, *actor.aliases, key):
            words = tuple(list_words(name))
            if background.rarity_of_phrase(words, is_english=is_english) > _TELLING:
                telling.setdefault(words, key)
    return telling


def _named_by(offices: Mapping[str, str], actors: Mapping[str, float]) -> Mapping[str, float]:
    if offices.keys().isdisjoint(actors):
        return actors
    named = dict[str, float]()
    for key, weight in actors.items():
        holder = offices.get(key, key)
        named[holder] = named.get(holder, 0.0) + weight
    return named


def _list_people(keyed: Sequence[tuple[Actor, str]]) -> dict[str, tuple[Actor, ...]]:
    people: dict[str, tuple[Actor, ...]] = {}
    for actor, key in keyed:
        if actor.kind == "person" and actor.name not in actor.offices:
            people[key] = (*people.get(key, ()), actor)
    return people


def _weigh_actors(profile: Profile, keyed: Sequence[tuple[Actor, str]], background: Background) -> dict[str, float]:
    weighed: dict[str, float] = {}
    for actor, key in keyed:
        if key:
            rarity = background.rarity_of_phrase(list_words(key), is_english=profile.language == "en")
            rarity *= profile.emphasis.names.get(key, 1.0)
            weighed[key] = max(weighed.get(key, 0.0), actor.weight * rarity)
    return weighed


def _weigh_topics(profile: Profile, background: Background) -> dict[str, float]:
    """Each topic by its phrase and, with half its weight, by the phrase's last word, so that all deals share "deal"."""
    weighed: dict[str, float] = {}
    for topic in profile.topics:
        head = topic.key.rpartition(" ")[2]
        weight = topic.weight * profile.emphasis.names.get(topic.key, 1.0)
        rarity = background.rarity_of_phrase(topic.key.split())
        weighed[topic.key] = weighed.get(topic.key, 0.0) + weight * rarity
        if head != topic.key:
            weighed[head] = weighed.get(head, 0.0) + 0.5 * weight * background.rarity(head)
    return weighed
