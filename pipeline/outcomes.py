"""What the steps of a pass report: frozen counts and errors by name, and their sum over batches."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from itertools import chain, count
from typing import Any, TypeVar, cast

from news import FeedHealth, StoredMatch


@dataclass(frozen=True, slots=True)
class InputsOutcome:
    """What was taken from the user's files. `complaints`: one line for each file or seed that could not be read."""

    seeds: int = 0
    feeds: int = 0
    complaints: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PollOutcome:
    """What polling brought. `unchanged`: feeds that gave no entries, most often because nothing had changed;
    `changed_entries`: known ones with new words, whose articles are read again.

    `errors`: feed's name -> what happened, one for each feed that failed; `turned`: feed's name -> what a person should
    know of it once, when it begins to fail for good or answers again; `dropped`: reason -> entries not taken.
    """

    polled: int = 0
    unchanged: int = 0
    new_entries: int = 0
    changed_entries: int = 0
    errors: Mapping[str, str] = field(default_factory=dict)
    turned: Mapping[str, str] = field(default_factory=dict)
    dropped: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ReadOutcome:
    """What reading brought. `from_feed`: articles whose text is the feed's own; `in_part`: articles of pages so long
    that only their beginning was read; `turned_away`: articles that no seed could concern, as a glance showed;
    `skipped`: reason -> entries.

    `postponed` entries are tried again by the next run; `errors`: URL -> what happened, where nobody foresaw it;
    `unread`: URL -> why an entry was skipped or postponed.
    """

    entries: int = 0
    articles: int = 0
    from_feed: int = 0
    in_part: int = 0
    turned_away: int = 0
    postponed: int = 0
    skipped: Mapping[str, int] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    unread: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CompareOutcome:
    """What comparing brought. `candidates`: articles that got a full comparison, of them `spot_checks` that no look had
    passed; `developments`: events reported for the first time; `found`: (seed, article URL) pairs.

    `errors`: URL -> why an article could not be compared; `given_up`: those of them that are not tried again.
    """

    articles: int = 0
    candidates: int = 0
    spot_checks: int = 0
    follow_ups: int = 0
    near_misses: int = 0
    developments: int = 0
    found: tuple[tuple[str, str], ...] = ()
    given_up: int = 0
    errors: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DeliverOutcome:
    """What became of the alerts.

    `held`: alerts kept back by rhythm or quiet hours; `waiting`: alerts and mails that could not go out in this run;
    `errors`: recipient -> what the mail server said.
    """

    sent: int = 0
    failed: int = 0
    given_up: int = 0
    held: int = 0
    waiting: int = 0
    errors: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    @property
    def every_mail_failed(self) -> bool:
        """Whether mails were due and not one could be written and sent."""
        return bool(self.failed) and not self.sent


@dataclass(frozen=True, slots=True)
class PassReport:
    """All that one pass did.

    `kind`: monitor, backfill or digest; `rehearsal`: it worked on a copy and sent nothing; `is_partial`: it was to poll
    some of the feeds only.
    `seconds` by stage; `follow_ups`: the new ones with their alerts; `titles`: of the seeds by name; `left`: queue name
    -> what this run left over; `feeds`: how each feed is doing after it; `failures`: stages or batches that failed as a
    whole, one line each; `misconfigured`: one of them for a setting that cannot be used; `notes`: what a person should
    know.
    """

    started_at: datetime
    finished_at: datetime
    kind: str = "monitor"
    rehearsal: bool = False
    is_partial: bool = False
    inputs: InputsOutcome = field(default_factory=InputsOutcome)
    polling: PollOutcome = field(default_factory=PollOutcome)
    reading: ReadOutcome = field(default_factory=ReadOutcome)
    comparing: CompareOutcome = field(default_factory=CompareOutcome)
    delivering: DeliverOutcome = field(default_factory=DeliverOutcome)
    seconds: Mapping[str, float] = field(default_factory=dict)
    follow_ups: tuple[StoredMatch, ...] = ()
    titles: Mapping[str, str] = field(default_factory=dict)
    left: Mapping[str, int] = field(default_factory=dict)
    feeds: tuple[FeedHealth, ...] = ()
    failures: tuple[str, ...] = ()
    misconfigured: bool = False
    notes: tuple[str, ...] = ()

    @property
    def headline(self) -> str:
        """What happened, in one line: "3 new follow-ups, 1 mail, 2 of 40 feeds failed"."""
        parts = []
        if self.kind != "digest":
            parts.append(count_of(len(self.follow_ups), "new follow-up"))
        if self.kind != "backfill":
            parts.append(self._told_of_mails())
        parts.append(self._told_of_work())
        if self.failures:
            parts.append(f"{count_of(len(self.failures), 'batch', 'batches')} failed")
        told = ", ".join(filter(None, parts))
        return f"rehearsed: {told}" if self.rehearsal else told

    def _told_of_mails(self) -> str:
        mails, failed = count_of(self.delivering.sent, "mail"), self.delivering.failed
        return f"{mails} ({failed} failed)" if failed else mails

    def _told_of_work(self) -> str:
        if self.kind == "backfill":
            return f"{count_of(self.comparing.articles, 'article')} compared"
        if self.kind == "digest":
            return ""
        feeds, failed = self.polling.polled, len(self.polling.errors)
        return f"{failed} of {count_of(feeds, 'feed')} failed" if failed else f"{count_of(feeds, 'feed')} polled"


def count_of(number: int, one: str, many: str = "") -> str:
    """Write a number with its noun: "1 mail", "2 mails"."""
    return f"{number} {one if number == 1 else many or one + 's'}"


OutcomeT = TypeVar("OutcomeT", PollOutcome, ReadOutcome, CompareOutcome, DeliverOutcome)


def add_up(kind: type[OutcomeT], outcomes: Iterable[OutcomeT]) -> OutcomeT:
    """Sum outcomes field by field: numbers are added, counts merged, lines joined."""
    every = list(outcomes)
    sums: dict[str, Any] = {
        each.name: _sum([getattr(outcome, each.name) for outcome in every], kind, each.name) for each in fields(kind)
    }
    return kind(**sums)


def _sum(values: list[object], kind: type[object], name: str) -> object:
    start = getattr(kind(), name)
    if isinstance(start, int):
        return sum(cast("list[int]", values))
    if isinstance(start, tuple):
        return tuple(line for value in cast("list[tuple[object, ...]]", values) for line in value)
    merged: dict[str, str | int] = {}
    for value in cast("list[Mapping[str, str | int]]", values):
        _merge(merged, value)
    return merged


def _merge(into: dict[str, str | int], value: Mapping[str, str | int]) -> None:
    for key, entry in value.items():
        known = into.get(key)
        if isinstance(known, int) and isinstance(entry, int):
            into[key] = known + entry
        else:
            into[distinct(key, into)] = entry


def distinct(name: str, taken: Container[str]) -> str:
    """Give the name, with a number where it is taken: two feeds may have one title, and both must be told of."""
    numbers = (f"{name} ({number})" for number in count(2))
    return next(free for free in chain([name], numbers) if free not in taken)
