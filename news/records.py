"""Values between the store and the other rooms: nouns with the store's id, and what a step asks it to write down.

`Due…`, `Queued…` and `Waiting…` come out of the store; `…Record` goes in.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from news.model import Answer, Article, Entry, Feed, Match, Seed, Validators


class EntryState(StrEnum):
    """Where an entry stands in the queue."""

    NEW = "new"
    EXTRACTED = "extracted"
    COMPARED = "compared"
    SKIPPED = "skipped"


class AlertState(StrEnum):
    """Where an alert stands in the outbox."""

    RAISED = "raised"
    BUNDLED = "bundled"
    SENT = "sent"
    FAILED = "failed"
    GIVEN_UP = "given up"
    GROUPED = "grouped"  # another report of the same event is alerted, and tells of this one


class Standing(StrEnum):
    """What a follow-up is to its development."""

    NONE = ""  # not grouped yet
    OPENS = "opens"
    ADDS = "adds"  # a later report that brings something of weight
    JOINS = "joins"
    REPEATS = "repeats"  # the text of another report, in another outlet

    @property
    def is_alerted(self) -> bool:
        """Whether it is worth an alert of its own."""
        return self in {Standing.NONE, Standing.OPENS, Standing.ADDS}


@dataclass(frozen=True, slots=True)
class DueFeed:
    """A feed to poll now, with what its server gave us last time and how often in a row it has failed.

    `moved_to` is where a permanent redirect has led for long enough to be believed. `interval` is the time between two
    polls so far, None when it is not known yet.
    """

    id: int
    feed: Feed
    validators: Validators
    failures: int
    body_digest: str = ""
    moved_to: str = ""
    interval: timedelta | None = None

    @property
    def address(self) -> str:
        """Where to poll it."""
        return self.moved_to or self.feed.url


@dataclass(frozen=True, slots=True)
class PollRecord:
    """What a poll brought. `error` empty means success; `not_before` is the server's own wish (Retry-After).

    `moved_to` is where a chain of permanent redirects led this time, `gone` whether the server says that the feed is no
    more (410). `told` is what the operator should know of it, in one line; "" for nothing.
    """

    feed_id: int
    polled_at: datetime
    next_poll_at: datetime
    not_before: datetime | None = None
    error: str = ""
    validators: Validators = field(default_factory=Validators)
    title: str = ""
    site: str = ""
    entries: tuple[Entry, ...] = ()
    interval: timedelta | None = None
    body_digest: str = ""
    moved_to: str = ""
    gone: bool = False
    told: str = ""


@dataclass(frozen=True, slots=True)
class Saved:
    """What came of a poll's entries: those never seen before, and those whose words have changed since."""

    new: int = 0
    changed: int = 0


@dataclass(frozen=True, slots=True)
class QueuedEntry:
    """An entry whose article is still to be read. `attempts` counts the tries before this one."""

    id: int
    entry: Entry
    feed_url: str
    feed_title: str
    attempts: int


@dataclass(frozen=True, slots=True)
class QueuedArticle:
    """An article still to be compared with the seeds.

    `folders`: of all the feeds that carried it; `attempts` counts the comparisons that failed.
    """

    id: int
    article: Article
    folders: tuple[str, ...]
    attempts: int = 0


@dataclass(frozen=True, slots=True)
class MatchRecord:
    """A match to store, and the addresses that are owed an alert about it ("" when nobody is named yet)."""

    match: Match
    recipients: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GroupRecord:
    """Where a follow-up belongs. `development` is the id of a known one; below 0 a new one, one for each number.

    `news` are the sentences that say what neither the seed nor an earlier report has said.
    """

    match_id: int
    development: int
    standing: Standing
    news: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WaitingAlert:
    """An alert not yet bundled: a match owed to a recipient. `id` is the alert's, `match_id` the match's."""

    id: int
    seed: Seed
    recipient: str
    article: Article
    match: Match
    raised_at: datetime
    match_id: int = 0
    development: int | None = None
    standing: Standing = Standing.NONE
    news: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StorySoFar:
    """What a digest tells of a seed besides its alerts.

    `reports` are all follow-ups of the developments it tells of, `coverage` the number of follow-ups by day (UTC) since
    the seed, `thread` the Message-IDs of earlier mails to this recipient, the first and the last of them.
    """

    reports: tuple["StoredMatch", ...] = ()
    coverage: tuple[tuple[date, int], ...] = ()
    thread: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Digest:
    """Alerts of one seed for one recipient, in one mail.

    `held_over`: of them were held back because the day's budget of mails was used up.
    """

    seed: Seed
    recipient: str
    alerts: tuple[WaitingAlert, ...]
    created_at: datetime
    held_over: int = 0
    so_far: StorySoFar = field(default_factory=StorySoFar)


@dataclass(frozen=True, slots=True)
class DueDelivery:
    """A mail, rendered and stored, to be sent now. `message` is the whole RFC 5322 message and never changes.

    `seed` is "" for a mail to the operator.
    """

    id: int
    seed: str
    recipient: str
    message_id: str
    message: bytes
    attempts: int
    created_at: datetime


@dataclass(frozen=True, slots=True)
class SentMail:
    """A digest that was stored to be sent: whom it told, and of which developments, each with its alerted match."""

    seed: str
    recipient: str
    created_at: datetime
    developments: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Notice:
    """What the operator should know once, in one line."""

    id: int
    told: str
    raised_at: datetime


@dataclass(frozen=True, slots=True)
class AlertStatus:
    """How far an alert has come."""

    recipient: str
    state: AlertState
    sent_at: datetime | None = None
    error: str = ""


@dataclass(frozen=True, slots=True)
class StoredMatch:
    """A match as stored, with its article, its alerts, what the user said of it, and where it belongs."""

    id: int
    article: Article
    match: Match
    found_at: datetime
    alerts: tuple[AlertStatus, ...] = ()
    answer: Answer = Answer.NONE
    development: int | None = None
    standing: Standing = Standing.NONE
    news: tuple[str, ...] = ()


def development_name(number: int | None) -> str:
    """What a person calls a development, in an answer too; "" for a follow-up that has none yet."""
    return f"d{number}" if number else ""


@dataclass(frozen=True, slots=True)
class FeedHealth:
    """How a feed is doing. `moved_to`: where a permanent redirect leads, `gone_at`: when its server called it gone.

    `next_poll_at` heeds what the server asked for; `interval` is None as long as it is not known.
    """

    feed: Feed
    last_polled_at: datetime | None
    last_success_at: datetime | None
    next_poll_at: datetime | None
    failures: int
    error: str
    entries: int
    moved_to: str = ""
    gone_at: datetime | None = None
    interval: timedelta | None = None

    @property
    def state(self) -> str:
        """How it is doing, in a word or two."""
        if self.gone_at:
            return "gone"
        if self.failures:
            return f"failing ({self.failures})"
        return "well" if self.last_success_at else "not polled"
