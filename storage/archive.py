"""The store as it is read: values out, one public method is one transaction that writes nothing."""

from collections.abc import Collection
from datetime import datetime
from types import TracebackType
from typing import Self

from news import Article, FeedHealth, PassRecord, Profile, StoredMatch, Verdict
from storage import followed, outbox, overview, pass_log, retention, seed_profiles
from storage.database import Database


class Archive:
    """What is stored, to be read. Thread-safe; a context manager. Every method raises StoreError."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close all connections to the database."""
        self._database.close()

    def ping(self) -> None:
        """Ask the database for a sign of life."""
        self._database.read(overview.ping)

    def matches(
        self, seed: str = "", *, verdicts: Collection[Verdict] = (Verdict.FOLLOW_UP,), since: datetime | None = None
    ) -> list[StoredMatch]:
        """Matches of one seed or of all, the newest article first; `since`: only those found at that time or later."""
        return self._database.read(overview.read_matches, seed, verdicts=verdicts, since=since)

    def seed_changes(self) -> dict[str, int]:
        """How often each active seed, its matches or the answers to them have changed, by name: a number that grows."""
        return self._database.read(followed.count_changes)

    def profiles(self) -> dict[str, tuple[str, Profile]]:
        """The kept profiles of seeds by name, each with what it was made from."""
        return self._database.read(seed_profiles.read_profiles)

    def found(self, urls: Collection[str]) -> list[StoredMatch]:
        """Follow-ups of all seeds whose articles have these URLs, the newest article first."""
        return self._database.read(overview.read_found, urls)

    def articles(self, *, after: int = 0, limit: int = 1000) -> list[tuple[int, Article]]:
        """Stored articles with their ids, by id from `after` on: the archive, a page at a time."""
        return self._database.read(overview.read_articles, after=after, limit=limit)

    def recent_texts(self, *, limit: int) -> list[tuple[str, str]]:
        """Title and text of the articles stored last, the newest first: the stream that an article is set against."""
        return self._database.read(overview.read_recent_texts, limit=limit)

    def feed_health(self) -> list[FeedHealth]:
        """How the active feeds are doing, by URL."""
        return self._database.read(overview.feed_health)

    def counts(self) -> dict[str, int]:
        """Rows and queue depths by readable name. It takes its time over a large archive: a pass asks for less."""
        return self._database.read(overview.read_counts)

    def queue_depths(self) -> dict[str, int]:
        """What waits to be read, compared, grouped, addressed, bundled and sent, by the names that `counts` gives."""
        return self._database.read(overview.read_queue_depths)

    def skipped(self) -> dict[str, int]:
        """How many entries were skipped for each reason, the most frequent first."""
        return self._database.read(overview.read_skipped)

    def oldest_waiting_mail(self) -> tuple[int, datetime | None]:
        """How many mails are to be sent still, and since when the oldest is."""
        return self._database.read(outbox.oldest_waiting)

    def latest_passes(self, kind: str, *, limit: int = 1) -> list[PassRecord]:
        """The passes of a kind that began last, the latest first."""
        return self._database.read(pass_log.latest_passes, kind, limit)

    def totals(self) -> dict[str, float]:
        """What all passes together came to, by name."""
        return self._database.read(pass_log.read_totals)

    def size(self) -> int:
        """Bytes that the database takes on its disk."""
        return self._database.read(retention.read_size)
