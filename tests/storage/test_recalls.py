"""An article changes while a mail about it is claimed: the mail is taken back, or corrected if a run has begun it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from news import Answer, Article, Digest, QueuedEntry
from storage import Store
from tests.storage.test_corrections import ANN, LATER, LEASE, NOON, SEED, MakeArticle, edit, follow_up

__all__ = ["follow_up"]
MUCH_LATER = LATER + timedelta(hours=1)


def claim(store: Store) -> int:
    """Bundle the waiting alerts and claim their mail, which is named by what the alerts say."""
    waiting = store.waiting_alerts()
    if waiting:
        assert store.save_delivery(Digest(SEED, ANN, tuple(waiting), NOON), f"<{waiting[0].raised_at}>", b"x")
    (due,) = store.claim_deliveries(MUCH_LATER, lease=LEASE, limit=9)
    return due.id


@pytest.fixture
def changed(make_article: MakeArticle) -> Article:
    return make_article(title="WITHDRAWN: Headline")


@pytest.fixture
def reworded(make_article: MakeArticle) -> Article:
    return replace(make_article(), text="Another wording under the same headline.")


def test_a_mail_that_was_claimed_and_not_begun_is_not_sent_but_written_anew(
    store: Store, follow_up: QueuedEntry, changed: Article
) -> None:
    claimed = claim(store)
    edit(store, follow_up, changed)
    (alert,) = store.waiting_alerts()
    assert (alert.article.title, alert.correction) == (changed.title, None)
    assert not store.begin_sending(claimed, LATER)
    again = claim(store)
    assert store.begin_sending(again, LATER)
    store.mark_sent(again, LATER)
    assert store.waiting_alerts() == []


def test_a_report_that_changed_while_its_mail_was_sent_is_corrected(
    store: Store, follow_up: QueuedEntry, changed: Article
) -> None:
    claimed = claim(store)
    assert store.begin_sending(claimed, NOON)
    edit(store, follow_up, changed)
    assert store.waiting_alerts() == []
    store.mark_sent(claimed, MUCH_LATER)
    (alert,) = store.waiting_alerts()
    assert alert.correction
    assert (alert.article.title, alert.raised_at) == (changed.title, LATER)
    correction = claim(store)
    assert store.begin_sending(correction, MUCH_LATER)
    store.mark_sent(correction, MUCH_LATER)
    assert store.waiting_alerts() == []


def test_a_small_change_while_its_mail_was_sent_needs_no_correction(
    store: Store, follow_up: QueuedEntry, reworded: Article
) -> None:
    claimed = claim(store)
    assert store.begin_sending(claimed, NOON)
    edit(store, follow_up, reworded)
    store.mark_sent(claimed, MUCH_LATER)
    assert store.waiting_alerts() == []


def refuse(store: Store, delivery: int) -> None:
    store.mark_failed(delivery, "451 try again later", MUCH_LATER, give_up=False)


def abandon(store: Store, delivery: int) -> None:
    store.abandon_sending(delivery)


@pytest.mark.parametrize("fail", [refuse, abandon])
def test_a_mail_whose_article_changed_before_the_attempt_failed_is_written_anew(
    store: Store, follow_up: QueuedEntry, reworded: Article, fail: Callable[[Store, int], None]
) -> None:
    claimed = claim(store)
    assert store.begin_sending(claimed, NOON)
    edit(store, follow_up, reworded)
    fail(store, claimed)
    store.claim_deliveries(MUCH_LATER, lease=LEASE, limit=9)
    assert not store.begin_sending(claimed, MUCH_LATER)
    (alert,) = store.waiting_alerts()
    assert alert.article.text == reworded.text


def test_a_mail_that_a_killed_run_may_have_sent_is_sent_as_it_was_and_corrected(
    store: Store, follow_up: QueuedEntry, changed: Article
) -> None:
    claimed = claim(store)
    assert store.begin_sending(claimed, NOON)
    edit(store, follow_up, changed)
    assert [one.id for one in store.claim_deliveries(MUCH_LATER + 2 * LEASE, lease=LEASE, limit=9)] == [claimed]
    assert store.begin_sending(claimed, MUCH_LATER)
    store.mark_sent(claimed, MUCH_LATER)
    assert [bool(one.correction) for one in store.waiting_alerts()] == [True]


def test_a_mail_that_is_sent_cannot_be_begun_again(store: Store, follow_up: QueuedEntry) -> None:
    claimed = claim(store)
    store.mark_sent(claimed, NOON)
    assert not store.begin_sending(claimed, NOON)


def test_a_report_that_was_rejected_while_its_mail_was_sent_comes_back_neither_corrected_nor_anew(
    store: Store, raise_alerts: Callable[..., list[int]], queue: Callable[..., list[QueuedEntry]], changed: Article
) -> None:
    raise_alerts(ANN, count=2)
    claimed = claim(store)
    assert store.begin_sending(claimed, NOON)
    rejected = next(one for one in store.matches() if one.article.title != "Headline 0")
    kept = next(one for one in store.matches() if one.id != rejected.id)
    assert store.record_answer(rejected.id, Answer.NO, NOON).too_late == 1
    refuse(store, claimed)
    assert store.record_answer(kept.id, Answer.NO, NOON).withdrawn == 1
    assert store.record_answer(kept.id, Answer.NONE, NOON).reports == 1
    assert [one.match_id for one in store.waiting_alerts()] == [kept.id]
