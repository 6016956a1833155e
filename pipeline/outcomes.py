"""The outcomes that the steps of a pass return, their sum over batches, and the report of the whole pass."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from itertools import chain, count
from typing import Any, TypeVar, cast

from news import DueFeed, FeedHealth, HealthChange, StoredMatch
from trails import counted


@dataclass(frozen=True, slots=True)
class InputsOutcome:
    """How many seeds and feeds are followed. `complaints`: one line for each file, seed or feed that is not usable."""

    seeds: int = 0
    feeds: int = 0
    complaints: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unreached:
    """A feed whose host could not be reached, and the error, until it is known whether the network is at fault."""

    due: DueFeed
    error: str


@dataclass(frozen=True, slots=True)
class ChangedFeed:
    """A feed that started to fail persistently or recovered, and that in words. `id` tells it from one of its name."""

    id: int
    name: str
    change: HealthChange
    told: str


@dataclass(frozen=True, slots=True)
class PollOutcome:
    """The result of polling.

    `unchanged` counts feeds without entries to store, mostly because nothing had changed; `changed_entries` counts
    known entries with a new text, whose articles are read again. `errors` maps the name of each feed that failed to the
    error, `dropped` reasons to the number of entries not taken. `undone`: what could not be done because of an error of
    this machine, by id, in one line each; it is counted against nobody. `unreached`: feeds that are not counted yet.
    """

    polled: int = 0
    unchanged: int = 0
    new_entries: int = 0
    changed_entries: int = 0
    errors: Mapping[str, str] = field(default_factory=dict)
    health_changes: tuple[ChangedFeed, ...] = ()
    dropped: Mapping[str, int] = field(default_factory=dict)
    undone: Mapping[int, str] = field(default_factory=dict)
    unreached: tuple[Unreached, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadOutcome:
    """The result of reading entries.

    `from_feed` counts articles whose text comes from the feed, `in_part` those whose page was too long to read in full,
    `turned_away` those that concern no seed, as skimming showed. `postponed` entries are retried by the next run.
    `put_off` has the id and the host of each entry not read yet, because its host or the step had used its time;
    `out_of_time` counts the times that the step ended so, whatever else is waiting.
    `skipped` maps reasons to numbers of entries, `errors` URLs to unexpected errors, `unread` URLs to the reason why
    the entry was skipped or postponed; `missed` maps a host and the reason to the number of articles with only the
    feed's text, because their pages could not be read. `undone` as in `PollOutcome`.
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
    undone: Mapping[int, str] = field(default_factory=dict)
    missed: Mapping[str, int] = field(default_factory=dict)
    put_off: tuple[tuple[int, str], ...] = ()
    out_of_time: int = 0


@dataclass(frozen=True, slots=True)
class CompareOutcome:
    """The result of comparing articles.

    `candidates` counts articles that were compared in full, `spot_checks` those of them that the cheaper checks had
    rejected, `developments` events reported for the first time. `found` has a (seed, article URL) pair for each
    follow-up. `errors` maps URLs to the reason why the article could not be compared; `given_up` of them are not
    retried. `undone` as in `PollOutcome`. `held`: the seeds that another run is comparing with the archive.
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
    undone: Mapping[int, str] = field(default_factory=dict)
    held: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DeliverOutcome:
    """The result of delivering.

    `held` counts alerts held back by the seed's rhythm or quiet hours, `waiting` alerts and mails that could not be
    sent in this run. `errors` maps recipients to the answer of the mail server, `left` reasons to the number of mails
    that were not tried. `undone` as in `PollOutcome`.
    """

    sent: int = 0
    failed: int = 0
    given_up: int = 0
    held: int = 0
    waiting: int = 0
    errors: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    undone: Mapping[int, str] = field(default_factory=dict)
    left: Mapping[str, int] = field(default_factory=dict)

    @property
    def every_mail_failed(self) -> bool:
        """Whether mails were due and none could be rendered and sent."""
        return bool(self.failed) and not self.sent


@dataclass(frozen=True, slots=True)
class RepliesOutcome:
    """The result of reading the inbox.

    `read` counts messages, `applied` the commands and bounces in them, `ignored` replies or parts of replies that had
    no effect. `put_aside` counts messages that could not be read, and `unread` says why. `notes` has a line for each
    effect, and says what was left.
    """

    read: int = 0
    applied: int = 0
    ignored: int = 0
    put_aside: int = 0
    unread: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PassReport:
    """The report of one pass.

    `kind` is monitor, backfill or digest; `rehearsal` marks a dry run, `is_partial` a pass that was to poll only some
    feeds. `seconds` has the time of each stage, `follow_ups` the new ones with their alerts, `titles` the title of each
    seed by name, `left` the number of items left in each queue, `feeds` the health of each feed after the pass.
    `failures` has one line for each stage or batch that failed as a whole, and if no seed file, or no feed, is found
    although seeds are followed; `misconfigured` says that one of them failed because of an invalid setting or list of
    feeds. `notes` are for the user, one line each.
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
    replies: RepliesOutcome = field(default_factory=RepliesOutcome)
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
        """The result in one line: "3 new follow-ups, 1 mail, 2 of 40 feeds failed"."""
        parts = []
        if self.kind != "digest":
            parts.append(counted(len(self.follow_ups), "new follow-up"))
        if self.kind != "backfill":
            parts.append(self._describe_mails())
        parts.append(self._describe_work())
        if self.failures:
            parts.append(counted(len(self.failures), "failure"))
        headline = ", ".join(filter(None, parts))
        return f"dry run: {headline}" if self.rehearsal else headline

    def _describe_mails(self) -> str:
        mails, failed = counted(self.delivering.sent, "mail"), self.delivering.failed
        return f"{mails} ({failed} failed)" if failed else mails

    def _describe_work(self) -> str:
        if self.kind == "backfill":
            held = len(self.comparing.held)
            also = f", {counted(held, 'seed')} held by another run" if held else ""
            return f"{counted(self.comparing.articles, 'article')} compared{also}"
        if self.kind == "digest":
            return ""
        feeds, failed = self.polling.polled, len(self.polling.errors)
        if failed and self.feeds and all(each.error for each in self.feeds):
            return f"no feed can be read: {f'all {len(self.feeds)}' if len(self.feeds) > 1 else 'the only one'} failed"
        return f"{failed} of {counted(feeds, 'feed')} failed" if failed else f"{counted(feeds, 'feed')} polled"


OutcomeT = TypeVar("OutcomeT", PollOutcome, ReadOutcome, CompareOutcome, RepliesOutcome, DeliverOutcome)


def add_up(kind: type[OutcomeT], outcomes: Iterable[OutcomeT]) -> OutcomeT:
    """Sum outcomes field by field: numbers are added, mappings merged, tuples joined."""
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
    """The name, with a number if it is taken: two feeds may have the same title, and both must be reported."""
    numbers = (f"{name} ({number})" for number in count(2))
    return next(free for free in chain([name], numbers) if free not in taken)
