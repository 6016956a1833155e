"""What a user says matters more or less in a story: factors on the weights of its actors, topics and words.

A factor acts where rarity does (`news.term_weights`), so that an actor's salience stays what the text says, and it acts
on the words of a name too, because most of a score comes from the words. Vectors are scaled to length 1 afterwards:
what matters more takes weight from everything else.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from news.actors import actor_key
from news.lexicon.glosses import in_english
from news.model import Actor, Emphasis, Profile, SeedSettings, Topic
from news.profiles import leave_out, names_of
from news.words import list_words

Named = TypeVar("Named", Actor, Topic)
MORE = 3.0  # times the weight of what matters more
LESS = 1 / 3  # of what matters less


def shape_profile(profile: Profile, settings: SeedSettings) -> Profile:
    """The profile as the settings want it: without what is left out, and with factors for what matters more or less."""
    return emphasise(leave_out(profile, settings.leave_out), settings.more, settings.less)


def shaping(settings: SeedSettings) -> tuple[tuple[str, ...], ...]:
    """The settings that `shape_profile` reads: when they change, the profile does."""
    return settings.leave_out, settings.more, settings.less


def emphasise(profile: Profile, more: Collection[str], less: Collection[str]) -> Profile:
    """The profile with factors for the actors and topics of these names and for their words; other names do nothing.

    A word of two names has the larger of their factors.
    """
    if not more and not less:
        return profile
    names, words = dict[str, float](), dict[str, float]()
    for factor, wanted in ((LESS, less), (MORE, more)):
        for actor in _of_name(profile.actors, wanted):
            names[actor_key(actor)] = factor
            words |= dict.fromkeys(_words((actor.name, *actor.aliases)), factor)
        for topic in _of_name(profile.topics, wanted):
            names[topic.key] = factor
            words |= dict.fromkeys(_words((topic.name,)), factor)
    return replace(profile, emphasis=Emphasis(names, words))


def find_unknown(profile: Profile, names: Iterable[str]) -> tuple[str, ...]:
    """Those of the names that are no actor or topic of the profile, so that nothing can weigh them."""
    return tuple(one for one in names if not _of_name(profile.actors, [one]) and not _of_name(profile.topics, [one]))


def factor_of(profile: Profile, one: Actor | Topic) -> float:
    """By how much an actor or topic of the profile counts more or less than the text says; 1 if nothing was chosen."""
    return profile.emphasis.names.get(actor_key(one) if isinstance(one, Actor) else one.key, 1.0)


def _of_name(found: Sequence[Named], wanted: Collection[str]) -> list[Named]:
    """The actors or topics that have one of these names, also as another name of theirs."""
    folded = {name.casefold() for name in wanted}
    return [one for one in found if not folded.isdisjoint(map(str.casefold, names_of(one)))]


def _words(names: Iterable[str]) -> list[str]:
    return list_words(in_english("\n".join(names)))
