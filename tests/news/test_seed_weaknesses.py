"""Seeds that cannot be followed well."""

import pytest

from news import Actor, Profile, Seed, find_weaknesses

LONG = " ".join(f"Word{chr(97 + number % 26)}{chr(97 + number // 26)}" for number in range(60))


def test_a_seed_with_a_text_and_actors_has_no_weakness() -> None:
    profile = Profile(
        actors=(Actor("Rufus Firefly", "person"),), topics=(), sentences=(), words={}, lead_words={}, headline_words={}
    )
    assert find_weaknesses(Seed("treaty", "Firefly breaks off talks", LONG), profile) == ()


def test_a_seed_of_one_sentence_is_told_to_bring_the_article() -> None:
    (weakness,) = find_weaknesses(Seed("treaty", "", "The harbour festival opens on Friday with a concert."))
    assert weakness == "it has only 4 words to compare by: add the text of the article"


def test_a_seed_without_actors_is_told_so_once_its_profile_is_known() -> None:
    profile = Profile(actors=(), topics=(), sentences=(), words={}, lead_words={}, headline_words={})
    assert find_weaknesses(Seed("treaty", "", LONG)) == ()
    (weakness,) = find_weaknesses(Seed("treaty", "", LONG), profile)
    assert weakness.startswith("it names no person, organisation or place")


@pytest.mark.parametrize(
    ("language", "is_known"), [("en", True), ("uk", True), ("he", True), ("sv", True), ("yo", False), ("tk", False)]
)
def test_a_seed_in_a_language_without_vectors_is_told_what_is_missed(language: str, is_known: bool) -> None:
    people = (Actor("Rufus Firefly", "person"),)
    profile = Profile(people, topics=(), sentences=(), words={}, lead_words={}, headline_words={}, language=language)
    found = find_weaknesses(Seed("treaty", "", LONG), profile)
    assert [weakness for weakness in found if "no model here knows" in weakness] == list(found)
    assert bool(found) != is_known


@pytest.mark.parametrize("title", ["Talks in Geneva: live updates", "Friday briefing: talks, floods and a cup final"])
def test_a_seed_of_several_stories_is_told_to_take_one(title: str) -> None:
    (weakness,) = find_weaknesses(Seed("treaty", title, LONG))
    assert "several stories" in weakness
