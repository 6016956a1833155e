"""Figures on which outlets disagree."""

from news import find_disagreements

WIRE = ("Wire", "Blast in Brakna mine", "Twelve people died. Rescuers counted 12 dead and 30 injured by noon.")
COURIER = ("Courier", "At least 14 dead in Brakna mine", "The mine exploded on 5 March 2025 after 3 days of rain.")
HERALD = ("Herald", "Mine explodes", "Officials spoke of 12 dead in the mine. Rain fell for 5 days.")


def test_a_figure_is_shown_with_who_says_which() -> None:
    assert find_disagreements([WIRE, COURIER, HERALD]) == [
        (("12 dead", "Wire"), ("14 dead", "Courier"), ("12 dead", "Herald"))
    ]


def test_words_and_digits_are_one_figure_and_times_are_none() -> None:
    assert find_disagreements([WIRE, HERALD]) == []
    assert find_disagreements([WIRE, ("Gazette", "Twelve dead in mine", "Rain fell.")]) == []
    assert find_disagreements([]) == []
