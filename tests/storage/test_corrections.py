"""Edited articles: what they said before is kept, and whoever got a mail about one is owed another."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from news import (
    Article,
    Correction,
    CorrectionKind,
    Digest,
    Edit,
    GroupRecord,
    MatchRecord,
    PollRecord,
    QueuedEntry,
    Seed,
    Standing,
    Version,
)
from storage import Store

NOON = datetime(2025, 3, 5, 12, 0, tzinfo=UTC)
LEASE = timedelta(minutes=10)
LATER = NOON + timedelta(hours=3)
ANN, BOB = "ann@example.org", "bob@example.org"
SEED = Seed("minerals", "Minerals deal", "The deal was not signed.")
DENIAL = "President Firefly of Freedonia did not sign the lithium treaty with Sylvania, aides said."
MakeArticle = Callable[..., Article]


def send_all(store: Store, name: str) -> None:
    """Bundle and send every waiting alert, in mails with this name."""
    waiting = store.waiting_alerts()
    for recipient in {one.recipient for one in waiting}:
        mine = tuple(one for one in waiting if one.recipient == recipient)
        assert store.save_delivery(Digest(SEED, recipient, mine, NOON), f"<{name}.{recipient}>", b"From: us\r\n\r\nx")
    for due in store.claim_deliveries(NOON, lease=LEASE, limit=9):
        store.mark_sent(due.id, NOON)


def edit(store: Store, entry: QueuedEntry, article: Article) -> None:
    """Let the feed list the entry with another headline, and read its article again."""
    feed = store.claim_due_feeds(LATER, lease=-LEASE, due_only=False)[0]
    changed = replace(entry.entry, title=article.title, content=article.text)
    store.record_poll(PollRecord(feed.id, LATER, LATER, entries=(changed,)))
    (claimed,) = store.claim_entries(LATER, lease=LEASE, limit=9)
    store.save_article(claimed.id, article, now=LATER)


@pytest.fixture
def follow_up(
    store: Store,
    queue: Callable[..., list[QueuedEntry]],
    make_article: MakeArticle,
    make_record: Callable[..., MatchRecord],
) -> QueuedEntry:
    """The entry of a follow-up with an alert for Ann; its article is the usual one."""
    store.save_seeds([SEED], NOON)
    (entry,) = queue("1")
    article_id = store.save_article(entry.id, make_article(), now=NOON)
    store.record_comparison(article_id, [make_record(ANN)], NOON)
    return entry


def test_an_edited_follow_up_keeps_its_version_and_is_alerted_again_to_those_who_got_it(
    store: Store, follow_up: QueuedEntry, make_article: MakeArticle
) -> None:
    before = make_article()
    send_all(store, "one")
    assert store.waiting_alerts() == []
    after = replace(before, title=f"WITHDRAWN: {before.title}", text=DENIAL)
    edit(store, follow_up, after)
    (alert,) = store.waiting_alerts()
    assert (alert.recipient, alert.raised_at) == (ANN, LATER)
    assert alert.correction == Correction(CorrectionKind.WITHDRAWN, before.title, DENIAL)
    assert alert.news == (DENIAL,)
    (stored,) = store.matches()
    assert stored.versions == (Version(before.title, before.text, LATER),)
    send_all(store, "two")
    edit(store, follow_up, replace(after, text=f"{DENIAL} Aides left at noon."))
    assert store.waiting_alerts() == []  # the same headline, and no new note


def test_an_edit_of_a_report_that_nobody_got_is_alerted_once(
    store: Store, follow_up: QueuedEntry, make_article: MakeArticle
) -> None:
    edit(store, follow_up, make_article(title="Another headline"))
    (alert,) = store.waiting_alerts()
    assert (alert.article.title, alert.correction) == ("Another headline", None)
    assert len(store.matches()[0].versions) == 1


@pytest.fixture
def grouped(store: Store, follow_up: QueuedEntry) -> QueuedEntry:
    """The entry of a follow-up that Ann got a mail about, and that opened a development."""
    send_all(store, "four")
    (first,) = store.matches()
    assert store.save_groups("minerals", [GroupRecord(first.id, -1, Standing.OPENS)], 0, NOON)
    return follow_up


def judged(store: Store, standing: Standing, *recipients: str, is_report: bool = True) -> GroupRecord:
    """The only report as it may be judged after its edit."""
    (one,) = store.matches()
    updated = Correction(CorrectionKind.UPDATED, "It was not signed.", one.article.text)
    edit = Edit(replace(one.match, score=0.77), recipients, is_report=is_report)
    return GroupRecord(
        one.id, one.development or 0, standing, (DENIAL,), updated, one.id, versions=len(one.versions), edit=edit
    )


def test_an_edit_that_begins_anew_is_judged_and_alerted_once(
    store: Store, grouped: QueuedEntry, make_article: MakeArticle
) -> None:
    edit(store, grouped, make_article(text=DENIAL))
    (edited,) = store.matches()
    assert (edited.edited_at, edited.standing, store.ungrouped_seeds()) == (LATER, Standing.OPENS, ["minerals"])
    assert store.waiting_alerts() == []
    told = judged(store, Standing.OPENS, ANN, BOB)
    for _ in range(2):  # as by two runs at once
        assert store.save_groups("minerals", [told], 1, LATER)
    alerts = {alert.recipient: alert for alert in store.waiting_alerts()}
    assert alerts.keys() == {ANN, BOB}
    assert (alerts[ANN].correction, alerts[ANN].news) == (told.correction, (DENIAL,))
    (after,) = store.matches()
    assert (after.edited_at, after.match.score, after.article.published) == (None, 0.77, LATER)
    assert store.ungrouped_seeds() == []


def test_what_is_edited_before_it_is_grouped_is_judged_once(
    store: Store, follow_up: QueuedEntry, make_article: MakeArticle
) -> None:
    edit(store, follow_up, make_article(text=DENIAL))
    (one,) = store.matches()
    assert store.save_groups("minerals", [GroupRecord(one.id, -1, Standing.OPENS, versions=1)], 0, NOON)
    assert (store.ungrouped_seeds(), store.matches()[0].edited_at) == ([], None)
    assert len(store.waiting_alerts()) == 1


def test_a_version_that_cannot_be_read_holds_nothing_up(
    store: Store, grouped: QueuedEntry, make_article: MakeArticle
) -> None:
    edit(store, grouped, make_article(text=DENIAL))
    if store._database.engine.dialect.name == "postgresql":
        pytest.skip("PostgreSQL stores no times that cannot be read")
    store._database.write(lambda connection: connection.execute(text("UPDATE article_versions SET replaced_at = 'x'")))
    assert [len(one.versions) for one in store.matches()] == [0]
    assert store.save_groups("minerals", [judged(store, Standing.OPENS, ANN)], 1, LATER)
    assert len(store.waiting_alerts()) == 1


def test_an_edit_that_tells_nothing_new_changes_nothing(
    store: Store, grouped: QueuedEntry, make_article: MakeArticle
) -> None:
    (before,) = store.matches()
    edit(store, grouped, make_article(text=DENIAL))
    assert store.save_groups("minerals", [judged(store, Standing.JOINS)], 1, LATER)
    (after,) = store.matches()
    assert (after.development, after.standing, after.edited_at) == (before.development, Standing.OPENS, None)
    assert (store.waiting_alerts(), store.ungrouped_seeds()) == ([], [])


def test_an_edit_that_is_no_follow_up_is_judged_again_when_it_is_edited(
    store: Store, grouped: QueuedEntry, make_article: MakeArticle
) -> None:
    edit(store, grouped, make_article(text="Accept our cookies to read on, or subscribe."))
    assert store.save_groups("minerals", [judged(store, Standing.OPENS, is_report=False)], 1, LATER)
    assert (store.waiting_alerts(), store.ungrouped_seeds()) == ([], [])
    edit(store, grouped, make_article(text=DENIAL))
    assert store.ungrouped_seeds() == ["minerals"]


def test_what_is_edited_while_it_is_judged_is_judged_again(
    store: Store, grouped: QueuedEntry, make_article: MakeArticle
) -> None:
    edit(store, grouped, make_article(text=DENIAL))
    stale = judged(store, Standing.JOINS)
    edit(store, grouped, make_article(text=f"{DENIAL} Aides left at noon."))
    assert not store.save_groups("minerals", [stale], 1, LATER)
    assert store.ungrouped_seeds() == ["minerals"]


def test_the_edit_of_a_story_that_is_away_waits_for_it(
    store: Store, grouped: QueuedEntry, make_article: MakeArticle
) -> None:
    store.save_seeds([replace(SEED, name="another", text="Another story.")], NOON)
    edit(store, grouped, make_article(text=DENIAL))
    assert store.ungrouped_seeds() == []
    store.save_seeds([SEED], LATER)
    assert store.ungrouped_seeds() == ["minerals"]


def test_a_correction_that_waits_says_what_is_said_last(
    store: Store, grouped: QueuedEntry, make_article: MakeArticle
) -> None:
    before = make_article()
    edit(store, grouped, make_article(title="Deal signed"))
    edit(store, grouped, make_article(title="WITHDRAWN: Deal signed", text=DENIAL))
    (alert,) = store.waiting_alerts()
    assert alert.correction == Correction(CorrectionKind.WITHDRAWN, before.title, DENIAL)


def test_a_merge_leaves_the_correction_that_a_reader_is_owed(
    store: Store,
    grouped: QueuedEntry,
    queue: Callable[..., list[QueuedEntry]],
    make_article: MakeArticle,
    make_record: Callable[..., MatchRecord],
) -> None:
    (entry,) = queue("9")
    store.record_comparison(store.save_article(entry.id, make_article(9)), [make_record(ANN)], NOON)
    second = max(store.matches(), key=lambda one: one.id)
    send_all(store, "six")
    assert store.save_groups("minerals", [GroupRecord(second.id, -1, Standing.OPENS)], 1, NOON)
    edit(store, grouped, make_article(title="WITHDRAWN: Deal signed", text=DENIAL))
    numbers = {one.id: one.development or 0 for one in store.matches()}
    (first,) = numbers.keys() - {second.id}
    assert store.merge_developments(numbers[second.id], numbers[first], LATER)
    (alert,) = store.waiting_alerts()
    assert (alert.match_id, alert.recipient) == (first, ANN)


def test_a_correcting_report_is_also_alerted_to_those_who_got_the_corrected_one(
    store: Store,
    raise_alerts: Callable[..., list[int]],
    queue: Callable[..., list[QueuedEntry]],
    make_article: MakeArticle,
    make_record: Callable[..., MatchRecord],
) -> None:
    raise_alerts(ANN, BOB, count=1)
    send_all(store, "three")
    (first,) = store.matches()
    assert store.save_groups("minerals", [GroupRecord(first.id, -1, Standing.OPENS)], 0, NOON)
    (entry,) = queue("9")
    store.record_comparison(store.save_article(entry.id, make_article(9)), [make_record(ANN)], NOON)
    second = max(store.matches(), key=lambda one: one.id)
    correction = Correction(CorrectionKind.CORRECTED, "It was signed.", "It was not signed.")
    development = store.matches()[-1].development or -1
    record = GroupRecord(second.id, development, Standing.ADDS, (), correction, first.id)
    assert store.save_groups("minerals", [record], 1, LATER)
    assert [(one.recipient, one.correction) for one in store.waiting_alerts()] == [(ANN, correction), (BOB, correction)]
    assert store.story_so_far("minerals", ANN, []).earlier == ()  # what was taken back is not quoted
