from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from alerts import owed_recipients, recipient_key
from news import Evidence, Match, Seed, Verdict

NOON = datetime(2025, 3, 4, 12, 0, tzinfo=UTC)
FOLLOW_UP = Match("s", 0.9, Verdict.FOLLOW_UP, Evidence())
MakeSeed = Callable[..., Seed]


def test_the_seeds_own_recipients_replace_the_default_ones(make_seed: MakeSeed) -> None:
    assert owed_recipients(FOLLOW_UP, make_seed(), ["desk@example.org"], NOON) == ("ann@example.org",)
    assert owed_recipients(FOLLOW_UP, make_seed(recipients=()), ["desk@example.org"], NOON) == ("desk@example.org",)


def test_an_alert_is_owed_even_without_a_recipient(make_seed: MakeSeed) -> None:
    assert owed_recipients(FOLLOW_UP, make_seed(recipients=()), [], NOON) == ("",)


def test_a_recipient_listed_twice_is_owed_one_alert(make_seed: MakeSeed) -> None:
    named = ("ann@example.org", "bob@example.org", "ann@EXAMPLE.ORG ", " ")
    assert owed_recipients(FOLLOW_UP, make_seed(recipients=named), [], NOON) == ("ann@example.org", "bob@example.org")


@pytest.mark.parametrize("verdict", [Verdict.NEAR_MISS, Verdict.UNRELATED])
def test_only_follow_ups_are_alerted(make_seed: MakeSeed, verdict: Verdict) -> None:
    assert owed_recipients(Match("s", 0.9, verdict, Evidence()), make_seed(), [], NOON) == ()


def test_nothing_is_owed_when_alerts_are_off(make_seed: MakeSeed) -> None:
    assert owed_recipients(FOLLOW_UP, make_seed(alerts="none"), ["desk@example.org"], NOON) == ()


@pytest.mark.parametrize(("zone", "is_owed"), [("UTC", True), ("Asia/Tokyo", False)])
def test_a_seed_expires_at_the_end_of_its_last_day_in_its_own_zone(
    make_seed: MakeSeed, zone: str, is_owed: bool
) -> None:
    seed = make_seed(expires=date(2025, 3, 4), timezone=zone)
    late = datetime(2025, 3, 4, 23, 30, tzinfo=UTC)  # the next morning in Tokyo
    assert bool(owed_recipients(FOLLOW_UP, seed, [], late)) == is_owed


def test_spellings_of_an_address_with_a_display_name_or_encoded_domain_are_equal() -> None:
    spellings = [
        "ann@bücher.example",
        "Ann <ann@BÜCHER.example>",
        " ann@xn--bcher-kva.example ",
        "< ann@bücher.example >",
    ]
    assert {recipient_key(text) for text in spellings} == {"ann@xn--bcher-kva.example"}
    assert recipient_key("Ann@bücher.example") != recipient_key("ann@bücher.example")


def test_domains_that_differ_in_a_letter_are_different() -> None:
    assert recipient_key("ann@straße.example") != recipient_key("ann@strasse.example")


@pytest.mark.parametrize(
    "text", ["https://hooks.example/a", "no address", "Ann <ann@example.org> Bob <bob@example.org>"]
)
def test_an_invalid_address_is_its_own_key(text: str) -> None:
    assert recipient_key(text) == text
