"""A mail's question is asked once, one at a time for a seed, and in the same transaction as the mail is stored."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from news import QUESTION_OPEN, Answer, Cutoffs, Digest, MatchRecord, StoredMatch, Verdict
from storage import Store

NOON = datetime(2025, 3, 5, 12, 0, tzinfo=UTC)
LEASE = timedelta(minutes=10)
ANN, BOB = "ann@example.org", "bob@example.org"
Raise = Callable[..., list[int]]
NAMED = f"<storywake.{'a' * 24}.{'b' * 16}@x>"


def mail(store: Store, question: StoredMatch, recipient: str = ANN, now: datetime = NOON, name: str = NAMED) -> bool:
    alerts = tuple(alert for alert in store.waiting_alerts() if alert.recipient == recipient)
    (seed,) = store.seeds()
    return store.save_delivery(Digest(seed, recipient, alerts, now, question=question), name, b"m")


def near_misses(store: Store, articles: list[int], make_record: Callable[..., MatchRecord]) -> list[StoredMatch]:
    for article in articles:
        store.record_comparison(article, [make_record(verdict=Verdict.NEAR_MISS)], NOON)
    return sorted(store.matches(verdicts=[Verdict.NEAR_MISS]), key=lambda one: one.id)


def test_a_seed_has_one_open_question_until_it_is_answered_or_a_week_old(
    store: Store, extract: Raise, make_record: Callable[..., MatchRecord]
) -> None:
    *rest, last = extract(3)
    store.record_comparison(last, [make_record(ANN, BOB)], NOON)
    one, two = near_misses(store, rest, make_record)
    assert store.may_ask("minerals", NOON)
    assert mail(store, one)
    assert store.asked_matches("minerals") == [one.id]
    assert not store.may_ask("minerals", NOON)
    assert not mail(store, two, BOB, name="<2@x>")
    assert [alert.recipient for alert in store.waiting_alerts()] == [BOB]  # so the mail is written without a question
    sent = store.find_mail("a" * 24)
    assert sent is not None
    assert sent.question == one.id
    assert store.may_ask("minerals", NOON + QUESTION_OPEN)
    store.record_answer(one.id, Answer.NO, NOON)
    assert store.may_ask("minerals", NOON)
    assert not mail(store, one, BOB, name="<2@x>")  # asked once, and answered
    assert mail(store, two, BOB, name="<2@x>")


def test_a_question_in_a_mail_that_was_taken_back_can_be_asked_again(
    store: Store, extract: Raise, make_record: Callable[..., MatchRecord]
) -> None:
    first, last = extract(2)
    store.record_comparison(last, [make_record(ANN)], NOON)
    (near,) = near_misses(store, [first], make_record)
    assert mail(store, near)
    store.record_answer(store.matches()[0].id, Answer.NO, NOON)
    assert store.asked_matches("minerals") == []


def test_a_near_miss_is_pruned_with_its_question(
    store: Store, extract: Raise, make_record: Callable[..., MatchRecord]
) -> None:
    first, last = extract(2)
    store.record_comparison(last, [make_record(ANN)], NOON)
    (near,) = near_misses(store, [first], make_record)
    assert mail(store, near)
    assert store.prune(Cutoffs(*[NOON + LEASE] * 5))["near misses"] == 1
    assert store.asked_matches("minerals") == []
