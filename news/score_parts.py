"""The parts of the score: what an article shares with a seed, and what speaks against a match; each in 0..1."""

from collections.abc import Mapping, Sequence, Set
from datetime import datetime, timedelta
from math import log, sqrt
from typing import Any

import numpy as np

from news.actors import actor_key, same_actor
from news.background import cosine
from news.lexicon.days import shared_day
from news.lexicon.languages import OTHER_SCRIPTS
from news.model import Actor, Article, Profile
from news.shared_names import compare_actors, with_names_missed
from news.term_weights import Weighed, without_homonyms, without_namesakes
from news.trail import Trail, as_matrix
from news.word_likeness import Wording, compare_wording, mean_likeness

_LONG, _SHORT = 100, 25  # content words between which an article's length matters
_HALF = 0.5  # the brevity of an article of 50
_BARE = 14  # content words below which an article can be a bare headline; nine headlines in ten have eleven at most
_SENTENCE = 7  # content words below a headline by which an article is more than one
_MAIN = 0.5  # salience from which a person is one of the main ones of a text
SUBSTANTIAL = 25  # content words from which a seed says more than a sentence
_DETAILED = 300  # content words from which a seed says enough
NEUTRAL = 0.4  # the part "gist" where it says nothing: the likeness from which it speaks for a match
_UNRELATED = 0.78  # the cosine, by the model of many languages, of two texts that have nothing in common
GIST_STEP = 0.15  # the cost of a link from a follow-up to an article in another language than the seed's, in likeness
# What cannot be told of two texts in two languages: nothing speaks against a match, and no words speak for it.
ACROSS = dict.fromkeys(("identity", "substance", "extent", "ground"), 1.0) | dict.fromkeys(
    ("text", "lead", "topics", "meaning", "dates", "brevity"), 0.0
)
# What counts by half in such a pair: how many names are recognised depends on the scripts, not on the story.
HALVED = ("actors", "nearness", "trail")
# What they count at least where a script has no capitals by which names are recognised: if none of the names of the one
# text is heard in the other, and if all are. Reports of one event in two languages of one script share as much.
UNREADABLE = {"actors": (0.25, 0.5), "nearness": (0.1, 0.2), "trail": (0.1, 0.2)}
_FRESH, _STALE = 180.0, 1460.0  # days without news of the story, between which the part "time" falls from 1 to 0


def compare(seed: Weighed, article: Weighed, trail: Trail | None = None, days: float = 0.0) -> dict[str, float]:
    """The parts of the score, each in 0..1; `days` is the time between the story's latest news and the article."""
    return compare_recognised(seed, recognise(seed, article), trail, days)


def compare_recognised(
    seed: Weighed, article: Weighed, trail: Trail | None = None, days: float = 0.0
) -> dict[str, float]:
    """As `compare`, for an article whose actors have been recognised as the seed's already."""
    words = compare_wording(seed.wording, article.wording)
    nearness = float(mean_likeness(**words))
    along = trail.nearness(article.wording) if trail else nearness
    gist, is_across = compare_gists(seed.profile, article.profile, trail)
    parts = {
        "identity": float(not _are_namesakes(seed.profile, article.profile)),
        "substance": substance(seed.wording),
        "extent": extent(article.wording),
        "ground": float(along > nearness or _have_common_ground(seed, article)),
        "text": words["text"],
        "lead": words["lead"],
        "actors": compare_actors(seed, article),
        "topics": sqrt(cosine(seed.topics, article.topics)),
        "meaning": _cosine_of_vectors(seed.profile.meaning, article.profile.meaning),
        "gist": gist,
        "abroad": gist if is_across else 0.0,
        "brevity": brevity(article.wording),
        "shorter": float(shorter(brevity(seed.wording), brevity(article.wording))) if is_across else 0.0,
        "body": body(article.wording) if is_across else 0.0,
        "detail": detail(seed.wording),
        "time": float(timeliness(days)),
        "dates": shared_day(seed.profile.days, article.profile.days),
        "nearness": nearness,
        "trail": along,
    }
    return _compare_across(parts, {seed.profile.language, article.profile.language}) if is_across else parts


def recognise(seed: Weighed, article: Weighed) -> Weighed:
    """The article with the actors of the seed that it names, and without those who only share a name with one."""
    found = article.actors.keys()
    return with_names_missed(seed, without_namesakes(seed, without_homonyms(seed, article)), found)


def _compare_across(parts: Mapping[str, float], languages: Set[str]) -> dict[str, float]:
    least = dict.fromkeys(HALVED, 0.0)
    if languages & OTHER_SCRIPTS:
        least = {part: low + (high - low) * parts["actors"] for part, (low, high) in UNREADABLE.items()}
    return {**parts, **ACROSS, **{part: max(parts[part] / 2, least[part]) for part in HALVED}}


def compare_gists(seed: Profile, article: Profile, trail: Trail | None = None) -> tuple[float, bool]:
    """The likeness of two texts of which one is not in English, in 0..1, and whether they are in two languages.

    If they are, a follow-up on the trail may lead on to the article. If both are in English, or one has no vector, the
    likeness is neutral and the languages count as one.
    """
    if not (seed.gist and article.gist) or seed.language == article.language == "en":
        return NEUTRAL, False
    is_across = seed.language != article.language
    own = gist_likeness(np.dot(np.array(seed.gist), np.array(article.gist)))
    along = gist_likeness_along(trail.closest_gists(as_matrix([article.gist]))[0]) if trail and is_across else 0.0
    return float(max(own, along)), is_across


def gist_likeness(cosines: Any) -> Any:
    """How alike texts are by their vectors of many languages, in 0..1; `cosines` is a number, or an array of them.

    The cosines of that model lie close together: 0 stands for that of unrelated texts.
    """
    return np.clip((cosines - _UNRELATED) / (1.0 - _UNRELATED), 0.0, 1.0)


def gist_likeness_along(cosines: Any) -> Any:
    """The likeness that counts for a text if these are the cosines of its vector with the closest on the trail."""
    return np.maximum(gist_likeness(cosines) - GIST_STEP, 0.0)


def _are_namesakes(seed: Profile, article: Profile) -> bool:
    """Whether a main person or place of one text is a namesake of one of the other, and no actor is shared."""
    ours, theirs = (
        {actor_key(actor): actor for actor in profile.actors if _can_have_namesakes(actor)}
        for profile in (seed, article)
    )
    namesakes = any(not same_actor(ours[key], theirs[key]) for key in ours.keys() & theirs.keys())
    return namesakes and not _share_an_actor(seed, article)


def _can_have_namesakes(actor: Actor) -> bool:
    return actor.weight >= _MAIN and (actor.kind == "person" or bool(actor.region))


def _have_common_ground(seed: Weighed, article: Weighed) -> bool:
    """Whether both texts share an actor or a topic as a whole ("harbour festival", not any festival)."""
    if not seed.actors.keys().isdisjoint(article.actors) or _topics(seed) & _topics(article):
        return True
    return _share_an_actor(seed.profile, article.profile)


def _share_an_actor(seed: Profile, article: Profile) -> bool:
    return any(same_actor(one, other) for one in seed.actors for other in article.actors)


def _topics(weighed: Weighed) -> set[str]:
    return {topic.key for topic in weighed.profile.topics}


def brevity(article: Wording) -> float:
    """How short a text is: 0 from 100 content words, 1 for 25 or fewer, logarithmic in between.

    What A. Singhal et al., "Pivoted document length normalization" (SIGIR 1996), is for: without it a feed's two lines
    would have to be more alike than an article to score the same.
    """
    return log(_LONG / min(max(article.length, _SHORT), _LONG)) / log(_LONG / _SHORT)


def shorter(seed: Any, article: float) -> Any:
    """How much shorter than a seed an article of less than 50 content words is, in 0..1, by their brevity.

    The vector of a headline lies farther from that of a headline and its lead than those of two headlines do. `seed`
    may be an array.
    """
    return np.maximum(article - np.maximum(seed, _HALF), 0.0) / (1.0 - _HALF)


def body(article: Wording) -> float:
    """Whether an article has text below its headline: 1 from 7 content words on that its headline lacks, else 0..1."""
    return min(article.below, _SENTENCE) / _SENTENCE


def substance(seed: Wording) -> float:
    """Whether a seed says enough to be followed at all: 1 from 25 content words on, less in proportion below."""
    return min(seed.length, SUBSTANTIAL) / SUBSTANTIAL


def extent(article: Wording) -> float:
    """Whether an article says more than a bare headline: 1 from 14 content words on, or 7 that its headline has not.

    A headline that names the seed's people says too little about which of their stories it belongs to; a sentence of
    text says what happened.
    """
    return max(min(article.length, _BARE) / _BARE, body(article))


def detail(seed: Wording) -> float:
    """How much a seed says: 1 from 300 content words on, less in proportion below.

    Any report of an event of its kind shares most of what two sentences say.
    """
    return min(seed.length, _DETAILED) / _DETAILED


def timeliness(days: Any) -> Any:
    """1 for an article within half a year of the story's latest news, 0 after four years, logarithmic in between.

    `days` is a number, or an array of them.
    """
    return 1.0 - np.log(np.clip(days, _FRESH, _STALE) / _FRESH) / log(_STALE / _FRESH)


def days_since(latest: datetime | None, article: Article) -> float:
    """Days from the story's latest news to the article; 0 if the story has no date."""
    return max(0.0, (article.published - latest) / timedelta(days=1)) if latest else 0.0


def _cosine_of_vectors(one: Sequence[float], other: Sequence[float]) -> float:
    """The cosine of two sentence vectors, in 0..1; 0 if either is missing."""
    if not (len(one) and len(other)):
        return 0.0
    return float(np.clip(np.dot(np.array(one), np.array(other)), 0.0, 1.0))
