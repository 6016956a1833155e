"""What a digest is made of: stored matches, the alerts that wait, and the story so far."""

from dataclasses import dataclass, field
from datetime import date, datetime

from news.corrections import Correction
from news.model import Answer, Article, Match, Seed, Verdict
from news.records import AlertState, Standing


@dataclass(frozen=True, slots=True)
class AlertStatus:
    """The state of an alert for one recipient."""

    recipient: str
    state: AlertState
    sent_at: datetime | None = None
    error: str = ""


@dataclass(frozen=True, slots=True)
class Version:
    """What an article said before it was edited: its headline and how its text began."""

    title: str
    opening: str
    replaced_at: datetime


@dataclass(frozen=True, slots=True)
class StoredMatch:
    """A stored match with its article, alerts, the user's answer, and its development.

    `found_verdict` is the verdict of the comparison if an answer has replaced it, else None. `development_title` is the
    name that the user gave the development, "" if none, and `development_opening` the headline of its first update.
    `versions` are the article's earlier ones, oldest first. `edited_at`: when its article began to say something
    else that is not told yet; `edit_dropped`: it is no follow-up as it is now. An article that told the next stage
    after an edit counts as published at that edit.
    """

    id: int
    article: Article
    match: Match
    found_at: datetime
    alerts: tuple[AlertStatus, ...] = ()
    answer: Answer = Answer.NONE
    development: int | None = None
    standing: Standing = Standing.NONE
    news: tuple[str, ...] = ()
    found_verdict: Verdict | None = None
    development_title: str = ""
    development_opening: str = ""
    versions: tuple[Version, ...] = ()
    edited_at: datetime | None = None
    edit_dropped: bool = False

    @property
    def development_label(self) -> str:
        """What its development is called everywhere: as the user named it, else by the headline that opened it."""
        return self.development_title or self.development_opening

    @property
    def is_rejected(self) -> bool:
        """Whether an answer took it out of the story."""
        return self.found_verdict is not None and self.match.verdict is Verdict.UNRELATED


@dataclass(frozen=True, slots=True)
class WaitingAlert:
    """An alert not yet bundled: a match to be sent to a recipient. `id` is the alert's, `match_id` the match's.

    `correction`: what it corrects in a report that the recipient got, None if nothing.
    """

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
    correction: Correction | None = None


@dataclass(frozen=True, slots=True)
class StorySoFar:
    """The content of a digest besides its alerts.

    `reports` are all follow-ups of the digest's developments, `coverage` the number of follow-ups by day (UTC) since
    the seed, `thread` the Message-IDs of the first and the last earlier mail to this recipient. `earlier` are the
    reports that opened the biggest developments of earlier mails, oldest first. `retold` are the follow-ups found since
    the last mail that were taken for retellings or background although they say something new, newest first.
    """

    reports: tuple[StoredMatch, ...] = ()
    coverage: tuple[tuple[date, int], ...] = ()
    thread: tuple[str, ...] = ()
    earlier: tuple[StoredMatch, ...] = ()
    retold: tuple[StoredMatch, ...] = ()


@dataclass(frozen=True, slots=True)
class Digest:
    """The alerts of one seed for one recipient, in one mail.

    `held_over`: how many of them were held back because the daily limit of mails was reached. `question`: a match that
    the mail asks the recipient about.
    """

    seed: Seed
    recipient: str
    alerts: tuple[WaitingAlert, ...]
    created_at: datetime
    held_over: int = 0
    so_far: StorySoFar = field(default_factory=StorySoFar)
    question: StoredMatch | None = None


def development_name(number: int | None) -> str:
    """The name of a development for users, also in answers ("d12"); "" for a follow-up not grouped yet."""
    return f"d{number}" if number else ""
