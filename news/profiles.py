"""Build profiles from annotations: the weighted actors and topics of a text."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from math import log

from news.actors import find_actors, fold_name
from news.lexicon.days import find_days
from news.lexicon.glosses import in_english
from news.lexicon.places import find_country, short_name
from news.model import Actor, Annotation, Phrase, Profile, Topic
from news.word_likeness import count_text

_OPENING = 3  # sentences in which a news text says what it is about
MAX_TOPICS = 40  # those with the highest weight; the word counts still cover the rest of a long text

# Maps synonyms for agreements, talks and truces to one word, so that "minerals agreement" matches "minerals deal".
_SAME_EVENT = {
    "agreement": "deal",
    "accord": "deal",
    "pact": "deal",
    "negotiation": "talk",
    "discussion": "talk",
    "truce": "ceasefire",
    "cease-fire": "ceasefire",
    "armistice": "ceasefire",
    "row": "clash",
    "spat": "clash",
    "shouting match": "clash",
    "altercation": "clash",
    "summit": "meeting",
    "aid": "support",
    "assistance": "support",
    "help": "support",
}
_HOST = re.compile(r"[a-z]+://(?:[^/?#]*@)?(?P<host>[^/?#:]+)")
_ARTICLES = frozenset("le la les l el los las il lo gli der die das o a os de het".split())
_TOO_GENERAL = frozenset(
    """people person man woman nation country world time day week month year thing way part side place number report
    reporter statement news story question point corner step interest importance voice fact case reason official leader
    medium post social media post spokesperson spokesman spokeswoman other today tomorrow yesterday hour minute moment
    end start beginning lot bit kind sort type set group member line word comment answer example area state city town
    morning afternoon evening night president chancellor secretary governor senator prime minister
    capital government""".split()
)


def make_profile(
    annotation: Annotation,
    meaning: Sequence[float] = (),
    published: datetime | None = None,
    gist: Sequence[float] = (),
) -> Profile:
    """Weigh the actors and topics of an annotated text, and count its words and days. Pure and deterministic."""
    text = "\n".join(annotation.sentences)
    counts = count_text(in_english(text if annotation.has_title else f"\n{text}"))
    actors = find_actors(annotation)
    return Profile(
        actors=actors,
        topics=find_topics(annotation, actors),
        sentences=annotation.sentences,
        words=counts.text,
        lead_words=counts.lead,
        headline_words=counts.headline,
        language=annotation.language,
        meaning=tuple(meaning),
        gist=tuple(gist),
        days=find_days(text, published),
        below_headline=counts.below,
    )


def find_topics(annotation: Annotation, actors: Sequence[Actor] = ()) -> tuple[Topic, ...]:
    """The phrases a text is about, highest weight first; synonyms for one kind of event count as one topic.

    A phrase that consists only of words of the actors' names is skipped: the model mistook a name for a noun.
    """
    names = {word for actor in actors for name in (actor.name, *actor.aliases) for word in name.casefold().split()}
    surfaces: dict[str, Counter[str]] = defaultdict(Counter)
    sentences: dict[str, list[int]] = defaultdict(list)
    for phrase in annotation.phrases:
        key = topic_key(phrase.key)
        words = set(key.split())
        if len(key) > 2 and not words <= _TOO_GENERAL and not words <= names:
            surfaces[key][_shown(phrase)] += 1
            sentences[key].append(phrase.sentence)
    kept = {key: places for key, places in sentences.items() if _is_topic(key, places)}
    weights = {key: _salience(key, places, annotation) for key, places in kept.items()}
    top = max(weights.values(), default=1.0)
    topics = [
        Topic(_best_surface(surfaces[key]), round(weight / top, 4), tuple(sorted(set(sentences[key]))), key)
        for key, weight in weights.items()
    ]
    return tuple(sorted(topics, key=lambda topic: (-topic.weight, topic.key))[:MAX_TOPICS])


def topic_key(phrase: str) -> str:
    """The key by which two phrases are one topic: their last word replaced by its synonym, the others unchanged."""
    words = phrase.split()
    if not words:
        return ""
    head = _SAME_EVENT.get(phrase) or _SAME_EVENT.get(words[-1], words[-1])
    return head if phrase in _SAME_EVENT else " ".join([*words[:-1], head])


def _is_topic(key: str, sentences: list[int]) -> bool:
    """Whether a phrase is a topic: a single word mentioned once ("danger") is not, unless it names a kind of event."""
    return " " in key or len(sentences) > 1 or min(sentences) < _OPENING or key in _SAME_EVENT.values()


def _salience(key: str, sentences: list[int], annotation: Annotation) -> float:
    """Longer phrases weigh more, as do repeated ones, early ones and those in the headline."""
    early = 1.0 - min(sentences) / max(len(annotation.sentences), 1)
    headline = 0.5 if annotation.has_title and min(sentences) == 0 else 0.0
    return (log(1 + len(sentences)) * (0.5 + early) + headline) * (1.5 if " " in key else 1.0)


def _best_surface(surfaces: Counter[str]) -> str:
    return max(surfaces, key=lambda surface: (len(surface.split()), surfaces[surface], surface))


def _shown(phrase: Phrase) -> str:
    """The phrase for display, with short names of countries ("American support" becomes "US support")."""
    return " ".join(_shown_word(word) for word in phrase.surface.split())


def _shown_word(word: str) -> str:
    country = find_country(word)
    return short_name(country) if country else word


def without_outlet(profile: Profile, outlet: str) -> Profile:
    """The profile without the actor that is the outlet itself, which its own pages name; an English one unchanged.

    In English a name in a text is recognised by its context, in other languages by its capitals alone.
    """
    own = set(fold_name(outlet).split())
    if profile.language == "en" or not own:
        return profile
    kept = tuple(
        one for one in profile.actors if one.kind == "place" or not own.issuperset(fold_name(one.name).split())
    )
    return replace(profile, actors=kept)


def without_site(profile: Profile, url: str) -> Profile:
    """The profile without the actor that is the site of this address: "Le Monde" on lemonde.fr; see `without_outlet`.

    A seed has no outlet but its address.
    """
    found = _HOST.match(url.casefold())
    own = {label.replace("-", "") for label in found["host"].split(".")[:-1]} - {"www"} if found else set()
    if profile.language == "en" or not own:
        return profile
    kept = tuple(one for one in profile.actors if one.kind == "place" or own.isdisjoint(_as_labels(one.name)))
    return replace(profile, actors=kept)


def _as_labels(name: str) -> set[str]:
    """How a name could be spelled in an address: with its article, without, and with each that it may be short of."""
    words = fold_name(name).split()
    bare = "".join(words[1:] if words[:1] and words[0] in _ARTICLES else words)
    return {bare, *(f"{article}{bare}" for article in _ARTICLES)} if bare else set()


def leave_out(profile: Profile, names: Collection[str]) -> Profile:
    """The profile without the actors and topics of these names; the words of the text still count."""
    unwanted = {name.casefold() for name in names}
    if not unwanted:
        return profile
    return replace(
        profile,
        actors=tuple(one for one in profile.actors if unwanted.isdisjoint(map(str.casefold, names_of(one)))),
        topics=tuple(one for one in profile.topics if unwanted.isdisjoint(map(str.casefold, names_of(one)))),
    )


def names_of(one: Actor | Topic) -> tuple[str, ...]:
    """The names by which a user may mean an actor or a topic."""
    return (one.name, *one.aliases) if isinstance(one, Actor) else (one.name,)
