"""Which stories are followed twice, so that somebody is mailed everything twice."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from news import Seed, SeedSettings, find_doubles

TREATY = Seed("treaty", "Treaty", "Firefly broke off talks.", "https://courier.example/talks?utm_source=x")
CUP = Seed("cup", "Cup", "The home side won.")
TODAY = date(2025, 3, 10)


def found(*seeds: Seed) -> list[str]:
    return list(map(str, find_doubles(seeds, ("desk@example.org",), (), TODAY)))


def like(seed: Seed, name: str, text: str = "", url: str = "", **settings: Any) -> Seed:
    return replace(seed, name=name, text=text or seed.text, url=url or seed.url, settings=SeedSettings(**settings))


def test_a_copy_is_known_by_its_text_or_its_address() -> None:
    assert found(TREATY, CUP) == []
    copy = like(TREATY, "copy", text="Firefly  broke off\ntalks.")
    advice = "whom both mail gets every report twice; remove one of the two files"
    assert found(TREATY, CUP, copy) == [f"treaty and copy have the same text: {advice}"]
    moved = like(TREATY, "moved", text="He is back.", url="https://courier.example/talks")
    (double,) = find_doubles([TREATY, moved], ("desk@example.org",), (), TODAY)
    assert str(double) == f"treaty and moved have the same address: {advice}"
    assert double.reason_for("treaty") == f"it has the same address as moved: {advice}"
    assert double.reason_for("cup") == ""


@pytest.mark.parametrize(
    ("settings", "is_double"),
    [
        ({"recipients": ("Desk@example.org", "ann@example.org")}, True),
        ({"recipients": ("ann@example.org",)}, False),
        ({"paused": True}, False),
        ({"alerts": "none"}, False),
        ({"expires": TODAY}, True),
        ({"expires": date(2025, 3, 9)}, False),
    ],
)
def test_a_copy_that_mails_nobody_twice_is_none(settings: dict[str, Any], is_double: bool) -> None:
    assert bool(found(TREATY, like(TREATY, "copy", **settings))) is is_double
