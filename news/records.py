"""Values exchanged with the store: stored nouns with their ids, and records to write.

`Due…`, `Queued…` and `Waiting…` come out of the store; `…Record` goes in.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from news.corrections import Correction
from news.model import Article, Entry, Feed, Match, Validators


class EntryState(StrEnum):
    """The state of an entry in the queue."""

    NEW = "new"
    EXTRACTED = "extracted"
    COMPARED = "compared"
    SKIPPED = "skipped"


class AlertState(StrEnum):
    """The state of an alert in the outbox."""

    RAISED = "raised"
    BUNDLED = "bundled"
    SENT = "sent"
    FAILED = "failed"
    GIVEN_UP = "given up"
    GROUPED = "grouped"  # covered by the alert of another report of the same event
    WITHDRAWN = "withdrawn"  # before it was sent: an answer took the match back, or the story is no longer followed


class Standing(StrEnum):
    """The role of a follow-up in its development."""

    NONE = ""  # not grouped yet
    OPENS = "opens"  # the first update of a development
    ADDS = "adds"  # a later update: something new happened
    JOINS = "joins"  # says what an earlier report of the development said
    BACKGROUND = "background"  # reports nothing new: opinion, a profile, a look back
    REPEATS = "repeats"  # a copy of another report, in another outlet

    @property
    def is_alerted(self) -> bool:
        """Whether it gets its own alert."""
        return self in {Standing.NONE, Standing.OPENS, Standing.ADDS}


@dataclass(frozen=True, slots=True)
class DueFeed:
    """A feed to poll now, with the validators of the last poll and the number of failures in a row.

    `moved_to` is the target of a permanent redirect that has lasted long enough to be followed. `interval` is the
    current time between polls, None if it is not known yet.
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
        """The URL to poll."""
        return self.moved_to or self.feed.url


@dataclass(frozen=True, slots=True)
class PollRecord:
    """The result of a poll. An empty `error` means success; `not_before` is the server's Retry-After.

    `moved_to` is the target of a chain of permanent redirects in this poll, `gone` whether the server answered 410.
    `notice` is one line for the operator; "" for none.
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
    notice: str = ""


@dataclass(frozen=True, slots=True)
class Saved:
    """The entries of a poll that were never seen before, and those whose words have changed."""

    new: int = 0
    changed: int = 0


@dataclass(frozen=True, slots=True)
class QueuedEntry:
    """An entry whose article is to be read. `attempts` counts earlier attempts; `is_known`: it was read before."""

    id: int
    entry: Entry
    feed_url: str
    feed_title: str
    attempts: int
    is_known: bool = False


@dataclass(frozen=True, slots=True)
class QueuedArticle:
    """An article to be compared with the seeds.

    `folders`: of all feeds that carried it; `attempts` counts failed comparisons.
    """

    id: int
    article: Article
    folders: tuple[str, ...]
    attempts: int = 0


@dataclass(frozen=True, slots=True)
class MatchRecord:
    """A match to store, and the recipients of its alerts ("" if there is no recipient yet)."""

    match: Match
    recipients: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Edit:
    """What an edited report is now: how it compares, who is owed an alert, and whether it is of the story still.

    Those who were owed an alert before are so in any case.
    """

    match: Match
    recipients: tuple[str, ...]
    is_report: bool


@dataclass(frozen=True, slots=True)
class GroupRecord:
    """The development of a follow-up: the id of a known one, or a negative number for a new one (one per number).

    `news` are the sentences with facts from neither the seed nor an earlier report. `correction` is what the report
    corrects in that of the match `corrects`, None if nothing. `versions` is the number of earlier versions of the
    article with which it was judged, None: whatever it says.
    """

    match_id: int
    development: int
    standing: Standing
    news: tuple[str, ...] = ()
    correction: Correction | None = None
    corrects: int | None = None
    versions: int | None = None
    edit: Edit | None = None


@dataclass(frozen=True, slots=True)
class UnsentDelivery:
    """What is needed to choose which stored mails to send now.

    `retry_at`: not before this time, None if it has not failed yet; `claimed_until`: another run may be sending it.
    """

    id: int
    recipient: str
    attempts: int
    created_at: datetime
    retry_at: datetime | None = None
    claimed_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class DueDelivery:
    """A rendered and stored mail to send now. `message` is the complete RFC 5322 message and never changes.

    `seed` is "" for a mail that is not about a seed: to the operator, or an answer to a reply.
    """

    id: int
    seed: str
    recipient: str
    message_id: str
    message: bytes
    attempts: int
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice to the operator, in one line."""

    id: int
    text: str
    raised_at: datetime
