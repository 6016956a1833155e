"""First names of one person, and of two."""

import pytest

from news.lexicon.first_names import agree


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("mike", "michael"),
        ("w", "william"),
        ("bill", "william"),
        ("dick", "r"),
        ("iair", "yair"),
        ("ted", "theodore"),
        ("ted", "edward"),
    ],
)
def test_short_forms_initials_and_spellings_can_be_one_persons(one: str, other: str) -> None:
    assert agree(one, other)
    assert agree(other, one)


@pytest.mark.parametrize(("one", "other"), [("otto", "helena"), ("bill", "robert"), ("michelle", "barack"), ("a", "o")])
def test_other_first_names_are_two_peoples(one: str, other: str) -> None:
    assert not agree(one, other)
    assert not agree(other, one)
