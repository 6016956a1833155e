from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts import bundle, quiet_digests
from news import Seed, WaitingAlert

NOON = datetime(2025, 3, 4, 12, 0, tzinfo=UTC)
MakeAlert = Callable[..., WaitingAlert]
MakeSeed = Callable[..., Seed]


def test_alerts_of_one_seed_and_recipient_go_in_one_mail(make_alert: MakeAlert, make_seed: MakeSeed) -> None:
    other = make_seed(name="other")
    alerts = [make_alert(1), make_alert(2), make_alert(3, recipient="bob@example.org"), make_alert(4, seed=other)]
    due = bundle(alerts, NOON, {}).due
    assert [(digest.seed.name, digest.recipient, [alert.id for alert in digest.alerts]) for digest in due] == [
        ("other", "ann@example.org", [4]),
        ("us-ukraine-minerals-deal", "ann@example.org", [1, 2]),
        ("us-ukraine-minerals-deal", "bob@example.org", [3]),
    ]
    assert {digest.created_at for digest in due} == {NOON}


def test_recipients_are_compared_ignoring_the_case_of_the_domain_but_not_of_the_local_part(
    make_alert: MakeAlert,
) -> None:
    spellings = ["ann@example.org", "ann@EXAMPLE.org", "Ann@example.org"]
    due = bundle([make_alert(n, recipient=to) for n, to in enumerate(spellings)], NOON, {}).due
    assert [[alert.id for alert in digest.alerts] for digest in due] == [[0, 1], [2]]


def test_immediate_alerts_do_not_wait_for_the_last_mail(make_alert: MakeAlert) -> None:
    alert = make_alert()
    assert bundle([alert], NOON, {(alert.seed.name, alert.recipient): [NOON]}).due


@pytest.mark.parametrize(
    ("schedule", "since", "is_due"),
    [
        ("daily", None, True),
        ("daily", timedelta(hours=22, minutes=59), False),
        ("daily", timedelta(days=1), True),
        ("weekly", None, True),
        ("weekly", timedelta(days=6, hours=22), False),
        ("weekly", timedelta(days=7), True),
    ],
)
def test_daily_and_weekly_alerts_are_held_until_the_interval_has_passed(
    make_alert: MakeAlert, make_seed: MakeSeed, schedule: str, since: timedelta | None, is_due: bool
) -> None:
    alert = make_alert(seed=make_seed(alerts=schedule))
    last = {} if since is None else {(alert.seed.name, "ann@EXAMPLE.org"): [NOON - since]}
    bundles = bundle([alert], NOON, last)
    assert (len(bundles.due), bundles.held) == ((1, 0) if is_due else (0, 1))


@pytest.mark.parametrize(
    ("added", "mailed", "is_due"),
    [
        (timedelta(days=8), None, True),
        (timedelta(days=6), None, False),  # published long before
        (timedelta(days=40), timedelta(days=8), True),
        (timedelta(days=40), timedelta(hours=3), False),  # to another recipient
    ],
)
def test_a_story_is_quiet_if_nobody_had_a_mail_for_a_week_in_which_it_was_followed(
    make_seed: MakeSeed, added: timedelta, mailed: timedelta | None, is_due: bool
) -> None:
    seed = replace(make_seed(still_watching=True), published=NOON - timedelta(days=40))
    sent = {(seed.name, "ann@example.org"): [NOON - mailed]} if mailed else {}
    digests = quiet_digests([(seed, ["bob@example.org"])], NOON, sent, {}, {seed.name: NOON - added})
    assert len(digests) == is_due


def test_a_late_run_does_not_delay_the_next_daily_mail(make_alert: MakeAlert, make_seed: MakeSeed) -> None:
    alert = make_alert(seed=make_seed(alerts="daily"))
    last = {(alert.seed.name, alert.recipient): [NOON.replace(minute=14)]}
    assert bundle([alert], NOON + timedelta(days=1), last).due


def test_a_daily_mail_keeps_its_local_hour_when_summer_time_begins(make_alert: MakeAlert, make_seed: MakeSeed) -> None:
    alert = make_alert(seed=make_seed(alerts="daily", timezone="Europe/Berlin"))
    last = {(alert.seed.name, alert.recipient): [datetime(2025, 3, 29, 7, 0, tzinfo=UTC)]}  # 08:00 CET
    assert not bundle([alert], datetime(2025, 3, 30, 5, 59, tzinfo=UTC), last).due
    assert bundle([alert], datetime(2025, 3, 30, 6, 0, tzinfo=UTC), last).due  # 08:00 CEST, 23 hours later


@pytest.mark.parametrize(
    ("now", "is_quiet"),
    [
        ("2025-03-04T20:59:59+00:00", False),  # 21:59:59 CET
        ("2025-03-04T21:00:00+00:00", True),  # 22:00 CET
        ("2025-03-05T05:59:59+00:00", True),
        ("2025-03-05T06:00:00+00:00", False),  # 07:00 CET
        ("2025-07-05T05:30:00+00:00", False),  # 07:30 CEST: summer time counts
        ("2025-07-05T20:30:00+00:00", True),  # 22:30 CEST
    ],
)
def test_quiet_hours_cross_midnight_in_the_timezone_of_the_seed(
    make_alert: MakeAlert, make_seed: MakeSeed, now: str, is_quiet: bool
) -> None:
    seed = make_seed(timezone="Europe/Berlin", quiet_hours=(time(22), time(7)))
    assert bundle([make_alert(seed=seed)], datetime.fromisoformat(now), {}).held == is_quiet


def test_quiet_hours_within_a_day_end_on_that_day(make_alert: MakeAlert, make_seed: MakeSeed) -> None:
    alert = make_alert(seed=make_seed(quiet_hours=(time(12), time(13))))
    assert bundle([alert], NOON, {}).held == 1
    assert bundle([alert], NOON + timedelta(hours=1), {}).held == 0


def test_alerts_turned_off_meanwhile_and_alerts_without_a_recipient_are_held(
    make_alert: MakeAlert, make_seed: MakeSeed
) -> None:
    bundles = bundle([make_alert(1, seed=make_seed(alerts="none")), make_alert(2, recipient="")], NOON, {})
    assert bundles.due == ()
    assert bundles.held == 2


@given(data=st.data())
def test_every_alert_is_in_one_digest_or_held(data: st.DataObject, make_alert: MakeAlert, make_seed: MakeSeed) -> None:
    seeds = [
        make_seed(name=name, alerts=schedule, timezone=zone, quiet_hours=quiet)
        for name in ("a", "b", "c")
        for schedule in [data.draw(st.sampled_from(["immediate", "daily", "weekly", "none"]))]
        for zone in [data.draw(st.sampled_from(["UTC", "Europe/Kyiv", "Asia/Kolkata", "Nowhere/Atall"]))]
        for quiet in [data.draw(st.none() | st.tuples(st.times(), st.times()))]
    ]
    people = ["", "ann@example.org", "ANN@example.org", "ann@EXAMPLE.ORG", "no address", "ünal@müller.example"]
    pairs = data.draw(st.lists(st.tuples(st.sampled_from(seeds), st.sampled_from(people)), max_size=20))
    alerts = [make_alert(number, seed=seed, recipient=to) for number, (seed, to) in enumerate(pairs)]
    moments = st.datetimes(datetime(2025, 1, 1), datetime(2025, 12, 1), timezones=st.just(UTC))  # noqa: DTZ001
    now = data.draw(moments)
    keys = st.tuples(st.sampled_from("abc"), st.sampled_from(people))
    last_sent = data.draw(st.dictionaries(keys, st.lists(moments, max_size=9).map(sorted)))
    mutes = data.draw(st.dictionaries(keys, st.none() | moments))

    bundles = bundle(alerts, now, last_sent, mutes)

    sent = Counter(alert.id for digest in bundles.due for alert in digest.alerts)
    assert all(times == 1 for times in sent.values())
    assert len(sent) + bundles.held == len(alerts)
    assert all(alert.seed == digest.seed for digest in bundles.due for alert in digest.alerts)
    assert bundle(list(reversed(alerts)), now, last_sent, mutes) == bundles


def test_alerts_beyond_the_daily_limit_are_held_until_the_next_day_and_counted_as_held_over(
    make_alert: MakeAlert, make_seed: MakeSeed
) -> None:
    seed = make_seed(mails_a_day=2, timezone="Europe/Berlin")
    sent = {(seed.name, "ann@example.org"): [NOON - timedelta(hours=2), NOON - timedelta(hours=1)]}
    alerts = [make_alert(number, seed=seed, raised_at=NOON + timedelta(minutes=number)) for number in range(3)]
    assert bundle(alerts, NOON, sent).held == 3
    assert bundle(alerts, datetime(2025, 3, 4, 22, 59, tzinfo=UTC), sent).held == 3
    (digest,) = bundle(alerts, datetime(2025, 3, 4, 23, 0, tzinfo=UTC), sent).due  # midnight in Berlin
    assert (len(digest.alerts), digest.held_over) == (3, 3)
    assert bundle(alerts, NOON, {(seed.name, "ann@example.org"): [NOON]}).due[0].held_over == 0


def test_a_mute_holds_alerts_until_its_end_and_a_stop_for_good(make_alert: MakeAlert) -> None:
    alert = make_alert()
    key = (alert.seed.name, "ann@EXAMPLE.org")
    later = NOON + timedelta(days=7)
    assert bundle([alert], NOON, {}, {key: later}).held == 1
    assert bundle([alert], later, {}, {key: later}).held == 0
    assert bundle([alert], NOON + timedelta(days=4000), {}, {key: None}).held == 1


def test_a_snoozed_seed_sends_nothing_before_its_date(make_alert: MakeAlert, make_seed: MakeSeed) -> None:
    alert = make_alert(seed=make_seed(snooze=date(2025, 3, 6)))
    assert bundle([alert], NOON, {}).held == 1
    assert bundle([alert], datetime(2025, 3, 6, tzinfo=UTC), {}).held == 0


@pytest.mark.parametrize("schedule", ["daily", "weekly"])
def test_a_mail_dated_by_a_clock_that_was_ahead_holds_nothing(
    make_alert: MakeAlert, make_seed: MakeSeed, schedule: str
) -> None:
    alert = make_alert(seed=make_seed(alerts=schedule))
    key, ahead = (alert.seed.name, alert.recipient), NOON + timedelta(days=30)
    assert bundle([alert], NOON, {key: [ahead]}).due
    assert not bundle([alert], NOON, {key: [NOON - timedelta(hours=1), ahead]}).due
