"""How each story that is followed stands: well, waiting, paused, or in trouble, and why."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from news.model import Profile, Seed
from news.seed_weaknesses import find_weaknesses

FIRST_SEED = "us-ukraine-minerals-deal"
_FIRST_TITLE = "Zelenskyy ready to sign minerals deal a day after Oval Office row"
_FEW_DAYS = 7  # before the last day, from which on it is said that a seed expires


class SeedState(StrEnum):
    """The state of a seed for users; the first that applies, in this order."""

    UNREADABLE = "unreadable"
    IGNORED = "ignored"
    AWAY = "file missing"
    PAUSED = "paused"
    EXPIRED = "expired"
    UNKNOWN_FOLDER = "unknown folder"
    DOUBLE = "double"
    NO_ACTORS = "no actors"
    WEAK = "hard to follow"
    MAILS_NOBODY = "mails nobody"
    SNOOZED = "snoozed"
    WAITING = "waiting for the first run"
    CHANGED = "waiting for the next run"
    SEARCHING = "searching the archive"
    EXPIRING = "expiring"
    WELL = "well"


@dataclass(frozen=True, slots=True)
class SeedFacts:
    """What is known about a seed besides its file.

    `stored` is the seed as the last run read it, None if none has; `profile` is None until then. `folders` are those of
    the list of feeds, None if it cannot be read. `has_recipients`: somebody is mailed about it. `today` is the date by
    the clock of the seed. `double`: why it is the double of another seed, "" if it is none. `is_away`: the last run did
    not follow it, because its file was missing or said `paused`.
    """

    today: date
    stored: Seed | None = None
    is_away: bool = False
    profile: Profile | None = None
    is_searching: bool = False
    folders: Collection[str] | None = None
    has_recipients: bool = True
    double: str = ""


@dataclass(frozen=True, slots=True)
class SeedStanding:
    """The state of a seed, and the reasons of all states that apply."""

    state: SeedState
    reasons: tuple[str, ...] = ()


def judge_seed(seed: Seed, facts: SeedFacts) -> SeedStanding:
    """How a seed stands whose file can be read."""
    if seed.settings.paused:
        return SeedStanding(SeedState.PAUSED, (f"`storywake resume {seed.name}` follows it again",))
    found = sorted(_find(seed, facts), key=lambda pair: list(SeedState).index(pair[0]))
    return SeedStanding(found[0][0] if found else SeedState.WELL, tuple(reason for _, reason in found if reason))


def _find(seed: Seed, facts: SeedFacts) -> Iterator[tuple[SeedState, str]]:
    yield from _find_times(seed, facts)
    yield from _find_troubles(seed, facts)
    if facts.stored is None:
        yield SeedState.WAITING, ""
    elif facts.is_away:
        yield SeedState.CHANGED, "it is compared with what came while it was away"
    elif facts.stored != seed:
        yield SeedState.CHANGED, "its file has changed since the last run"
    elif facts.is_searching:
        yield SeedState.SEARCHING, "the next run continues"


def _find_times(seed: Seed, facts: SeedFacts) -> Iterator[tuple[SeedState, str]]:
    last, snooze = seed.settings.expires, seed.settings.snooze
    if last and facts.today > last:
        yield SeedState.EXPIRED, f"its last day was {last}; nobody is mailed any more"
    elif last and (last - facts.today).days <= _FEW_DAYS:
        yield SeedState.EXPIRING, f"its last day is {last}"
    if snooze and facts.today < snooze:
        yield SeedState.SNOOZED, f"no mail before {snooze}"


def _find_troubles(seed: Seed, facts: SeedFacts) -> Iterator[tuple[SeedState, str]]:
    if facts.folders is not None:
        known = {folder.casefold() for folder in facts.folders}
        for folder in seed.settings.feeds:
            if folder.casefold() not in known:
                yield SeedState.UNKNOWN_FOLDER, f"no feed is in the folder {folder!r}"
    if facts.double:
        yield SeedState.DOUBLE, facts.double
    has_no_actors = facts.profile is not None and not facts.profile.actors
    for weakness in find_weaknesses(seed, facts.profile):
        yield SeedState.NO_ACTORS if has_no_actors else SeedState.WEAK, weakness
    if not facts.has_recipients and seed.settings.alerts != "none":
        yield SeedState.MAILS_NOBODY, "it has no recipients: set STORYWAKE_RECIPIENTS, or `recipients` in its file"


def describe_first_seed(seed: Seed) -> str:
    """What to say about the seed that came with the program: how to drop it; "" for any other."""
    if seed.name != FIRST_SEED or seed.title != _FIRST_TITLE:
        return ""
    return f"{seed.name} came with the program, as an example; `storywake unfollow {seed.name}` drops it"
