"""Which stories were renamed."""

from dataclasses import replace

import pytest

from news import Seed, SeedSettings, find_moves

TREATY = Seed("treaty", "Treaty", "Firefly broke off talks.", "https://courier.example/talks?utm_source=x")
CUP = Seed("cup", "Cup", "The home side won.")
ACTIVE = {"treaty", "cup"}


def named(seed: Seed, name: str, **changes: object) -> Seed:
    return replace(seed, name=name, **changes)  # type: ignore[arg-type]


def test_nothing_has_moved_where_each_file_is_where_it_was() -> None:
    assert find_moves([TREATY, CUP], [TREATY, CUP], ACTIVE) == {}
    assert find_moves([TREATY, CUP], [named(TREATY, "treaty", text="Edited."), CUP], ACTIVE) == {}
    assert find_moves([TREATY], [TREATY, named(TREATY, "copy")], ACTIVE) == {}
    assert find_moves([TREATY, CUP], [CUP], ACTIVE) == {}


def test_a_file_that_is_gone_is_found_by_its_text_or_its_address() -> None:
    edited = named(TREATY, "lithium", text="Firefly wrote a letter.", url="https://courier.example/talks")
    assert find_moves([TREATY, CUP], [named(TREATY, "lithium"), CUP], ACTIVE) == {"treaty": "lithium"}
    assert find_moves([TREATY, CUP], [edited, CUP], ACTIVE) == {"treaty": "lithium"}
    assert find_moves([TREATY, CUP], [named(CUP, "lithium")], {"treaty"}) == {"cup": "lithium"}
    assert find_moves([TREATY], [edited], ()) == {}  # away before
    assert find_moves([TREATY], [named(TREATY, "lithium")], ACTIVE, unreadable={"treaty"}) == {}


def test_names_can_be_exchanged_and_passed_on() -> None:
    swapped = [named(TREATY, "cup"), named(CUP, "treaty")]
    assert find_moves([TREATY, CUP], swapped, ACTIVE) == {"treaty": "cup", "cup": "treaty"}
    passed_on = [named(TREATY, "cup"), named(CUP, "final")]
    assert find_moves([TREATY, CUP], passed_on, ACTIVE) == {"treaty": "cup", "cup": "final"}


@pytest.mark.parametrize("files", [[named(TREATY, "cup")], [named(TREATY, "cup"), Seed("new", "N", "n")]])
def test_no_seed_takes_the_name_of_another_that_keeps_it(files: list[Seed]) -> None:
    assert find_moves([TREATY, CUP], files, ACTIVE) == {}


def test_of_several_with_one_text_the_one_with_the_same_settings_moves_and_each_once() -> None:
    daily = named(TREATY, "daily", settings=SeedSettings(alerts="daily"))
    assert find_moves([TREATY, daily], [named(daily, "new")], ACTIVE) == {"daily": "new"}
    both = [named(TREATY, "one"), named(daily, "two")]
    assert find_moves([TREATY, daily], both, ACTIVE) == {"treaty": "one", "daily": "two"}
