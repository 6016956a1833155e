"""What the words of a text could name: never less than what a language model could find in it."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news import Annotation, Article, Background, Glance, Mention, Profile, compare, make_profile, weigh
from news.actor_words import words_of_key, words_to_name
from news.lexicon.glosses import in_english
from news.model import ActorKind
from news.score_bounds import Actors

BACKGROUND = Background({"council": 0.02, "president": 0.2, "watch": 0.03, "harbour": 0.01})
NAMES: tuple[tuple[str, ActorKind], ...] = (
    ("Mara O'Dell", "person"),
    ("Dell", "person"),
    ("Zoë Brandt-Müller", "person"),
    ("Harbour Watch", "organisation"),
    ("Council of Elders", "organisation"),
    ("Elders", "place"),
    ("Ukraine", "place"),
    ("Ukrainians", "place"),
    ("U.S.", "place"),
    ("US", "place"),
    ("US Harbour Council", "organisation"),
    ("President of Ukraine", "organisation"),
    ("Torvald Lines", "organisation"),
    ("Torvald", "person"),
    ("TL", "organisation"),
    ("Torvald Line", "person"),
    ("Han Duck-soo", "person"),
    ("Duck-soo", "person"),
)
FORMS = (
    "{} spoke.",
    "The report of {}'s friends.",
    "It ended.{} spoke.",
    "({})",
    "{}-led talks.",
    "{}™ and 32{}",
    "The Ukrainian president met {}.",
    "Ukrainian President {} spoke.",
    "The US president, {}, spoke.",
)
sentences = st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(FORMS), st.booleans()), min_size=1, max_size=5)


def read(named: list[tuple[tuple[str, ActorKind], str, bool]]) -> Profile:
    """The profile of a text in which a model found some of the names."""
    texts = tuple(form.replace("{}", name) for (name, _), form, _ in named)
    mentions = tuple(
        Mention(name, kind, number) for number, ((name, kind), _, is_found) in enumerate(named) if is_found
    )
    return make_profile(Annotation(texts, mentions, (), language="en"))


def most(seed: Profile, text: str) -> float:
    actors = Actors()
    actors.add(weigh(seed, BACKGROUND), BACKGROUND)
    actors.close()
    return float(actors.most(Glance(article_of(text), BACKGROUND).naming)[0])


def article_of(text: str) -> Article:
    return Article("https://wire.example/1", "", text, "Wire", datetime(2025, 3, 1, tzinfo=UTC))


@given(sentences, sentences)
def test_words_allow_for_all_actors_that_a_model_may_find_or_miss(
    one: list[tuple[tuple[str, ActorKind], str, bool]], other: list[tuple[tuple[str, ActorKind], str, bool]]
) -> None:
    seed, article = read(one), read(other)
    shared = compare(weigh(seed, BACKGROUND), weigh(article, BACKGROUND))["actors"]
    assert most(seed, "\n".join(article.sentences)) >= shared - 1e-6


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("oconnor", "Mara O'Connor's lawyer"),
        ("oconnor", "Mara O’Connor"),
        ("torvald", "It ended.Torvald left."),
        ("korvex", "Korvex™ phones"),
        ("kx", "a 32KX model"),
        ("united states", "the U.S.-led talks"),
        ("united states", "Americans"),
        ("united kingdom", "the UK"),
        ("interior minister of the united kingdom", "Britain's home secretary"),
        ("president of ukraine", "the Ukrainian president"),
        ("ukraine", "Die Ukrainer warten auf die Antwort, aber sie kommt nicht."),
        ("zelensky", "Der Präsident Selenskyj ist nicht in der Stadt, aber er kommt."),
    ],
)
def test_a_name_is_found_in_all_its_forms(key: str, text: str) -> None:
    assert words_to_name(text, in_english(text)) >= {*words_of_key(key, BACKGROUND)}


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("harbour watch", "Watch the storm over the city."),
        ("republicans", "a republican senator"),
        ("united states", "those of us who car about the state"),
        ("president of ukraine", "the president of France"),
    ],
)
def test_a_name_needs_all_its_words(key: str, text: str) -> None:
    assert not words_to_name(text, text) >= {*words_of_key(key, BACKGROUND)}
