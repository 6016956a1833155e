"""Answers that bind: what is answered no is in no list and no mail, what is answered yes counts; both can be undone."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from news import AlertState, Answer, Article, Digest, GroupRecord, MatchRecord, Standing, StoredMatch, Verdict
from storage import Store

NOON = datetime(2025, 3, 5, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
LEASE = timedelta(minutes=10)
ANN, BOB = "ann@example.org", "bob@example.org"
Raise = Callable[..., list[int]]
Make = Callable[..., MatchRecord]


def everything(store: Store) -> list[StoredMatch]:
    return sorted(store.matches(verdicts=tuple(Verdict)), key=lambda one: one.id)


def states(store: Store) -> list[list[str]]:
    """The states of the alerts of each match, in the order of the matches."""
    return [[str(alert.state) for alert in one.alerts] for one in everything(store)]


def group(store: Store, *standings: Standing) -> None:
    """Put all matches into one development."""
    ids = [one.id for one in sorted(store.matches(), key=lambda one: one.id)]
    records = [GroupRecord(number, -1, standing) for number, standing in zip(ids, standings, strict=True)]
    assert store.save_groups("minerals", records, 0, NOON)


def mail(store: Store, recipient: str = ANN, name: str = "<1@x>") -> None:
    alerts = tuple(alert for alert in store.waiting_alerts() if alert.recipient == recipient)
    assert store.save_delivery(Digest(alerts[0].seed, recipient, alerts, NOON), name, b"m")


def test_no_takes_a_follow_up_out_of_every_list_and_undo_brings_it_back(store: Store, raise_alerts: Raise) -> None:
    raise_alerts(ANN, count=2)
    before, counts = everything(store), store.counts()
    saved = store.record_answer(before[0].id, Answer.NO, NOON)
    assert (saved.reports, saved.withdrawn, saved.too_late) == (1, 1, 0)
    assert [one.id for one in store.matches()] == [before[1].id]
    assert [alert.match_id for alert in store.waiting_alerts()] == [before[1].id]
    assert store.counts()["follow-ups"] == store.counts()["matches"] == 1
    assert sum(number for _, number in store.story_so_far("minerals", ANN, []).coverage) == 1
    assert store.found([before[0].article.url]) == []
    rejected = everything(store)[0]
    assert rejected.is_rejected
    assert (rejected.answer, rejected.found_verdict) == (Answer.NO, Verdict.FOLLOW_UP)
    assert store.record_answer(before[0].id, Answer.NO, NOON).reports == 0  # again: nothing changes
    assert store.record_answer(before[0].id, Answer.NONE, NOON).raised == 1
    assert (everything(store), store.counts()) == (before, counts)


def test_yes_makes_a_near_miss_a_follow_up_that_is_alerted_once_and_grouped(
    store: Store, extract: Raise, make_record: Make
) -> None:
    (article,) = extract()
    store.record_comparison(article, [make_record(verdict=Verdict.NEAR_MISS, score=0.3)], NOON)
    (near,) = everything(store)
    for _ in range(2):
        store.record_answer(near.id, Answer.YES, NOON + HOUR, [ANN])
        (found,) = store.matches()
        assert (found.match.is_confirmed, found.match.score, found.found_verdict) == (True, 0.3, Verdict.NEAR_MISS)
        assert found.match.evidence.note == "A reader said that it continues the story."
        assert [alert.recipient for alert in store.waiting_alerts()] == [ANN]
        assert store.ungrouped_seeds() == ["minerals"]
    store.record_answer(near.id, Answer.NONE, NOON)
    assert store.matches() == []
    assert everything(store)[0].match == near.match
    assert states(store) == [["withdrawn"]]
    assert store.ungrouped_seeds() == []
    store.record_answer(near.id, Answer.YES, NOON, [ANN])
    assert states(store) == [["raised"]]


def test_a_follow_up_that_was_mailed_is_not_mailed_again_when_the_answer_is_repeated(
    store: Store, extract: Raise, make_record: Make
) -> None:
    (article,) = extract()
    store.record_comparison(article, [make_record(verdict=Verdict.NEAR_MISS)], NOON)
    (near,) = everything(store)
    store.record_answer(near.id, Answer.YES, NOON, [ANN])
    mail(store)
    (due,) = store.claim_deliveries(NOON, lease=LEASE, limit=9)
    store.mark_sent(due.id, NOON)
    for answer in (Answer.NONE, Answer.YES, Answer.NO, Answer.YES):
        store.record_answer(near.id, answer, NOON, [ANN])
    assert (store.waiting_alerts(), states(store)) == ([], [["sent"]])


def test_what_was_rejected_is_not_found_again_by_a_later_comparison(
    store: Store, extract: Raise, make_record: Make
) -> None:
    (article,) = extract()
    store.record_comparison(article, [make_record(verdict=Verdict.NEAR_MISS)], NOON)
    (near,) = everything(store)
    store.record_answer(near.id, Answer.NO, NOON)
    assert store.record_comparison(article, [make_record(ANN)], NOON) == 0
    assert not store.promote_match(near.id, make_record(ANN), NOON)
    assert (store.matches(), states(store)) == ([], [[]])
    store.record_answer(near.id, Answer.NONE, NOON)
    assert store.promote_match(near.id, make_record(ANN), NOON)


def test_no_to_a_development_takes_out_all_its_reports_and_teaches_once(store: Store, raise_alerts: Raise) -> None:
    raise_alerts(ANN, count=3)
    group(store, Standing.OPENS, Standing.JOINS, Standing.REPEATS)
    before = everything(store)
    assert store.record_answer(before[0].id, Answer.NO, NOON, whole=True).reports == 3
    assert store.matches() == []
    assert store.waiting_alerts() == []
    assert store.counts()["developments"] == 0
    assert [str(one.answer) for one in everything(store)] == ["no", "", ""]
    store.record_answer(before[0].id, Answer.NONE, NOON, whole=True)
    assert everything(store) == before


def test_yes_to_a_rejected_development_lets_its_other_reports_back_in(store: Store, raise_alerts: Raise) -> None:
    raise_alerts(ANN, count=2)
    group(store, Standing.OPENS, Standing.JOINS)
    first, second = everything(store)
    store.record_answer(second.id, Answer.NO, NOON)
    store.record_answer(first.id, Answer.NO, NOON, whole=True)
    store.record_answer(first.id, Answer.YES, NOON, whole=True)
    assert [one.id for one in store.matches()] == [first.id]  # the other has an answer of its own
    store.record_answer(second.id, Answer.NONE, NOON)
    assert len(store.matches()) == 2


def test_the_alert_of_a_rejected_report_passes_to_the_next_report_of_its_development(
    store: Store, raise_alerts: Raise
) -> None:
    raise_alerts(ANN, count=3)
    group(store, Standing.OPENS, Standing.JOINS, Standing.JOINS)
    before = everything(store)
    store.record_answer(before[0].id, Answer.NO, NOON)
    # articles are published in reverse, so the last of them is the earliest
    assert states(store) == [["withdrawn"], ["grouped"], ["raised"]]
    assert everything(store)[2].standing is Standing.OPENS
    store.record_answer(before[0].id, Answer.NONE, NOON)
    assert [one for group in states(store) for one in group].count("raised") == 1
    assert [one.standing for one in everything(store)].count(Standing.OPENS) == 1


def test_nobody_gets_a_second_mail_about_a_development_because_a_report_was_rejected(
    store: Store, raise_alerts: Raise
) -> None:
    raise_alerts(ANN, BOB, count=2)
    group(store, Standing.OPENS, Standing.JOINS)
    mail(store, ANN)
    (due,) = store.claim_deliveries(NOON, lease=LEASE, limit=9)
    store.mark_sent(due.id, NOON + HOUR)
    first, _ = everything(store)
    saved = store.record_answer(first.id, Answer.NO, NOON + HOUR)
    assert (saved.withdrawn, saved.too_late) == (1, 0)
    assert [(alert.recipient, alert.match_id != first.id) for alert in store.waiting_alerts()] == [(BOB, True)]


def test_a_mail_that_waits_is_written_anew_without_what_was_rejected(store: Store, raise_alerts: Raise) -> None:
    raise_alerts(ANN, count=2)
    first, second = everything(store)
    mail(store)
    (due,) = store.claim_deliveries(NOON, lease=LEASE, limit=9)
    store.mark_failed(due.id, "server down", NOON, give_up=False)
    assert store.record_answer(first.id, Answer.NO, NOON).withdrawn == 1
    assert store.claim_deliveries(NOON + HOUR, lease=LEASE, limit=9) == []
    assert [alert.match_id for alert in store.waiting_alerts()] == [second.id]
    mail(store, name="<2@x>")
    assert [one.message_id for one in store.claim_deliveries(NOON + HOUR, lease=LEASE, limit=9)] == ["<2@x>"]


def test_a_mail_that_a_run_is_sending_stays(store: Store, raise_alerts: Raise) -> None:
    raise_alerts(ANN)
    mail(store)
    (due,) = store.claim_deliveries(NOON, lease=LEASE, limit=9)
    assert store.begin_sending(due.id, NOON)
    (match,) = everything(store)
    saved = store.record_answer(match.id, Answer.NO, NOON + HOUR)
    assert (saved.withdrawn, saved.too_late) == (0, 1)
    store.mark_sent(due.id, NOON + HOUR)
    assert everything(store)[0].alerts[0].state is AlertState.SENT


def test_a_mail_that_a_run_has_only_claimed_is_taken_back(store: Store, raise_alerts: Raise) -> None:
    raise_alerts(ANN)
    mail(store)
    (due,) = store.claim_deliveries(NOON, lease=LEASE, limit=9)
    (match,) = everything(store)
    saved = store.record_answer(match.id, Answer.NO, NOON)
    assert (saved.withdrawn, saved.too_late) == (1, 0)
    assert not store.begin_sending(due.id, NOON)
    assert store.waiting_alerts() == []


def test_an_alert_without_recipient_is_not_addressed_while_it_is_withdrawn(store: Store, raise_alerts: Raise) -> None:
    raise_alerts("")
    (match,) = everything(store)
    store.record_answer(match.id, Answer.NO, NOON)
    assert store.address_alerts({"minerals": [ANN]}) == 0
    store.record_answer(match.id, Answer.NONE, NOON)
    assert store.address_alerts({"minerals": [ANN]}) == 1


def test_a_near_miss_that_was_once_alerted_is_not_pruned(store: Store, extract: Raise, make_record: Make) -> None:
    from news import Cutoffs

    (article,) = extract()
    store.record_comparison(article, [make_record(verdict=Verdict.NEAR_MISS)], NOON)
    (near,) = everything(store)
    store.record_answer(near.id, Answer.YES, NOON, [ANN])
    store.record_answer(near.id, Answer.NONE, NOON)
    assert store.prune(Cutoffs(*[NOON + HOUR] * 5))["near misses"] == 0


def test_a_report_added_by_hand_is_a_follow_up_whatever_was_found(
    store: Store, extract: Raise, make_record: Make, make_article: Callable[..., Article]
) -> None:
    extract(0)
    record = make_record(ANN, verdict=Verdict.UNRELATED, score=0.02)
    for number in range(2):
        saved = store.add_report(make_article(7), record, NOON)
        assert saved.reports == 1 - number
        (match,) = store.matches()
        assert (match.answer, match.found_verdict, match.match.is_confirmed) == ("yes", Verdict.UNRELATED, True)
        assert [alert.recipient for alert in store.waiting_alerts()] == [ANN]
    assert [one.article.title for one in store.claim_articles(NOON, lease=LEASE, limit=9)] == ["Headline 7"]
    store.record_answer(match.id, Answer.NONE, NOON)
    assert (store.matches(), store.matches(verdicts=[Verdict.NEAR_MISS])) == ([], [])


def test_adding_a_report_that_was_found_or_rejected_before_keeps_one_match(
    store: Store, extract: Raise, make_record: Make, make_article: Callable[..., Article]
) -> None:
    (article,) = extract()
    store.record_comparison(article, [make_record(ANN, score=0.9)], NOON)
    (found,) = store.matches()
    store.record_answer(found.id, Answer.NO, NOON)
    record = make_record(BOB, verdict=Verdict.NEAR_MISS, score=0.3)
    other = replace(make_article(0), text="Another text.")
    assert store.add_report(other, record, NOON).match_id == found.id
    (match,) = store.matches()
    assert (match.match.score, match.article.text, match.found_verdict) == (0.9, "Text 0.", None)
