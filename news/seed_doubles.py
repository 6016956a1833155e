"""Recognise seeds that follow one story twice, so that the same people are mailed everything twice."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from news.identity import canonical_url
from news.model import Seed


@dataclass(frozen=True, slots=True)
class SeedDouble:
    """Two seeds, by name, that share a text or an address, as `shared` says, and somebody who is mailed."""

    first: str
    second: str
    shared: str

    def reason_for(self, name: str) -> str:
        """What to say about the one of this name; "" if neither has it."""
        other = {self.first: self.second, self.second: self.first}.get(name)
        return f"it has the same {self.shared} as {other}: {_ADVICE}" if other else ""

    def __str__(self) -> str:
        """The two in one line, with what to do."""
        return f"{self.first} and {self.second} have the same {self.shared}: {_ADVICE}"


_ADVICE = "whom both mail gets every report twice; remove one of the two files"


def find_doubles(seeds: Sequence[Seed], default: Sequence[str], also: Sequence[str], today: date) -> list[SeedDouble]:
    """The pairs of seeds with one text or one address that mail somebody in common, in the order of the seeds.

    `default`: who gets the mails of seeds that name nobody; `also`: who gets those of every seed.
    """
    mailing = [seed for seed in seeds if _mails(seed, today)]
    places = {seed.name: place for place, seed in enumerate(mailing)}
    readers = {seed.name: _readers(seed, default, also) for seed in mailing}
    found = {
        (one.name, other.name): what
        for what, group in _alike(mailing)
        for one, other in combinations(group, 2)
        if readers[one.name] & readers[other.name]
    }
    ordered = sorted(found.items(), key=lambda pair: [places[name] for name in pair[0]])
    return [SeedDouble(*names, what) for names, what in ordered]


def _alike(seeds: Sequence[Seed]) -> Iterator[tuple[str, list[Seed]]]:
    """Groups of seeds that share an address, then those that share a text, which is the stronger reason."""
    groups: defaultdict[tuple[str, str], list[Seed]] = defaultdict(list)
    for seed in seeds:
        if seed.url:
            groups["address", canonical_url(seed.url)].append(seed)
    for seed in seeds:
        groups["text", " ".join(seed.text.split())].append(seed)
    yield from ((what, group) for (what, _), group in groups.items() if len(group) > 1)


def _mails(seed: Seed, today: date) -> bool:
    own = seed.settings
    return not own.paused and own.alerts != "none" and not (own.expires and own.expires < today)


def _readers(seed: Seed, default: Sequence[str], also: Sequence[str]) -> set[str]:
    own = seed.settings
    return {address.casefold() for address in (*(own.recipients or default), *own.webhooks, *also)}
