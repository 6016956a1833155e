"""People meant by their office: who holds it by the text, and when the text leaves it open."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news import Actor, Annotation, Mention
from news.actors import actor_key, find_actors, same_actor
from news.lexicon.offices import Offices, find_offices


def read(*sentences: str, people: tuple[str, ...] = (), language: str = "en") -> Offices:
    """The offices of a text in which these people are named wherever their names stand."""
    mentions = tuple(
        Mention(name, "person", number) for number, text in enumerate(sentences) for name in people if name in text
    )
    return find_offices(Annotation(sentences, mentions, (), language=language))


def meant(found: Offices) -> list[tuple[str, int]]:
    return [(mention.text, mention.sentence) for mention in found.mentions]


@pytest.mark.parametrize(
    "introduction",
    [
        "Ukrainian President Volodymyr Zelenskyy arrived.",
        "Ukraine's president, Volodymyr Zelenskyy, arrived.",
        "Volodymyr Zelenskyy, the Ukrainian president, arrived.",
        "Volodymyr Zelenskyy, president of Ukraine, arrived.",
    ],
)
@pytest.mark.parametrize(
    "later", ["The Ukrainian president spoke.", "He met the president of Ukraine.", "The president's aides spoke."]
)
def test_an_office_without_a_name_is_who_the_text_gave_it_to(introduction: str, later: str) -> None:
    found = read(introduction, later, people=("Volodymyr Zelenskyy",))
    assert found.held == {"Volodymyr Zelenskyy": frozenset({"president of Ukraine"})}
    assert meant(found) == [("Volodymyr Zelenskyy", 1)]


def test_the_countries_tell_two_presidents_apart_and_without_one_neither_is_meant() -> None:
    first = "Ukrainian President Zelenskyy met President Trump."
    found = read(first, "The US president spoke.", "The president left.", people=("Zelenskyy", "Trump"))
    assert meant(found) == [("Trump", 1)]


@pytest.mark.parametrize(
    "other", ["The former Ukrainian president spoke.", "A Ukrainian president would.", "The next president of Ukraine."]
)
def test_who_is_not_in_office_is_not_its_holder(other: str) -> None:
    found = read("Ukrainian President Zelenskyy arrived.", other, people=("Zelenskyy",))
    assert meant(found) == []


def test_an_office_given_to_nobody_is_an_actor_that_a_text_with_the_name_can_be_compared_with() -> None:
    sentences = ("Ukrainian president ready to sign", "The Ukrainian president said so.")
    (unnamed,) = find_actors(Annotation(sentences, (), (), has_title=True, language="en"))
    assert (unnamed.name, unnamed.sentences) == ("president of Ukraine", (0, 1))
    named = Actor("Volodymyr Zelenskyy", "person", offices=("president of Ukraine",))
    assert same_actor(unnamed, named)
    assert same_actor(named, unnamed)
    assert not same_actor(unnamed, Actor("Ukraine", "place"))
    assert actor_key(unnamed) != actor_key(Actor("Ukraine", "place"))


def test_another_language_is_not_read_as_english() -> None:
    assert read("The Ukrainian president spoke.", language="de") == Offices()


@given(st.lists(st.text(max_size=80), max_size=5))
def test_any_text_is_read(sentences: list[str]) -> None:
    found = read(*sentences, people=tuple(text[:5] for text in sentences if text[:5].strip()))
    assert all(0 <= mention.sentence < len(sentences) for mention in found.mentions)
