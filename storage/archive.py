"""The read side of the store; each public method is one read-only transaction."""

from collections.abc import Collection
from datetime import date, datetime
from types import TracebackType
from typing import Self

from news import (
    ArchiveQuery,
    Article,
    DevelopmentPage,
    FeedHealth,
    MatchPage,
    Notice,
    PassRecord,
    Profile,
    QueuedArticle,
    SearchPage,
    StoredMatch,
    StorySummary,
    Verdict,
    WaitingAlert,
)
from storage import (
    answers,
    archive_search,
    archive_times,
    feed_health,
    followed,
    gists,
    operator_notices,
    outbox,
    overview,
    pass_log,
    retention,
    search_index,
    seed_profiles,
    story_pages,
    work_queue,
)
from storage.database import Database


class Archive:
    """Read access to the database. Thread-safe; a context manager. Every method raises StoreError."""

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
        """Check that the database answers."""
        self._database.read(overview.ping)

    @property
    def left_out(self) -> list[str]:
        """The rows that could not be read so far and were left out, in one line each, which names table and id."""
        return list(self._database.left_out)

    def damaged_rows(self) -> list[str]:
        """All rows with JSON, a time or a text that cannot be read, in one line each. Slow: reads all of them."""
        return self._database.read(overview.read_damage)

    def matches(
        self, seed: str = "", *, verdicts: Collection[Verdict] = (Verdict.FOLLOW_UP,), since: datetime | None = None
    ) -> list[StoredMatch]:
        """Matches of one seed or of all, newest article first; `since`: only those found at that time or later."""
        return self._database.read(overview.read_matches, seed, verdicts=verdicts, since=since)

    def development(self, number: int) -> list[StoredMatch]:
        """All matches of a development, with those that an answer rejected, newest article first."""
        return self._database.read(overview.read_development, number)

    def match(self, match_id: int) -> StoredMatch | None:
        """The match with this id, whatever its verdict; None if there is none."""
        return self._database.read(overview.read_match, match_id)

    def story_summaries(self, names: Collection[str], *, since: date, reader: str = "") -> list[StorySummary]:
        """Stories to list, in the order of their names given here; those not stored are left out.

        `since`: the first day of the coverage. `reader`: the user of the desk for whom developments are unread; all are
        in a story that the user has never looked at.
        """
        return self._database.read(story_pages.read_summaries, names, reader, since)

    def development_page(self, seed: str, *, limit: int = 20, offset: int = 0) -> DevelopmentPage:
        """Some developments of a story, folded, the one with the latest report first."""
        return self._database.read(story_pages.read_development_page, seed, limit, offset)

    def development_labels(self, seed: str, *, limit: int) -> list[tuple[int, str]]:
        """The numbers of the developments of a story with what they are called, the latest first."""
        return self._database.read(story_pages.read_development_labels, seed, limit)

    def match_page(
        self,
        seed: str = "",
        *,
        verdicts: Collection[Verdict] = (Verdict.FOLLOW_UP,),
        development: int | None = None,
        limit: int = 50,
        offset: int = 0,
    ) -> MatchPage:
        """Some matches of one seed or of all, or of one development, newest article first, without texts."""
        return self._database.read(story_pages.read_match_page, seed, verdicts, development, limit, offset)

    def seed_changes(self) -> dict[str, int]:
        """A change counter of each active seed, by name; it grows when the seed, its matches or answers change."""
        return self._database.read(followed.count_changes)

    def seeds_to_compare(self) -> dict[str, int]:
        """New or changed active seeds whose comparison with the archive is not finished: name -> article id reached."""
        return self._database.read(followed.seeds_to_compare)

    def seeds_to_review(self) -> dict[str, int]:
        """Active seeds that have changed since their last review, with their change counters, by name."""
        return self._database.read(followed.seeds_to_review)

    def seeds_added(self) -> dict[str, datetime]:
        """When each active seed was first followed, by name."""
        return self._database.read(followed.seeds_added)

    def gists(self, keys: Collection[str]) -> dict[str, tuple[float, ...]]:
        """The vectors by the model of many languages that are stored under these keys."""
        return self._database.read(gists.read_gists, keys)

    def profiles(self, names: Collection[str] = ()) -> dict[str, tuple[str, Profile]]:
        """The cached profiles of these seeds, or of all, by name, each with a fingerprint of what made it."""
        return self._database.read(seed_profiles.read_profiles, names)

    def found(self, urls: Collection[str]) -> list[StoredMatch]:
        """Follow-ups of all seeds whose articles have these URLs, newest article first."""
        return self._database.read(overview.read_found, urls)

    def articles(self, *, after: int = 0, limit: int = 1000) -> list[tuple[int, Article]]:
        """One page of stored articles with their ids, ordered by id, with ids above `after`."""
        return self._database.read(overview.read_articles, after=after, limit=limit)

    def articles_at(self, urls: Collection[str]) -> dict[str, Article]:
        """The stored articles with these URLs, by URL."""
        return self._database.read(overview.read_articles_at, urls)

    def recent_texts(self, *, limit: int) -> list[tuple[str, str]]:
        """Title and text of the most recently stored articles, newest first, for the stream."""
        return self._database.read(overview.read_recent_texts, limit=limit)

    def has_compared(self, number: int) -> bool:
        """Whether at least this many articles were compared with the seeds."""
        return self._database.read(work_queue.has_compared, number)

    def recent_articles(self, *, limit: int) -> list[QueuedArticle]:
        """The most recently stored of the articles already compared with the seeds, newest first."""
        return self._database.read(work_queue.recent_articles, limit)

    def last_compared_before(self, since: datetime) -> int:
        """The id below the first article that was compared at `since` or later; 0 if all were."""
        return self._database.read(archive_times.last_before, since)

    def extent(self) -> tuple[int, datetime | None]:
        """The number of stored articles, and when the first that is left was compared; (0, None) before the first."""
        return self._database.read(archive_times.read_extent)

    def stated_dates(self, *, limit: int) -> list[datetime]:
        """The dates that outlets gave to the articles stored last; not those of our own clock."""
        return self._database.read(archive_times.read_stated_dates, limit)

    def search_articles(self, query: ArchiveQuery, *, limit: int = 20, before: int | None = None) -> SearchPage:
        """One page of the stored articles that a query finds, newest first; `before`: as the page before says.

        No query is an error, whatever it contains.
        """
        return self._database.read(archive_search.search_articles, query, limit, before)

    def search_backlog(self) -> int:
        """The number of stored articles that cannot be found by `search_articles` yet."""
        return self._database.read(search_index.count_backlog)

    def feed_health(self) -> list[FeedHealth]:
        """The health of the active feeds, ordered by URL."""
        return self._database.read(feed_health.feed_health)

    def counts(self) -> dict[str, int]:
        """Row counts and queue depths by readable name. Slow on a large archive; a pass uses the depths alone."""
        return self._database.read(overview.read_counts)

    def queue_depths(self) -> dict[str, int]:
        """The queue depths (to read, compare, group, address, bundle and send), by the same names as in `counts`."""
        return self._database.read(overview.read_queue_depths)

    def skipped(self) -> dict[str, int]:
        """The number of skipped entries by reason, most frequent first."""
        return self._database.read(overview.read_skipped)

    def oldest_waiting_mail(self) -> tuple[int, datetime | None]:
        """The number of unsent mails, and since when the oldest waits (None if there is none)."""
        return self._database.read(outbox.oldest_waiting)

    def bounces(self) -> dict[str, str]:
        """Addresses whose mail bounced, with the reason given."""
        return self._database.read(answers.read_bounces)

    def waiting_alerts(self) -> list[WaitingAlert]:
        """Alerts to bundle, ordered by seed, recipient and time, without those that have no recipient."""
        return self._database.read(outbox.waiting_alerts)

    def waiting_notices(self) -> list[Notice]:
        """Notices to the operator that are in no mail yet, oldest first."""
        return self._database.read(operator_notices.waiting_notices)

    def latest_passes(self, kind: str, *, limit: int = 1) -> list[PassRecord]:
        """The passes of a kind that were recorded last, latest first."""
        return self._database.read(pass_log.latest_passes, kind, limit)

    def has_passes(self, after: datetime, until: datetime) -> bool:
        """Whether a pass has ended after one time and by another."""
        return self._database.read(pass_log.has_passes, after, until)

    def pass_times(self, after: datetime, until: datetime) -> list[datetime]:
        """When the passes ended that did so after one time and by another, in order."""
        return self._database.read(pass_log.pass_times, after, until)

    def totals(self) -> dict[str, float]:
        """The totals over all passes, by name."""
        return self._database.read(pass_log.read_totals)

    def size(self) -> int:
        """The size of the database on disk, in bytes."""
        return self._database.read(retention.read_size)
