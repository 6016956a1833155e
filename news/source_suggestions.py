"""Which feeds suit a story: by its places, its subject and its language."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from news.lexicon.languages import name_language
from news.lexicon.places import find_country, find_place
from news.lexicon.regions import WORLD, country_of_city, region_of
from news.model import Actor, Profile

GENERAL = "general"
# Of one place, region or beat, and of these in one language, so that none takes all the room.
_MOST_OF_A_KIND, _MOST_IN_A_LANGUAGE = 5, 3
_PLACE, _REGION, _BEAT, _WORLD = 2.0, 1.2, 1.6, 0.8  # how much each reason counts
_LOCAL = 0.5  # more for an outlet in the language of the place: it has what others only quote
_LEAST_WEIGHT = 0.15  # of a place, relative to the heaviest: one that is only mentioned is no scene of the story
_LEAST_BEAT = 0.3  # sentences with a word of the beat, of all
_WORD = re.compile(r"[^\W\d_]+")
_BEAT_WORDS = {
    "law": "court courts judge judges trial verdict lawsuit prosecutor prosecutors appeal ruling convicted indictment"
    " sentenced plaintiff tribunal lawyers jury sued",
    "climate": "climate emissions warming carbon drought wildfire wildfires flood floods heatwave renewable"
    " deforestation methane glacier",
    "business": "market markets shares investors inflation tariff tariffs bank banks profit merger economy trade"
    " company earnings bankruptcy minerals",
    "technology": "software ai algorithm chip chips hackers hacked data app apps cyberattack internet startup google"
    " microsoft openai smartphone",
    "science": "scientists researchers study telescope physics species fossil laboratory spacecraft astronomers genome"
    " nasa rocket experiment",
    "health": "vaccine vaccines virus outbreak hospital hospitals patients disease epidemic health doctors infections",
    "defence": "troops missile missiles army military weapons drone drones soldiers navy ceasefire frontline",
    "crime": "cartel cartels gang gangs trafficking smuggling corruption laundering bribery",
    "politics": "parliament election elections minister coalition lawmakers congress senate vote voters",
}


@dataclass(frozen=True, slots=True)
class KnownFeed:
    """A feed of an outlet that can be suggested.

    `place` is a country by its main name, "" for an outlet about a whole region; `beat` is what it covers.
    """

    url: str
    title: str
    language: str
    region: str
    place: str
    beat: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A feed that suits a story, with the reasons in words, the strongest first."""

    feed: KnownFeed
    score: float
    reasons: tuple[str, ...]


def suggest_feeds(
    profile: Profile, known: Sequence[KnownFeed], listed: Collection[str] = (), most: int = 20
) -> tuple[Suggestion, ...]:
    """The feeds that suit a story best, without those listed already, at most `most`.

    First come outlets of the places in the story, those in their languages before others; then those of the regions, on
    the subject, and about the world in the story's language; equally good ones in the order of the list.
    """
    places, beats = find_places(profile), find_beats(profile)
    judged = (_judge(feed, places, beats, profile.language or "en") for feed in known if feed.url not in listed)
    ranked = sorted(filter(None, judged), key=lambda one: -one.score)
    taken: Counter[tuple[str, ...]] = Counter()
    chosen: list[Suggestion] = []
    for one in ranked:
        kind = one.feed.place or (one.feed.region if one.feed.beat == GENERAL else one.feed.beat)
        in_language = kind, one.feed.language
        if taken[(kind,)] < _MOST_OF_A_KIND and taken[in_language] < _MOST_IN_A_LANGUAGE and len(chosen) < most:
            taken.update([(kind,), in_language])
            chosen.append(one)
    return tuple(chosen)


def find_places(profile: Profile) -> dict[str, float]:
    """The countries in a story with their weights in 0..1: its places, and those of its offices and cities."""
    weights: dict[str, float] = defaultdict(float)
    for actor in profile.actors:
        for country in set(_countries(actor)):
            weights[country] = max(weights[country], actor.weight)
    heaviest = max(weights.values(), default=1.0) or 1.0
    shares = {country: weight / heaviest for country, weight in weights.items()}
    return {country: share for country, share in shares.items() if share >= _LEAST_WEIGHT}


def find_beats(profile: Profile) -> dict[str, float]:
    """The beats that a story belongs to, with the share of its sentences that have a word of theirs."""
    sentences = [set(_WORD.findall(sentence.casefold())) for sentence in profile.sentences]
    shares = {
        beat: sum(not words.isdisjoint(sentence) for sentence in sentences) / len(sentences)
        for beat, words in ((beat, frozenset(words.split())) for beat, words in _BEAT_WORDS.items())
        if sentences
    }
    return {beat: share for beat, share in shares.items() if share >= _LEAST_BEAT}


def _countries(actor: Actor) -> Iterator[str]:
    names = [actor.name, *actor.aliases] if actor.kind == "place" else []
    names += [office.rpartition(" of ")[2] for office in (*actor.offices, actor.name) if " of " in office]
    for name in names:
        place = find_place(name)
        country = find_country(name) or country_of_city(place)
        if country:
            yield country


def _judge(
    feed: KnownFeed, places: Mapping[str, float], beats: Mapping[str, float], language: str
) -> Suggestion | None:
    """How well a feed suits; None if nothing speaks for it, or if its subject is another."""
    if feed.beat not in {GENERAL, *beats}:
        return None
    reasons: list[tuple[float, str]] = []
    if feed.place in places:
        local = _LOCAL if feed.language != language else 0.0
        reasons.append((_PLACE * places[feed.place] + local, f"from {feed.place}, in {_named(feed.language)}"))
    elif feed.place:
        return None
    elif feed.region != WORLD:
        weight = max((share for country, share in places.items() if region_of(country) == feed.region), default=0.0)
        reasons += [(_REGION * weight, f"about {feed.region}")] if weight else []
    elif feed.language == language and feed.beat == GENERAL:
        reasons.append((_WORLD, f"world news in {_named(language)}"))
    if feed.beat in beats and (feed.language == language or reasons):
        reasons.append((_BEAT * beats[feed.beat], f"on the subject: {feed.beat}"))
    if not reasons:
        return None
    reasons.sort(reverse=True)
    return Suggestion(feed, round(sum(weight for weight, _ in reasons), 3), tuple(words for _, words in reasons))


def _named(language: str) -> str:
    return name_language(language) or language
