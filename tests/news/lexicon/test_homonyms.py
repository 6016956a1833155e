"""Places that share a name: which of them a text means."""

import pytest

from news import Actor
from news.actors import same_actor
from news.lexicon.homonyms import find_region


@pytest.mark.parametrize(
    ("place", "text", "region"),
    [
        ("Georgia", "TBILISI - Georgia's parliament met on Monday.", "Georgia"),
        ("Georgia", "Georgia's Georgian Labour Party lost.", "Georgia"),
        ("Georgia", "ATLANTA - A judge in Georgia stopped the count.", "Georgia, US"),
        ("Georgia", "Georgia's voters were Georgians, the governor said.", ""),
        ("Georgia", "A court in Georgia dismissed the complaint.", ""),
        ("Georgia", "Georgia's team flew from Tbilisi to Atlanta.", ""),
        ("Birmingham", "The council of Birmingham asked the British government for money.", "United Kingdom"),
        ("Birmingham", "Birmingham's police chief went to Montgomery, Alabama.", "Alabama"),
        ("Cordoba", "Cordoba and Buenos Aires agreed on a railway.", "Argentina"),
        ("Tripoli", "Shots fell in Tripoli, Lebanon.", "Lebanon"),
        ("Tripoli", "Libyan ministers met in Tripoli.", "Libya"),
        ("Georgia", "...", ""),
        ("Georgia", "", ""),
        ("Lyon", "Paris and Lyon are in France.", ""),
    ],
)
def test_the_places_around_it_say_where_a_place_lies(place: str, text: str, region: str) -> None:
    assert find_region(place, [text]) == region


def test_two_places_of_one_name_are_two_actors_only_if_both_texts_say_where_they_lie() -> None:
    country, state = (Actor("Georgia", "place", region=region) for region in ("Georgia", "Georgia, US"))
    assert not same_actor(country, state)
    assert same_actor(country, Actor("Georgia", "place"))
    assert same_actor(country, country)
