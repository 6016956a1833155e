"""The outbox: alerts are bundled into mails, which are sent or given up."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from news import Digest, DueDelivery, MatchRecord, Seed, WaitingAlert
from storage import Queue, Store

NOON = datetime(2025, 3, 5, 12, 0, tzinfo=UTC)
LEASE = timedelta(minutes=10)
HOUR = timedelta(hours=1)
ANN, BOB = "ann@example.org", "bob@example.org"
Bundle = Callable[..., list[DueDelivery]]


def digest_of(*alerts: WaitingAlert, created_at: datetime = NOON) -> Digest:
    return Digest(alerts[0].seed, alerts[0].recipient, alerts, created_at)


def due(store: Store, now: datetime) -> list[DueDelivery]:
    return store.claim_deliveries(now, lease=LEASE, limit=100)


def statuses(store: Store) -> list[tuple[str, str, datetime | None, str]]:
    return [(one.recipient, one.state, one.sent_at, one.error) for match in store.matches() for one in match.alerts]


def test_waiting_alerts_are_ordered_by_seed_recipient_and_time(
    store: Store, extract: Callable[..., list[int]], make_record: Callable[..., MatchRecord]
) -> None:
    one, two = extract(2)
    store.save_seeds([Seed("another", "A", "a")], NOON, keep=["minerals"])
    store.record_comparison(two, [make_record(BOB, ANN), make_record(ANN, seed="another")], NOON + HOUR)
    store.record_comparison(one, [make_record(ANN)], NOON)
    waiting = store.waiting_alerts()
    assert [(alert.seed.name, alert.recipient, alert.raised_at) for alert in waiting] == [
        ("another", ANN, NOON + HOUR),
        ("minerals", ANN, NOON),
        ("minerals", ANN, NOON + HOUR),
        ("minerals", BOB, NOON + HOUR),
    ]
    assert waiting[1].match == make_record().match
    assert waiting[1].article.title == "Headline 0"
    assert waiting[1].seed in store.seeds()


def test_an_alert_without_a_recipient_waits_until_the_seed_has_one(
    store: Store, raise_alerts: Callable[..., list[int]]
) -> None:
    raise_alerts("", count=2)
    assert store.waiting_alerts() == []
    assert store.counts()["alerts without recipient"] == 2
    assert store.address_alerts({"other seed": [ANN], "minerals": []}) == 0
    assert store.address_alerts({"minerals": ["", ANN, BOB, ANN]}) == 2
    assert [(alert.recipient, alert.raised_at) for alert in store.waiting_alerts()] == [
        (ANN, NOON), (ANN, NOON), (BOB, NOON), (BOB, NOON)
    ]  # fmt: skip
    assert store.counts()["alerts without recipient"] == 0
    assert store.address_alerts({"minerals": [ANN, BOB]}) == 0


def test_addressing_does_not_alert_a_recipient_twice(store: Store, raise_alerts: Callable[..., list[int]]) -> None:
    raise_alerts("", ANN)
    assert store.address_alerts({"minerals": [ANN]}) == 1
    assert [alert.recipient for alert in store.waiting_alerts()] == [ANN]


def test_a_bundled_alert_is_no_longer_waiting_but_its_mail_is(store: Store, bundle: Bundle) -> None:
    (delivery,) = bundle(ANN, count=2)
    assert store.waiting_alerts() == []
    assert (delivery.seed, delivery.recipient, delivery.message_id) == ("minerals", ANN, f"<{ANN}>")
    assert delivery.message == b"From: us\r\n\r\n\xff"
    assert (delivery.attempts, delivery.created_at) == (0, NOON)
    assert [state for _, state, _, _ in statuses(store)] == ["bundled", "bundled"]
    assert store.counts()["deliveries waiting"] == 1


def test_a_mail_is_not_stored_if_one_of_its_alerts_is_already_bundled(
    store: Store, raise_alerts: Callable[..., list[int]]
) -> None:
    raise_alerts(ANN, count=3)
    one, two, three = store.waiting_alerts()
    assert store.save_delivery(digest_of(one, two), "<1>", b"1")
    assert not store.save_delivery(digest_of(two, three), "<2>", b"2")
    assert store.waiting_alerts() == [three]
    assert [delivery.message_id for delivery in due(store, NOON)] == ["<1>"]


def test_a_message_id_is_used_once(store: Store, raise_alerts: Callable[..., list[int]]) -> None:
    raise_alerts(ANN, count=2)
    one, two = store.waiting_alerts()
    assert store.save_delivery(digest_of(one), "<1>", b"1")
    assert not store.save_delivery(digest_of(two), "<1>", b"2")
    assert store.waiting_alerts() == [two]


def test_a_digest_without_alerts_is_stored_once_and_changes_no_alert(
    store: Store, raise_alerts: Callable[..., list[int]]
) -> None:
    raise_alerts(ANN)
    alert = store.waiting_alerts()[0]
    assert store.save_delivery(Digest(alert.seed, ANN, (), NOON), "<1>", b"1")
    assert not store.save_delivery(Digest(alert.seed, ANN, (), NOON), "<1>", b"1")
    assert len(due(store, NOON)) == 1
    assert [one.id for one in store.waiting_alerts()] == [alert.id]


def test_mails_are_claimed_oldest_first_and_again_after_the_lease(
    store: Store, raise_alerts: Callable[..., list[int]]
) -> None:
    raise_alerts(ANN, count=2)
    one, two = store.waiting_alerts()
    store.save_delivery(digest_of(one, created_at=NOON + HOUR), "<late>", b"")
    store.save_delivery(digest_of(two), "<early>", b"")
    taken = store.claim_deliveries(NOON, lease=LEASE, limit=1) + due(store, NOON)
    assert [delivery.message_id for delivery in taken] == ["<early>", "<late>"]
    assert due(store, NOON + LEASE - timedelta(seconds=1)) == []
    assert due(store, NOON + LEASE) == taken


def test_sending_a_mail_marks_its_alerts_as_sent(store: Store, bundle: Bundle) -> None:
    ann, bob = bundle(ANN, BOB)
    store.mark_sent(ann.id, NOON + HOUR)
    assert statuses(store) == [(ANN, "sent", NOON + HOUR, ""), (BOB, "bundled", None, "")]
    assert [delivery.id for delivery in due(store, NOON + LEASE)] == [bob.id]
    store.mark_sent(ann.id, NOON + 2 * HOUR)
    assert statuses(store)[0] == (ANN, "sent", NOON + HOUR, "")


def test_a_failed_mail_is_retried_and_counts_its_attempts(store: Store, bundle: Bundle) -> None:
    delivery = bundle(ANN)[0]
    store.mark_failed(delivery.id, "mail.example: refused", NOON, give_up=False)
    assert statuses(store) == [(ANN, "failed", None, "mail.example: refused")]
    again = due(store, NOON)[0]
    assert (again.id, again.attempts, again.message) == (delivery.id, 1, delivery.message)
    store.mark_sent(delivery.id, NOON)
    assert statuses(store) == [(ANN, "sent", NOON, "")]


def test_a_released_mail_can_be_claimed_at_once_and_counts_no_attempt(store: Store, bundle: Bundle) -> None:
    ann, bob = bundle(ANN, BOB)
    store.mark_sent(bob.id, NOON)
    store.release(Queue.DELIVERIES, [ann.id, bob.id])
    assert due(store, NOON) == [ann]
    assert statuses(store)[0] == (ANN, "bundled", None, "")


def test_a_mail_given_up_is_not_retried_and_keeps_the_reason(store: Store, bundle: Bundle) -> None:
    delivery = bundle(ANN)[0]
    store.mark_failed(delivery.id, "no such mailbox", NOON, give_up=True)
    assert statuses(store) == [(ANN, "given up", None, "no such mailbox")]
    assert due(store, NOON + HOUR) == []
    counts = store.counts()
    assert (counts["deliveries waiting"], counts["deliveries given up"]) == (0, 1)


def test_a_mail_sent_by_a_slow_run_counts_as_sent_although_another_gave_it_up(store: Store, bundle: Bundle) -> None:
    delivery = bundle(ANN)[0]
    due(store, NOON + LEASE)  # claimed by another run, because the lease of the first has expired
    store.mark_failed(delivery.id, "refused", NOON, give_up=True)
    store.mark_sent(delivery.id, NOON)
    assert statuses(store) == [(ANN, "sent", NOON, "")]
    store.mark_failed(delivery.id, "refused", NOON, give_up=True)
    assert statuses(store) == [(ANN, "sent", NOON, "")]
    assert store.counts()["deliveries given up"] == 0


def test_a_run_whose_claim_was_taken_over_can_neither_send_nor_give_up_the_mail(store: Store, bundle: Bundle) -> None:
    delivery = bundle(ANN)[0]
    later = NOON + LEASE
    store.claim_deliveries(later, lease=LEASE, limit=9, holder="me")
    store.claim_deliveries(later + LEASE, lease=LEASE, limit=9, holder="you")
    assert not store.begin_sending(delivery.id, later, holder="me")
    assert store.begin_sending(delivery.id, later + LEASE, holder="you")
    store.abandon_sending(delivery.id, holder="me")
    store.mark_failed(delivery.id, "no such mailbox", later, give_up=True, holder="me")
    assert store.counts()["deliveries given up"] == 0
    store.mark_failed(delivery.id, "try later", later + LEASE, give_up=False, holder="you")
    assert [one.attempts for one in due(store, later + LEASE)] == [1]


def test_digest_times_always_include_the_last_digest(store: Store, raise_alerts: Callable[..., list[int]]) -> None:
    raise_alerts(ANN, BOB, count=2)
    assert store.digest_times(NOON) == {}
    one, two, three, _ = store.waiting_alerts()
    store.save_delivery(digest_of(one, created_at=NOON + HOUR), "<1>", b"")
    store.save_delivery(digest_of(two, created_at=NOON), "<2>", b"")
    store.save_delivery(digest_of(three, created_at=NOON), "<3>", b"")
    assert store.digest_times(NOON) == {("minerals", ANN): [NOON, NOON + HOUR], ("minerals", BOB): [NOON]}
    late = store.digest_times(NOON + 2 * HOUR)
    assert late == {("minerals", ANN): [NOON + HOUR], ("minerals", BOB): [NOON]}
