"""Copies: what is the same text again, and what is a copy with something new in it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news import is_copy, is_same_story, is_same_text, shingles

ORIGINAL = (
    "WEXCOMBE, March 3 - Tram crews in Wexcombe will strike from Thursday, their union said on Monday. The crews want "
    "shorter nights and a second conductor on the late cars. The company said that it had offered both for the spring "
    "and that it would ask a judge to stop the strike. Some forty thousand people take the trams a day, most of them "
    "to the harbour and the university. The last strike in the town, nine years ago, lasted eleven days."
)
NEW_LEAD = (
    "A judge stopped the strike of Wexcombe's tram crews on Wednesday, an hour before it was to begin, and told both "
    "sides to meet again by the end of the month under the eyes of a mediator whom the town will name and pay for. "
)


def test_articles_at_one_address_are_one_story_by_their_headline_or_their_text() -> None:
    assert is_same_story("Talks end", "One text.", "TALKS END", "Another text.")
    assert not is_same_story("Talks end", "One text.", "Talks resume", "One text.")
    for untitled in ("", " "):
        assert not is_same_story(untitled, "One text.", "", "Another text.")
        assert is_same_story(untitled, "One  text.", "", "One text.")


def test_an_agency_copy_under_another_dateline_is_the_same_text() -> None:
    assert is_same_text(ORIGINAL.replace("WEXCOMBE, March 3 -", "(Wire)"), ORIGINAL)


def test_a_copy_that_was_cut_is_the_same_text() -> None:
    assert is_same_text(ORIGINAL[:300], ORIGINAL)


def test_a_report_with_a_lead_of_its_own_above_the_known_text_is_not() -> None:
    assert is_copy(shingles(NEW_LEAD + ORIGINAL), shingles(ORIGINAL))
    assert not is_same_text(NEW_LEAD + ORIGINAL, ORIGINAL)


@pytest.mark.parametrize("words", [25, 38])
def test_a_short_new_lead_above_a_long_known_text_is_not(words: int) -> None:
    lead = " ".join(NEW_LEAD.split()[:words])
    known = " ".join([ORIGINAL, *(f"Car {n} left the depot with {7 * n} people for stop {3 * n}." for n in range(60))])
    assert len(shingles(lead)) < 0.1 * len(shingles(known))
    assert not is_same_text(f"{lead} {known}", known)


def test_a_report_that_goes_on_where_the_known_text_ends_is_not() -> None:
    assert not is_same_text(f"{ORIGINAL} {NEW_LEAD}", ORIGINAL)


@given(st.text(max_size=40))
def test_a_text_too_short_to_judge_is_never_the_same(text: str) -> None:
    assert not is_same_text(text[:20], text)
