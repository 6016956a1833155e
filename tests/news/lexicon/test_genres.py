"""Genres: what names itself background, and what speaks of today."""

import pytest

from news.lexicon.genres import find_numbers, names_background, opens_as_question, speaks_of_today


@pytest.mark.parametrize(
    ("headline", "background", "question"),
    [
        ("Opinion: let the trams stand still", True, False),
        ("What we know about the tram strike", True, True),
        ("1994: the last time the trams stood still", False, True),
        ("Kommentar: Die Bahn steht", True, False),
        ("Ce que l’on sait de la grève", True, False),
        ("¿Por qué paran los tranvías?", False, True),
        ("The minerals deal, explained", True, False),
        ("The tram affair so far", True, False),
        ("Six weeks in the depot: a portrait of the crew", True, False),
        ("Six semaines au dépôt : chronique d'un conflit", True, False),
        ("Rückblick auf sechs Wochen Streik", True, False),
        ("Is the strike over?", False, True),
        ("Judge blocks tram strike", False, False),
        ("High-profile poisoning case collapses", False, False),
        ("Opinion poll: strike costs the mayor her majority", False, False),
        ("Handwriting analysis clears the driver", False, False),
        ("Mayor declines to comment on the strike", False, False),
        ("Four charged so far", False, False),
        ("WHO sends teams as cholera breaks out", False, False),
        ("IS role in the attack ruled out", False, False),
        ("Will of the driver named as motive", False, False),
        ("2000 homes to be moved", False, False),
        ("Columnist charged with fraud", False, False),
        ("Whatever happens, crews will walk out", False, False),
        ("“A year after the flood”: a town remembers", True, False),
        ("20 Jahre nach dem Grubenunglück: die Witwen von Orrin", True, False),
        ("Un an après l'incendie, Lantelle se souvient", True, False),
        ("Diez años después, la mina sigue cerrada", True, False),
        ("Three weeks after the flood, the mayor resigns", False, False),
        ("The mayor resigns a year after the flood", False, False),
    ],
)
def test_a_headline_names_its_genre(headline: str, background: bool, question: bool) -> None:
    assert names_background(headline) is background
    assert opens_as_question(headline) is question


@pytest.mark.parametrize(
    "text", ["He left last night.", "Er ging gestern.", "Il est parti aujourd’hui.", "Salió ayer."]
)
def test_today_and_yesterday_are_known_in_four_languages(text: str) -> None:
    assert speaks_of_today(text)
    assert not speaks_of_today("He left in the year of the todays.")


def test_numbers_are_equal_in_digits_and_words() -> None:
    assert find_numbers("Eleven dead, 1,200 hurt") == find_numbers("11 dead, 1,200 hurt") == {"11", "1,200"}
    assert find_numbers("One man and a dog") == frozenset()
    assert find_numbers("Elf Tote, douze blessés, quince heridos") == {"11", "12", "15"}
