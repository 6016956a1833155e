"""The store: values in, values out; one public method is one transaction."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta

from news import (
    Answer,
    Article,
    Cutoffs,
    Digest,
    DueDelivery,
    DueFeed,
    Feed,
    GroupRecord,
    MatchRecord,
    Notice,
    PassRecord,
    PollRecord,
    Profile,
    QueuedArticle,
    QueuedEntry,
    Saved,
    Seed,
    SentMail,
    StorySoFar,
    WaitingAlert,
)
from storage import (
    answers,
    claims,
    developments,
    followed,
    operator_notices,
    outbox,
    pass_log,
    polls,
    retention,
    seed_profiles,
    work_queue,
)
from storage.archive import Archive
from storage.claims import Queue


class Store(Archive):
    """What must survive a crash: all that is read, and all that is written.

    Every method is one transaction, so a crash leaves all of it or nothing, and every write may be repeated: what is
    known already is not written twice. Every method raises StoreError when the database cannot do it, and ValueError
    for a naive datetime.
    """

    # What the user edits

    def save_feeds(self, feeds: Sequence[Feed], now: datetime) -> None:
        """Make these, by their URLs, the active feeds; others rest and keep what is known of them."""
        self._database.write(followed.save_feeds, feeds, now)

    def save_seeds(self, seeds: Sequence[Seed], now: datetime, keep: Collection[str] = ()) -> None:
        """Make these, by name, the active seeds; others rest, but for those in `keep`, which stay as they are."""
        self._database.write(followed.save_seeds, seeds, now, keep)

    def seeds(self, include_inactive: bool = False) -> list[Seed]:
        """The seeds by name."""
        return self._database.read(followed.read_seeds, include_inactive=include_inactive)

    def save_profile(self, seed: str, made_from: str, profile: Profile) -> None:
        """Keep a seed's profile, in place of an earlier one."""
        self._database.write(seed_profiles.save_profile, seed, made_from, profile)

    def seeds_to_compare(self) -> dict[str, int]:
        """Active seeds, new or changed, that the archive was not wholly compared with: name -> article reached."""
        return self._database.read(followed.seeds_to_compare)

    def note_archive(self, seed: str, before: int, left: int | None) -> None:
        """Note that a seed was compared with the archive from `before` up to `left`; None: to its end."""
        self._database.write(followed.note_archive, seed, before, left)

    def reopen_archive(self, seed: str) -> None:
        """Have the archive compared with a seed once more, from its beginning."""
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
    ) -> list[DueFeed]:
        """Take active feeds for a while, those longest overdue first.

        None that another run holds or whose server asked to be left alone until later; with `due_only` none before its
        time; with `feed_url` that feed alone; with `polled_before` none that was polled since then.
        """
        return self._database.write(polls.claim_due_feeds, now, lease, due_only, feed_url, polled_before, limit)

    def record_poll(self, record: PollRecord) -> Saved:
        """Write down what a poll brought and let go of the feed; returns how many entries are new or have changed."""
        return self._database.write(polls.record_poll, record)

    def robots_rules(self, origin: str) -> tuple[str, datetime] | None:
        """The robots.txt kept of a site, such as https://news.example, and when it was fetched; None for none."""
        return self._database.read(polls.read_robots, origin)

    def save_robots_rules(self, origin: str, rules: str, now: datetime) -> None:
        """Keep a site's robots.txt, in place of what was kept."""
        self._database.write(polls.save_robots, origin, rules, now)

    # The queue

    def claim_entries(self, now: datetime, *, lease: timedelta, limit: int) -> list[QueuedEntry]:
        """Take new entries for a while, oldest first; none that is put off until later."""
        return self._database.write(work_queue.claim_entries, now, lease=lease, limit=limit)

    def save_article(self, entry_id: int, article: Article) -> int:
        """Store the article behind an entry and return its id.

        The first article under a URL counts and keeps its text. The entry becomes extracted, or compared where the
        article already was.
        """
        return self._database.write(work_queue.save_article, entry_id, article)

    def save_turned_away(self, found: Sequence[tuple[int, Article]], now: datetime) -> None:
        """As `save_article` for (entry id, article) pairs that no seed could concern: they count as compared."""
        self._database.write(work_queue.save_turned_away, found, now)

    def postpone_entry(self, entry_id: int, error: str, retry_at: datetime) -> None:
        """Let go of a claimed entry until `retry_at`, one attempt more."""
        self._database.write(work_queue.postpone_entry, entry_id, error, retry_at)

    def skip_entry(self, entry_id: int, reason: str) -> None:
        """Take a new entry out of the queue for good."""
        self._database.write(work_queue.skip_entry, entry_id, reason)

    def claim_articles(self, now: datetime, *, lease: timedelta, limit: int) -> list[QueuedArticle]:
        """Take articles that were not compared yet for a while, oldest first; none that is put off until later."""
        return self._database.write(work_queue.claim_articles, now, lease=lease, limit=limit)

    def compared_articles(self, *, after: int, limit: int) -> list[QueuedArticle]:
        """Articles that were compared with the seeds before, by id, from beyond `after` on."""
        return self._database.read(work_queue.compared_articles, after, limit)

    def postpone_article(self, article_id: int, error: str, retry_at: datetime) -> None:
        """Let go of a claimed article until `retry_at`, one failed comparison more."""
        self._database.write(work_queue.postpone_article, article_id, error, retry_at)

    def give_up_article(self, article_id: int, error: str, now: datetime) -> None:
        """Take an article that cannot be compared out of the queue for good, and keep why."""
        self._database.write(work_queue.give_up_article, article_id, error, now)

    def record_comparison(self, article_id: int, records: Sequence[MatchRecord], now: datetime) -> int:
        """Store an article's matches with the alerts owed about its follow-ups; returns how many follow-ups are new.

        A match that is stored already stays as it is and raises no alert again. The seeds must be stored.
        """
        return self._database.write(work_queue.record_comparison, article_id, records, now)

    def promote_match(self, match_id: int, record: MatchRecord, now: datetime) -> bool:
        """Make a stored near miss the follow-up that a second look found it to be, with the alerts owed about it.

        False, and nothing written, where it is a near miss no longer.
        """
        return self._database.write(work_queue.promote_match, match_id, record, now)

    def record_answer(self, match_id: int, answer: Answer) -> bool:
        """Note what the user says of a match, in place of what was said before; False where there is no such match."""
        return self._database.write(work_queue.record_answer, match_id, answer)

    # Developments

    def ungrouped_seeds(self) -> list[str]:
        """Names of the seeds with follow-ups that belong to no development yet."""
        return self._database.read(developments.ungrouped_seeds)

    def count_developments(self, seed: str) -> int:
        """How many developments a seed has."""
        return self._database.read(developments.count_developments, seed)

    def save_groups(self, seed: str, records: Sequence[GroupRecord], known: int, now: datetime) -> bool:
        """Put follow-ups where they belong; the alerts of those that another report tells of are taken back.

        False, and nothing written, where the seed has other than `known` developments: another run has grouped, and the
        decision is to be made again. A follow-up that has its place keeps it.
        """
        return self._database.write(developments.save_groups, seed, records, known, now)

    def story_so_far(self, seed: str, recipient: str, told: Collection[int]) -> StorySoFar:
        """What a digest that tells of these developments says besides its alerts."""
        return self._database.read(developments.story_so_far, seed, recipient, told)

    # Answers

    def signing_key(self) -> bytes:
        """The secret that this installation signs its mails with; made at the first use, the same ever after."""
        return self._database.write(answers.signing_key)

    def find_mail(self, fingerprint: str) -> SentMail | None:
        """The signed mail of this fingerprint, None where there is none."""
        return self._database.read(answers.find_mail, fingerprint)

    def mute(self, seed: str, recipient: str, until: datetime | None) -> None:
        """Send a recipient nothing about a seed until then; None: for good."""
        self._database.write(answers.mute, seed, recipient, until)

    def unmute(self, seed: str, recipient: str) -> None:
        """Send a recipient mails about a seed again; what was held goes out with the next."""
        self._database.write(answers.unmute, seed, recipient)

    def mutes(self) -> dict[tuple[str, str], datetime | None]:
        """Until when each recipient is muted, by seed name and recipient; None: for good."""
        return self._database.read(answers.read_mutes)

    def record_bounce(self, recipient: str, error: str, now: datetime) -> None:
        """Note that mail to an address came back, and tell the operator."""
        self._database.write(answers.record_bounce, recipient, error, now)

    def bounces(self) -> dict[str, str]:
        """Addresses that mail came back from, with what was said."""
        return self._database.read(answers.read_bounces)

    # The outbox

    def address_alerts(self, recipients: Mapping[str, Sequence[str]]) -> int:
        """Give alerts that were owed to nobody to the recipients of their seed; returns how many there were.

        `recipients` is by seed name; a seed without an address in it is left as it is.
        """
        return self._database.write(outbox.address_alerts, recipients)

    def waiting_alerts(self) -> list[WaitingAlert]:
        """Alerts to be bundled, by seed, recipient and time; none that nobody is named for."""
        return self._database.read(outbox.waiting_alerts)

    def sent_of_late(self, since: datetime) -> dict[tuple[str, str], list[datetime]]:
        """When digests were made, by seed name and recipient: all since then, and in any case the last; in order."""
        return self._database.read(outbox.sent_of_late, since)

    def save_delivery(self, digest: Digest, message_id: str, message: bytes) -> bool:
        """Store a mail and mark its alerts as bundled; False, and nothing written, if another run took one of them."""
        return self._database.write(outbox.save_delivery, digest, message_id, message)

    def waiting_notices(self) -> list[Notice]:
        """What the operator is still to be told, the oldest first."""
        return self._database.read(operator_notices.waiting_notices)

    def save_notice_mail(
        self, notice_ids: Sequence[int], recipient: str, message_id: str, message: bytes, now: datetime
    ) -> bool:
        """Store a mail that tells these notices; False, and nothing written, if another run took one of them."""
        return self._database.write(operator_notices.save_notice_mail, notice_ids, recipient, message_id, message, now)

    def claim_deliveries(self, now: datetime, *, lease: timedelta, limit: int) -> list[DueDelivery]:
        """Take unsent mails for a while, oldest first."""
        return self._database.write(outbox.claim_deliveries, now, lease=lease, limit=limit)

    def mark_sent(self, delivery_id: int, now: datetime) -> None:
        """Note that the mail server has taken a mail."""
        self._database.write(outbox.mark_sent, delivery_id, now)

    def mark_failed(self, delivery_id: int, error: str, now: datetime, *, give_up: bool) -> None:
        """Note that a claimed mail was not taken, one attempt more; with `give_up` it is not tried again."""
        self._database.write(outbox.mark_failed, delivery_id, error, now, give_up=give_up)

    # Claims

    def release(self, queue: Queue, ids: Sequence[int]) -> None:
        """Let go of claimed work that was not done, so that the next run need not wait; no attempt counts."""
        self._database.write(claims.release, queue, ids)

    def renew(self, queue: Queue, ids: Sequence[int], until: datetime) -> None:
        """Hold claimed work for longer; what was done or let go meanwhile stays so."""
        self._database.write(claims.renew, queue, ids, until)

    def take_lease(self, name: str, holder: str, now: datetime, until: datetime) -> bool:
        """Take a piece of work that is not shared, or hold it for longer; False while another holds it."""
        return self._database.write(claims.take_lease, name, holder, now, until)

    def drop_lease(self, name: str, holder: str) -> None:
        """Let go of a piece of work that is not shared."""
        self._database.write(claims.drop_lease, name, holder)

    # Housekeeping

    def record_pass(self, record: PassRecord, counts: Mapping[str, float]) -> None:
        """Write down a pass that was made and add its counts to the totals, once."""
        self._database.write(pass_log.record_pass, record, counts)

    def prune(self, since: Cutoffs, *, rehearse: bool = False) -> dict[str, int]:
        """Let go of what is older than its kind is kept; returns how much of each kind. `rehearse`: only say it.

        Matches stay with their articles and alerts, and what a feed still lists does not come back as new.
        """
        run = self._database.rehearse if rehearse else self._database.write
        return run(retention.prune, since)
