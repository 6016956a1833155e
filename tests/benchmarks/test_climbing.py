"""Weights by hill climbing, on two small corpora in which only some parts tell follow-ups from the rest."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from benchmarks.climbing import FREE, Story, climb, in_reach, worth
from benchmarks.corpora import Corpus, Task
from benchmarks.followed_tasks import compare_task, grow, survey
from benchmarks.measures import Floats
from news import BIAS, THRESHOLDS, WEIGHTS, Annotation, Article, Mention, make_profile, to_logit

START = datetime(2025, 3, 1, tzinfo=UTC)
CUT = to_logit(THRESHOLDS["normal"])
SHIPPED = np.array(list(WEIGHTS.values()))
# The look-alikes are about the same people; what they say is something else.
TOLD = (
    "Maria Lopez and the Reykjavik Council reject the harbour treaty on herring quota",
    "Maria Lopez asks the Reykjavik Council for a second vote on the herring quota in the harbour treaty",
    "Harbour treaty on herring quota goes to court, says the Reykjavik Council",
    "Maria Lopez paints the portrait of a football coach",
    "Skating champion honoured by the Reykjavik Council on Friday",
    "Storm closes motorway bridge in Lisbon for the third night this week",
)


def make_story(name: str) -> Story:
    articles = {
        f"{name}{number}": Article(f"https://example.org/{name}{number}", "", text, "", START + timedelta(days=number))
        for number, text in enumerate(TOLD)
    }
    actors = ("Maria Lopez", "Reykjavik Council")
    profiles = {
        number: make_profile(
            Annotation(
                (one.text,),
                tuple(Mention(actor, "person", 0) for actor in actors if actor in one.text),
                (),
                language="en",
            )
        )
        for number, one in articles.items()
    }
    seed, *others = articles
    task = Task(seed, tuple(others[:2]), tuple(others[2:4]), tuple(others[4:]))
    field = survey(Corpus(name, articles, (task,)), profiles)
    return in_reach(field, task, compare_task(field, task))


@pytest.fixture(scope="module")
def corpora() -> dict[str, list[Story]]:
    return {name: [make_story(name)] for name in ("one", "two")}


def test_climbing_leads_to_weights_that_tell_all_apart_and_always_to_the_same(corpora: dict[str, list[Story]]) -> None:
    weights, bias = climb(corpora, steps=60)
    again, same = climb(corpora, steps=60)
    assert bias == same
    assert weights.tolist() == again.tolist()
    assert worth(corpora, weights, bias) == 1.0
    assert (weights >= 0).all()


def test_only_the_free_weights_are_moved(corpora: dict[str, list[Story]]) -> None:
    weights, _ = climb(corpora, steps=20)
    kept = [part not in FREE for part in WEIGHTS]
    assert weights[kept].tolist() == SHIPPED[kept].tolist()


def test_a_story_in_reach_is_decided_as_the_whole_one_is() -> None:
    story = make_story("one")
    refused = np.array(story.compared.objected)

    def found(parts: Floats) -> list[bool]:
        return list((parts @ SHIPPED + BIAS >= CUT) & ~refused)

    parts = grow(story.field, story.task, story.compared, found)
    assert story.logits(SHIPPED, BIAS) == pytest.approx(parts @ SHIPPED + BIAS)
    assert set(story.task.pos) <= set(story.task.candidates())
