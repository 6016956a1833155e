"""Developments that a user merged, split or renamed stay so, and every change can be taken back."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from news import Article, Digest, EditKind, GroupRecord, MatchRecord, QueuedEntry, SentMail, Standing, StoredMatch
from storage import Store

NOON = datetime(2025, 3, 5, 12, 0, tzinfo=UTC)
LEASE = timedelta(minutes=10)
ANN = "ann@example.org"
Raise = Callable[..., list[int]]


@pytest.fixture
def two(store: Store, raise_alerts: Raise) -> tuple[int, int]:
    """Two developments of two reports each."""
    raise_alerts(ANN, count=4)
    ids = [one.id for one in sorted(store.matches(), key=lambda one: one.id)]
    standings = (Standing.OPENS, Standing.JOINS)
    places = [(-1, standings[0]), (-1, standings[1]), (-2, standings[0]), (-2, standings[1])]
    records = [GroupRecord(number, *place) for number, place in zip(ids, places, strict=True)]
    assert store.save_groups("minerals", records, 0, NOON)
    first, second = sorted({one.development for one in store.matches() if one.development})
    return first, second


def everything(store: Store) -> list[StoredMatch]:
    return sorted(store.matches(), key=lambda one: one.id)


def test_merged_developments_are_one_alert_until_the_merge_is_taken_back(store: Store, two: tuple[int, int]) -> None:
    first, second = two
    before = everything(store)
    edit = store.merge_developments(first, second, NOON)
    assert edit is not None
    assert store.merge_developments(first, second, NOON) is None  # again: nothing changes
    assert {one.development for one in store.matches()} == {first}
    assert len(store.waiting_alerts()) == 1
    assert store.counts()["developments"] == 1
    assert [store.successor_of(one) for one in two] == [first, first]
    assert store.undo_edit(edit, NOON)
    assert not store.undo_edit(edit, NOON)
    assert [one.development for one in everything(store)] == [one.development for one in before]
    assert len(store.waiting_alerts()) == 2
    assert store.successor_of(second) == second
    (stored,) = store.edits("minerals")
    assert (stored.kind, stored.development, stored.other, stored.moved) == (EditKind.MERGE, first, second, 2)
    assert stored.undone_at == NOON


def test_a_report_that_was_decided_before_a_merge_joins_the_development_that_is_left(
    store: Store,
    two: tuple[int, int],
    queue: Callable[..., list[QueuedEntry]],
    make_article: Callable[..., Article],
    make_record: Callable[..., MatchRecord],
) -> None:
    first, second = two
    store.merge_developments(first, second, NOON)
    (entry,) = queue("late")
    store.record_comparison(store.save_article(entry.id, make_article(9)), [make_record(ANN)], NOON)
    (new,) = [one for one in store.matches() if one.development is None]
    assert store.save_groups("minerals", [GroupRecord(new.id, second, Standing.JOINS)], 2, NOON)
    assert {one.development for one in store.matches()} == {first}


def test_a_split_report_opens_a_development_and_is_alerted_if_nobody_got_a_mail(
    store: Store, two: tuple[int, int]
) -> None:
    first, _ = two
    opener, other = everything(store)[:2]
    edit = store.split_development(first, [other.id], NOON)
    assert edit is not None
    assert store.split_development(first, [other.id], NOON) is None
    assert store.split_development(first, [opener.id], NOON) is None  # nothing would be left
    split = everything(store)[1]
    assert split.development not in two
    assert split.standing is Standing.OPENS
    assert len(store.waiting_alerts()) == 3
    assert store.undo_edit(edit, NOON)
    assert [one.development for one in everything(store)] == [two[0], two[0], two[1], two[1]]
    assert len(store.waiting_alerts()) == 2


def test_a_split_report_that_was_in_a_mail_is_not_mailed_again(store: Store, two: tuple[int, int]) -> None:
    alerts = tuple(store.waiting_alerts())
    store.save_delivery(Digest(alerts[0].seed, ANN, alerts, NOON), "<1@x>", b"m")
    (due,) = store.claim_deliveries(NOON, lease=LEASE, limit=9)
    store.mark_sent(due.id, NOON + LEASE)
    store.split_development(two[0], [everything(store)[1].id], NOON + LEASE)
    assert store.waiting_alerts() == []


def test_a_title_is_shown_with_each_report_and_taken_back(store: Store, two: tuple[int, int]) -> None:
    first, _ = two
    one, other = (store.rename_development(first, title, NOON) for title in ("Talks in Riyadh", "Saudi talks"))
    assert store.rename_development(first, "Saudi talks", NOON) is None
    titles = {match.development: match.development_title for match in store.matches()}
    assert titles == {first: "Saudi talks", two[1]: ""}
    assert other is not None
    assert one is not None
    store.undo_edit(other, NOON)
    assert store.development(first)[0].development_title == "Talks in Riyadh"
    store.undo_edit(one, NOON)
    assert store.development(first)[0].development_title == ""


def test_edits_of_unknown_developments_and_of_two_seeds_change_nothing(store: Store, two: tuple[int, int]) -> None:
    assert store.merge_developments(two[0], 999, NOON) is None
    assert store.merge_developments(999, two[0], NOON) is None
    assert store.merge_developments(two[0], two[0], NOON) is None
    assert store.split_development(999, [1], NOON) is None
    assert store.rename_development(999, "x", NOON) is None
    assert not store.undo_edit(999, NOON)
    assert store.edits() == []


def test_a_mail_that_names_a_merged_development_can_still_be_answered(store: Store, two: tuple[int, int]) -> None:
    first, second = two
    alerts = tuple(store.waiting_alerts())
    store.save_delivery(Digest(alerts[0].seed, ANN, alerts, NOON), f"<storywake.{'a' * 24}.{'b' * 16}@x>", b"m")
    store.merge_developments(first, second, NOON)
    mail = store.find_mail("a" * 24)
    assert isinstance(mail, SentMail)
    assert mail.developments.keys() == {first, second}


def test_merging_back_and_forth_ends_where_the_reports_are(store: Store, two: tuple[int, int]) -> None:
    first, second = two
    one = store.merge_developments(first, second, NOON)
    back = store.split_development(first, [match.id for match in everything(store)[2:]], NOON)
    assert one is not None
    assert back is not None
    assert store.undo_edit(one, NOON)  # its reports have moved on since, so they stay
    third = store.edits()[-1].other
    assert [match.development for match in everything(store)] == [first, first, third, third]
