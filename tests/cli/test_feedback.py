"""`storywake feedback`: answers to matches, which have names that can be typed."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Storywake, only_line


def names(storywake: Storywake) -> dict[str, str]:
    return {one["verdict"]: one["match"] for one in json.loads(storywake("matches", "--near", "--json").out)}


def test_no_to_an_alert_makes_the_seed_stricter_and_undo_reverts_it(storywake: Storywake, trail: Path) -> None:
    name = names(storywake)["follow-up"]
    ended = storywake("feedback", name, "no")
    assert ended.code == 0
    assert "By your answers a score of 0.50 falls to 0." in ended.out
    assert name not in storywake("matches").out
    assert "you said no" in storywake("matches", "--rejected").out
    assert "Your answers confirm the scores of minerals-deal." in storywake("feedback", name, "undo").out
    assert "you said" not in storywake("matches").out


def test_yes_to_a_near_miss_makes_the_seed_looser_and_its_number_suffices(storywake: Storywake, trail: Path) -> None:
    number = names(storywake)["near miss"].rpartition("-")[2]
    assert "a score of 0.50 rises to 0." in storywake("feedback", number, "YES").out
    assert "By your answers a score of 0.50 rises to 0." in storywake("seeds", "show", "minerals-deal").out


@pytest.mark.parametrize("name", ["no-such-match", "deal-999", "wrong-words-1", "1; DROP TABLE matches", "9" * 40])
def test_an_unknown_match_is_one_line(storywake: Storywake, trail: Path, name: str) -> None:
    ended = storywake("feedback", name, "no")
    assert (ended.code, ended.out) == (2, "")
    assert only_line(ended).startswith(f"storywake: no match is called {name!r}")


def test_other_answers_than_yes_no_and_undo_are_refused(storywake: Storywake, trail: Path) -> None:
    ended = storywake("feedback", names(storywake)["follow-up"], "maybe")
    assert (ended.code, only_line(ended)) == (2, "storywake: 'maybe' is not an answer: use yes, no or undo")
