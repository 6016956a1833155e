"""The store; each public method is one transaction, which takes and returns plain values."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta

from news import (
    Article,
    Cutoffs,
    DueFeed,
    Feed,
    GroupRecord,
    MatchRecord,
    PassRecord,
    PollRecord,
    Profile,
    QueuedArticle,
    QueuedEntry,
    Saved,
    Seed,
    StorySoFar,
)
from storage import (
    claims,
    developments,
    followed,
    gists,
    pass_log,
    pending_alerts,
    polls,
    retention,
    search_index,
    seed_profiles,
    turned_away,
    work_queue,
)
from storage.claims import Queue
from storage.decisions import Decisions
from storage.delivery_queue import DeliveryQueue
from storage.desk import DeskStore


class Store(Decisions, DeliveryQueue, DeskStore):
    """Read and write access to the database.

    Every method is one transaction, so a crash leaves all of it or nothing, and every write is idempotent. Every method
    raises StoreError if the database fails, and ValueError for a naive datetime.
    """

    # What the user edits

    def save_feeds(self, feeds: Sequence[Feed], now: datetime) -> None:
        """Make these the active feeds, identified by URL; others become inactive and keep their data."""
        self._database.write(followed.save_feeds, feeds, now)

    def save_seeds(
        self, seeds: Sequence[Seed], now: datetime, keep: Collection[str] = (), paused: Sequence[Seed] = ()
    ) -> dict[str, str]:
        """Make these the active seeds, identified by name; others are away (inactive), except for those in `keep`.

        A seed that comes back is compared with the articles stored while it was away. One whose text is there under
        another name, also of a `paused` one, is renamed with all that is stored about it; returns the new names by the
        old ones.
        """
        return self._database.write(followed.save_seeds, seeds, now, keep, paused)

    def put_away(self, seed: str) -> None:
        """Make one seed inactive, and leave all others as they are; nothing happens if it is not active."""
        self._database.write(followed.put_away, seed)

    def seeds(self, include_inactive: bool = False) -> list[Seed]:
        """The seeds, ordered by name."""
        return self._database.read(followed.read_seeds, include_inactive=include_inactive)

    def seed(self, name: str) -> Seed | None:
        """The seed of this name, also an inactive one; None if it is not stored."""
        return self._database.read(followed.read_seed, name)

    def save_gists(self, vectors: Mapping[str, Sequence[float]]) -> None:
        """Store vectors by the model of many languages, by the keys under which they are looked up."""
        self._database.write(gists.save_gists, vectors)

    def save_profile(self, seed: str, made_from: str, profile: Profile) -> None:
        """Store a seed's profile, replacing an earlier one."""
        self._database.write(seed_profiles.save_profile, seed, made_from, profile)

    def note_review(self, seed: str, changes: int) -> None:
        """Record that a seed was reviewed as it was at this value of its change counter."""
        self._database.write(followed.note_review, seed, changes)

    def note_archive(self, seed: str, before: int, left: int | None, now: datetime) -> None:
        """Record that a seed was compared with the archive from article `before` to `left`; None: to the end."""
        self._database.write(followed.note_archive, seed, before, left, now)

    def reopen_archive(self, seed: str) -> None:
        """Restart the comparison of the archive with a seed."""
        self._database.write(followed.reopen_archive, seed)

    # Polling

    def claim_due_feeds(
        self,
        now: datetime,
        *,
        lease: timedelta,
        due_only: bool = True,
        feed_url: str = "",
        polled_before: datetime | None = None,
        limit: int | None = None,
        holder: str = "",
    ) -> list[DueFeed]:
        """Claim active feeds for the length of a lease, longest overdue first.

        Excludes feeds claimed by another run and those whose server asked to wait. `due_only`: only feeds that are due;
        `feed_url`: only that feed; `polled_before`: only feeds not polled since then.
        """
        return self._database.write(polls.claim_due_feeds, now, lease, due_only, feed_url, polled_before, limit, holder)

    def record_poll(self, record: PollRecord) -> Saved:
        """Record the result of a poll and release the feed; returns how many entries are new or changed."""
        return self._database.write(polls.record_poll, record)

    def robots_rules(self, origin: str) -> tuple[str, datetime] | None:
        """The cached robots.txt of a site, such as https://news.example, and when it was fetched; None if none."""
        return self._database.read(polls.read_robots, origin)

    def save_robots_rules(self, origin: str, rules: str, now: datetime) -> None:
        """Cache a site's robots.txt, replacing an earlier one."""
        self._database.write(polls.save_robots, origin, rules, now)

    # The queue

    def claim_entries(self, now: datetime, *, lease: timedelta, limit: int, holder: str = "") -> list[QueuedEntry]:
        """Claim new entries for the length of a lease, without those postponed until later.

        Feeds take turns: the oldest entry of each comes first, then the second oldest of each, and so on.
        """
        return self._database.write(work_queue.claim_entries, now, lease=lease, limit=limit, holder=holder)

    def save_article(
        self, entry_id: int, article: Article, own_url: str = "", missed_why: str = "", now: datetime | None = None
    ) -> int:
        """Store the article behind an entry and return its id.

        The first article with a URL keeps its text; another story with that URL is stored at `own_url`, the entry's
        link. The entry becomes extracted, or compared if the article already was. `missed_why`: why its text is not
        that of its page. `now`: when it was read; if it is given, an edited follow-up keeps what it said before, and
        whoever got a mail about it is owed another if it is corrected or has a new headline.
        """
        return self._database.write(work_queue.save_article, entry_id, article, own_url, missed_why, now)

    def save_turned_away(self, found: Sequence[tuple[int, Article, str]], now: datetime) -> None:
        """As `save_article`, for the arguments of each article that cannot concern any seed: they count as compared."""
        self._database.write(turned_away.save_turned_away, found, now)

    def postpone_entry(self, entry_id: int, error: str, retry_at: datetime) -> None:
        """Postpone a claimed entry until `retry_at`, counting one attempt."""
        self._database.write(work_queue.postpone_entry, entry_id, error, retry_at)

    def skip_entry(self, entry_id: int, reason: str) -> None:
        """Remove a new entry from the queue for good."""
        self._database.write(work_queue.skip_entry, entry_id, reason)

    def claim_articles(self, now: datetime, *, lease: timedelta, limit: int, holder: str = "") -> list[QueuedArticle]:
        """Claim articles not compared yet for the length of a lease, oldest first, without postponed ones."""
        return self._database.write(work_queue.claim_articles, now, lease=lease, limit=limit, holder=holder)

    def compared_articles(self, *, after: int, limit: int) -> list[QueuedArticle]:
        """Articles already compared with the seeds, ordered by id, with ids above `after`."""
        return self._database.read(work_queue.compared_articles, after, limit)

    def postpone_article(self, article_id: int, error: str, retry_at: datetime) -> bool:
        """Postpone a claimed article until `retry_at`, counting one failed comparison.

        Returns False, without changes, if it does not wait to be compared, for example because it was.
        """
        return self._database.write(work_queue.postpone_article, article_id, error, retry_at)

    def give_up_article(self, article_id: int, error: str, now: datetime) -> None:
        """Remove an article that cannot be compared from the queue for good, and store the reason."""
        self._database.write(work_queue.give_up_article, article_id, error, now)

    def record_comparison(self, article_id: int, records: Sequence[MatchRecord], now: datetime) -> int:
        """Store an article's matches and raise alerts for its follow-ups; returns how many follow-ups are new.

        A match already stored is left unchanged and raises no second alert. The seeds must be stored.
        """
        return self._database.write(work_queue.record_comparison, article_id, records, now)

    def promote_match(self, match_id: int, record: MatchRecord, now: datetime) -> bool:
        """Turn a stored near miss into a follow-up after re-evaluation, and raise its alerts.

        Returns False, without changes, if it is no longer a near miss.
        """
        return self._database.write(work_queue.promote_match, match_id, record, now)

    def raise_late_alerts(self, match_id: int, recipients: Sequence[str], now: datetime) -> None:
        """Raise alerts about a follow-up that a wrong clock dated in the future, and date it now."""
        self._database.write(pending_alerts.raise_late_alerts, match_id, recipients, now)

    # Developments

    def ungrouped_seeds(self) -> list[str]:
        """The names of the seeds with follow-ups not grouped yet."""
        return self._database.read(developments.ungrouped_seeds)

    def count_developments(self, seed: str) -> int:
        """The number of a seed's developments."""
        return self._database.read(developments.count_developments, seed)

    def save_groups(self, seed: str, records: Sequence[GroupRecord], known: int, now: datetime) -> bool:
        """Assign follow-ups to developments; cancels the alerts of those covered by another report's alert.

        Returns False, without changes, if the seed no longer has `known` developments: another run grouped it, and the
        caller must decide again. A follow-up already assigned keeps its development.
        """
        return self._database.write(developments.save_groups, seed, records, known, now)

    def story_so_far(
        self, seed: str, recipient: str, covered: Collection[int], opened: Collection[int] = ()
    ) -> StorySoFar:
        """The content of a digest about the `covered` developments, some of them `opened` in it, besides its alerts."""
        return self._database.read(developments.story_so_far, seed, recipient, covered, opened)

    # Claims; `holder`: who claimed the work, so that a run cannot release or extend what another holds by now

    def release(self, queue: Queue, ids: Sequence[int], *, holder: str = "") -> None:
        """Release claimed work that was not done, so that the next run need not wait; counts no attempt."""
        self._database.write(claims.release, queue, ids, holder)

    def renew(self, queue: Queue, ids: Sequence[int], until: datetime, *, holder: str = "") -> None:
        """Extend the lease of claimed work; finished or released work is not affected."""
        self._database.write(claims.renew, queue, ids, holder, until)

    def take_lease(self, name: str, holder: str, now: datetime, until: datetime) -> bool:
        """Acquire or extend a named lease; False while another holder has it."""
        return self._database.write(claims.take_lease, name, holder, now, until)

    def take_turn(self, origin: str, now: datetime, delay: timedelta, longest: timedelta) -> datetime:
        """Reserve the next request to a site, `delay` after the one before, by whichever run; returns its start.

        A reserved time further ahead than `longest` is not believed.
        """
        return self._database.write(claims.take_turn, origin, now, delay, longest)

    def drop_lease(self, name: str, holder: str) -> None:
        """Release a named lease."""
        self._database.write(claims.drop_lease, name, holder)

    # Housekeeping

    def record_pass(self, record: PassRecord, counts: Mapping[str, float]) -> None:
        """Record a pass and add its counts to the totals; idempotent."""
        self._database.write(pass_log.record_pass, record, counts)

    def index_backlog(self, *, limit: int) -> int:
        """Index more of the articles that cannot be found yet, newest first; returns how many, 0 if none was left."""
        return self._database.write(search_index.index_backlog, limit)

    def prune(self, since: Cutoffs, kinds: Collection[str] = retention.PRUNED_KINDS) -> dict[str, int]:
        """Delete some data of these kinds older than its cut-off time; returns the number of rows by kind.

        Of a kind of which there may be much, it deletes PRUNED_AT_ONCE rows at most, so that nobody waits long for the
        database. Follow-ups and answered matches are kept, with their articles and alerts, and so are entries that a
        feed lists.
        """
        return self._database.write(retention.prune, since, kinds)

    def rehearse_prune(self, since: Cutoffs) -> dict[str, int]:
        """The number of rows by kind that `prune` would delete if called until none is left."""
        return self._database.rehearse(retention.rehearse, since)
