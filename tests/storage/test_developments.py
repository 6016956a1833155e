"""Developments in the store: each follow-up is in one, and only those that open or update one keep their alert."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from news import Answer, Article, Cutoffs, Digest, GroupRecord, MatchRecord, QueuedEntry, Seed, Standing
from storage import Store

NOON = datetime(2025, 3, 5, 12, 0, tzinfo=UTC)
ANN = "ann@example.org"


def group(store: Store, *places: tuple[int, Standing], known: int = 0) -> bool:
    """Assign the seed's matches, ordered by id, to these developments with these standings."""
    ids = sorted(match.id for match in store.matches())
    records = [
        GroupRecord(number, place, standing, (f"News of {number}.",))
        for number, (place, standing) in zip(ids, places, strict=False)
    ]
    return store.save_groups("minerals", records, known, NOON)


def test_an_event_is_alerted_once_and_its_other_reports_are_in_the_same_mail(
    store: Store, raise_alerts: Callable[..., list[int]]
) -> None:
    raise_alerts(ANN, count=4)
    assert store.ungrouped_seeds() == ["minerals"]
    assert group(store, (-1, Standing.OPENS), (-1, Standing.JOINS), (-2, Standing.OPENS), (-1, Standing.REPEATS))
    assert store.ungrouped_seeds() == []
    alerts = store.waiting_alerts()
    assert [alert.standing for alert in alerts] == [Standing.OPENS] * 2
    one, two = sorted({alert.development for alert in alerts if alert.development})
    assert store.count_developments("minerals") == 2
    story = store.story_so_far("minerals", ANN, [one])
    assert [(report.standing, report.news) for report in sorted(story.reports, key=lambda each: each.id)] == [
        (Standing.OPENS, (f"News of {alerts[0].match_id}.",)),
        (Standing.JOINS, (f"News of {alerts[0].match_id + 1}.",)),
        (Standing.REPEATS, (f"News of {alerts[0].match_id + 3}.",)),
    ]
    states = {match.development: [str(alert.state) for alert in match.alerts] for match in store.matches()}
    assert states[two] == ["raised"]
    grouped = [match for match in store.matches() if match.standing in {Standing.JOINS, Standing.REPEATS}]
    assert [str(alert.state) for match in grouped for alert in match.alerts] == ["grouped", "grouped"]


def test_groups_are_not_saved_if_another_run_has_grouped_the_seed_meanwhile(
    store: Store, raise_alerts: Callable[..., list[int]]
) -> None:
    raise_alerts(ANN, count=2)
    assert group(store, (-1, Standing.OPENS))
    assert not group(store, (-1, Standing.OPENS), (-1, Standing.JOINS))
    assert group(store, (-1, Standing.JOINS), (-5, Standing.OPENS), known=1)
    standings = [match.standing for match in sorted(store.matches(), key=lambda match: match.id)]
    assert standings == [Standing.OPENS, Standing.OPENS]  # the first is unchanged
    assert store.count_developments("minerals") == 2


def test_a_bundled_alert_is_not_cancelled_by_grouping(store: Store, raise_alerts: Callable[..., list[int]]) -> None:
    raise_alerts(ANN, count=2)
    first, _ = store.waiting_alerts()
    assert store.save_delivery(Digest(first.seed, ANN, (first,), NOON), "<1@x>", b"m")
    assert group(store, (-1, Standing.JOINS), (-1, Standing.JOINS))
    assert {str(alert.state) for match in store.matches() for alert in match.alerts} == {"bundled", "grouped"}


def test_a_cancelled_alert_is_not_addressed_later(store: Store, raise_alerts: Callable[..., list[int]]) -> None:
    raise_alerts("", count=2)
    group(store, (-1, Standing.OPENS), (-1, Standing.JOINS))
    assert store.address_alerts({"minerals": [ANN]}) == 1
    assert [alert.standing for alert in store.waiting_alerts()] == [Standing.OPENS]


def test_a_mail_is_found_by_its_fingerprint_with_its_developments(
    store: Store, raise_alerts: Callable[..., list[int]]
) -> None:
    raise_alerts(ANN, count=2)
    group(store, (-1, Standing.OPENS), (-2, Standing.OPENS))
    alerts = store.waiting_alerts()
    store.save_delivery(Digest(alerts[0].seed, ANN, tuple(alerts), NOON), f"<storywake.{'a' * 24}.{'b' * 16}@x>", b"m")
    mail = store.find_mail("a" * 24)
    assert mail is not None
    assert (mail.seed, mail.recipient, mail.created_at) == ("minerals", ANN, NOON)
    assert mail.developments == {alert.development: alert.match_id for alert in alerts}
    assert store.find_mail("a" * 23) is None
    assert store.find_mail("_" * 24) is None


def test_the_story_so_far_names_what_was_taken_for_retellings_since_the_last_mail(
    store: Store, raise_alerts: Callable[..., list[int]]
) -> None:
    raise_alerts(ANN, count=4)
    group(store, (-1, Standing.OPENS), (-1, Standing.JOINS), (-1, Standing.BACKGROUND), (-1, Standing.REPEATS))
    (alert,) = store.waiting_alerts()
    retold = {alert.match_id + 1, alert.match_id + 2}
    assert {one.id for one in store.story_so_far("minerals", ANN, []).retold} == retold
    store.save_delivery(Digest(alert.seed, ANN, (alert,), NOON), "<1@x>", b"m")
    assert store.story_so_far("minerals", ANN, []).retold == ()
    (due,) = store.claim_deliveries(NOON, lease=timedelta(minutes=5), limit=9)
    store.mark_sent(due.id, NOON)
    much_later = NOON + timedelta(days=900)
    store.prune(replace(Cutoffs(*[NOON - timedelta(days=1)] * 5), mails=much_later))
    assert store.story_so_far("minerals", ANN, []).retold == ()
    assert {one.id for one in store.story_so_far("minerals", "bob@example.org", []).retold} == retold


def test_the_story_so_far_has_the_coverage_by_day_and_the_thread(
    store: Store, raise_alerts: Callable[..., list[int]]
) -> None:
    raise_alerts(ANN, count=3)
    alerts = store.waiting_alerts()
    for number, alert in enumerate(alerts):
        store.save_delivery(Digest(alert.seed, ANN, (alert,), NOON + timedelta(hours=number)), f"<{number}@x>", b"m")
    story = store.story_so_far("minerals", ANN, [])
    assert sum(number for _, number in story.coverage) == 3
    assert story.thread == ("<0@x>", "<2@x>")
    assert store.story_so_far("minerals", "bob@example.org", []).thread == ()


Tell = Callable[..., list[int]]


@pytest.fixture
def tell(
    store: Store,
    queue: Callable[..., list[QueuedEntry]],
    make_article: Callable[..., Article],
    make_record: Callable[..., MatchRecord],
) -> Tell:
    """Report hour by hour as (development, standing, outlet, score) say, mail all of it, and return the ids."""

    def bring(*reports: tuple[int, Standing, str, float]) -> list[int]:
        store.save_seeds([Seed("minerals", "Minerals", "Not signed.")], NOON)
        entries = queue(*(str(number) for number in range(len(reports))))
        for number, (entry, (_, _, outlet, score)) in enumerate(zip(entries, reports, strict=True)):
            published = NOON + timedelta(hours=number)
            article = store.save_article(entry.id, make_article(number, outlet=outlet, published=published))
            store.record_comparison(article, [make_record(ANN, score=score)], NOON)
        assert group(store, *((place, standing) for place, standing, _, _ in reports))
        waiting = tuple(store.waiting_alerts())
        assert store.save_delivery(Digest(waiting[0].seed, ANN, waiting, NOON), "<1@x>", b"m")
        return sorted(one.id for one in store.matches())

    return bring


BIG = [
    (place, standing, outlet, 0.9)
    for place in (-1, -2, -3)
    for standing, outlet in ((Standing.OPENS, "Courier"), (Standing.JOINS, "Herald"))
]


@pytest.mark.parametrize("place", [-4, -1])
def test_the_story_so_far_ends_with_the_last_update(store: Store, tell: Tell, place: int) -> None:
    standing = Standing.OPENS if place == -4 else Standing.ADDS
    ids = tell(*BIG, (place, standing, "Courier", 0.9))
    earlier = [one.id for one in store.story_so_far("minerals", ANN, []).earlier]
    assert earlier == [ids[2], ids[4], ids[6]]


def test_the_story_so_far_leaves_out_what_is_doubtful_unless_an_answer_says_yes(store: Store, tell: Tell) -> None:
    ids = tell((-1, Standing.OPENS, "Courier", 0.9), (-2, Standing.OPENS, "Courier", 0.5))
    assert [one.id for one in store.story_so_far("minerals", ANN, []).earlier] == ids[:1]
    store.record_answer(ids[1], Answer.YES, NOON)
    assert [one.id for one in store.story_so_far("minerals", ANN, []).earlier] == ids


def test_what_the_mail_itself_opens_is_no_part_of_the_story_so_far(store: Store, tell: Tell) -> None:
    ids = tell((-1, Standing.OPENS, "Courier", 0.9), (-2, Standing.OPENS, "Courier", 0.9))
    opened = next(one.development for one in store.matches() if one.id == ids[1])
    assert [one.id for one in store.story_so_far("minerals", ANN, [], [opened or 0]).earlier] == ids[:1]


def test_a_mute_is_stored_changed_and_removed(store: Store, raise_alerts: Callable[..., list[int]]) -> None:
    raise_alerts(ANN)
    store.mute("minerals", ANN, NOON)
    store.mute("minerals", ANN, None)
    assert store.mutes(NOON) == {("minerals", ANN): None}
    store.unmute("minerals", ANN)
    assert store.mutes(NOON) == {}


def test_a_mute_is_in_force_until_its_end(store: Store, raise_alerts: Callable[..., list[int]]) -> None:
    raise_alerts(ANN)
    store.mute("minerals", ANN, NOON)
    assert store.mutes(NOON - timedelta(seconds=1)) == {("minerals", ANN): NOON}
    assert store.mutes(NOON) == {}


def test_the_signing_key_is_created_once(store: Store) -> None:
    key = store.signing_key()
    assert len(key) == 32
    assert store.signing_key() == key
