"""The stream, against which reports are grouped, and the trail, along which a story is followed."""

from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from news import (
    Annotation,
    Article,
    Background,
    Evidence,
    Placed,
    Profile,
    Seed,
    SeedIndex,
    SeedSettings,
    Stream,
    Trail,
    Verdict,
    Wording,
    as_matrix,
    count_article,
    likeness,
    make_profile,
    match_followed,
    place,
    weigh,
    weigh_words,
)
from news.explanation import lead_on
from news.score_parts import SUBSTANTIAL
from news.stream import USUAL_CLOSENESS, scale
from news.trail import STEP, widest_ways
from news.word_likeness import WordCounts, WordingIndex

WORDS = "deal mineral sign quake rescue coast vote budget tariff storm harbour goal treaty envoy truce".split()
BACKGROUND = Background({word: 0.01 * number for number, word in enumerate(WORDS, 1)})
texts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=25).map(" ".join)
some_texts = st.lists(texts, min_size=1, max_size=8)
numbers = st.floats(0, 1, width=32)


def counts(text: str) -> WordCounts:
    return count_article("", text)


def stream_of(*told: str) -> Stream:
    return Stream(BACKGROUND, [counts(text) for text in told])


def placed(text: str, stream: Stream) -> Placed:
    return place(weigh_words(counts(text), stream.background), stream)


def worded(text: str) -> Wording:
    return weigh_words(counts(text), BACKGROUND)


@given(some_texts, texts)
def test_many_compared_at_once_are_as_alike_as_one_by_one(told: list[str], text: str) -> None:
    wordings = [weigh_words(counts(each), BACKGROUND) for each in told]
    own = weigh_words(counts(text), BACKGROUND)
    assert WordingIndex(wordings).likeness(own) == pytest.approx([likeness(own, each) for each in wordings], abs=1e-4)


def kinship(one: Placed, other: Placed) -> float:
    return float(scale(likeness(one.wording, other.wording), one.closeness, other.closeness))


@given(some_texts, texts, texts)
def test_kinship_is_symmetric_and_lies_between_0_and_1(told: list[str], one: str, other: str) -> None:
    stream = stream_of(*told)
    first, second = placed(one, stream), placed(other, stream)
    assert kinship(first, second) == pytest.approx(kinship(second, first))
    assert 0.0 <= kinship(first, second) <= 1.0


def test_without_a_stream_everything_has_the_usual_closeness() -> None:
    assert stream_of().closeness(weigh_words(counts("deal"), BACKGROUND)) == USUAL_CLOSENESS
    assert stream_of("").size == 0


def test_what_is_nearer_to_other_stories_is_less_akin_to_the_seed() -> None:
    seed, twin = "quake coast rescue envoy", "quake coast harbour storm goal"
    own_story = [f"quake harbour storm goal {word}" for word in ("vote", "truce", "budget", "deal", "sign") * 6]
    elsewhere = ["vote truce budget", "deal sign treaty"] * 15
    alone, crowded = stream_of(*elsewhere), stream_of(*own_story)
    assert crowded.closeness(placed(twin, crowded).wording) > alone.closeness(placed(twin, alone).wording) + 0.1
    assert kinship(placed(seed, crowded), placed(twin, crowded)) < kinship(placed(seed, alone), placed(twin, alone))


def test_copies_in_other_outlets_make_an_article_no_stranger() -> None:
    text = "deal mineral sign envoy truce"
    copied, alone = stream_of("vote budget", text, text, text, text, text), stream_of("vote budget")
    own = weigh_words(counts(text), copied.background)
    assert copied.closeness(own) == pytest.approx(alone.closeness(own), abs=0.1)


def test_what_everybody_writes_about_lately_is_common() -> None:
    stream = stream_of(*(f"tariff {word}" for word in WORDS for _ in range(5)))
    assert stream.background.rarity("tariff") < BACKGROUND.rarity("tariff")
    assert Stream(BACKGROUND).background.rarity("tariff") == BACKGROUND.rarity("tariff")


def test_the_trail_leads_to_a_later_stage_that_the_seed_does_not_name() -> None:
    seed, middle, late = (worded(text) for text in ("deal mineral sign", "mineral sign treaty", "treaty truce"))
    trail = Trail(seed, [middle])
    assert trail.nearness(late) > likeness(seed, late)
    assert trail.best_link(late) == 0
    assert Trail(seed).nearness(late) == pytest.approx(likeness(seed, late))
    assert Trail(seed).best_link(late) is None


def test_the_closest_vector_is_the_most_alike_of_those_known() -> None:
    trail = Trail(worded("deal"), [worded("deal"), worded("treaty"), worded("truce")], [(0.6, 0.8), (), (0.8, 0.6)])
    late = as_matrix([(1.0, 0.0), ()])
    assert trail.closest_gists(late).tolist() == pytest.approx([0.8, 0.0])
    assert Trail(worded("deal"), [worded("deal")]).closest_gists(late).tolist() == [0.0, 0.0]
    assert trail.closest_gists(as_matrix([()])).tolist() == [0.0]


@given(texts, st.lists(texts, max_size=4), some_texts)
def test_the_nearness_of_all_is_that_of_each(seed: str, found: list[str], others: list[str]) -> None:
    trail, articles = Trail(worded(seed), list(map(worded, found))), list(map(worded, others))
    alike, along = trail.nearness_of_all(WordingIndex(articles))
    assert alike == pytest.approx([likeness(worded(seed), one) for one in articles], abs=1e-6)
    assert along == pytest.approx([trail.nearness(one) for one in articles], abs=1e-6)


@given(some_texts, texts)
def test_a_trail_never_leads_away(told: list[str], text: str) -> None:
    seed, article, found = worded(told[0]), worded(text), [worded(each) for each in told[1:]]
    assert Trail(seed, found).nearness(article) >= likeness(seed, article) - 1e-6


@given(some_texts, some_texts, texts)
def test_another_follow_up_on_the_trail_never_lowers_a_nearness_and_their_order_does_not_matter(
    some: list[str], more: list[str], text: str
) -> None:
    seed, article = worded(some[0]), worded(text)
    found, all_found = [worded(each) for each in some[1:]], [worded(each) for each in [*more, *some[1:]]]
    nearness = Trail(seed, all_found).nearness(article)
    assert nearness >= Trail(seed, found).nearness(article) - 1e-6
    assert Trail(seed, all_found[::-1]).nearness(article) == pytest.approx(nearness)


@given(
    st.integers(1, 6).flatmap(lambda n: st.tuples(*(st.lists(numbers, min_size=n, max_size=n) for _ in range(n + 1))))
)
def test_no_way_is_wider_than_its_first_link_less_its_steps(rows: tuple[list[float], ...]) -> None:
    near, links = np.array(rows[0]), np.array(rows[1:])
    ways = widest_ways(near, links)
    assert (ways >= near).all()
    assert (ways <= np.maximum(near, near.max() - STEP)).all()


def test_the_article_that_the_trail_leads_over_is_named() -> None:
    def profile(*sentences: str) -> Profile:
        return make_profile(Annotation(sentences, (), ()))

    middle, late = "mineral deal sign coast treaty envoy", "sign coast treaty envoy rescue truce " * 3
    seed = Seed(
        "deal", "", "mineral deal sign coast" + " goal" * SUBSTANTIAL, settings=SeedSettings(sensitivity="high")
    )
    alone = SeedIndex.build([(seed, profile(seed.text))], BACKGROUND).followed[0]
    followed = replace(alone, trail=Trail(alone.weighed.wording, [worded(middle)]), headlines=("Treaty drawn up",))
    article = Article("https://example.org/late", "", late, "Example", datetime(2025, 3, 9, tzinfo=UTC))
    reached = match_followed(followed, article, weigh(profile(late), BACKGROUND))
    assert reached.score > match_followed(alone, article, weigh(profile(late), BACKGROUND)).score
    assert reached.verdict is not Verdict.UNRELATED
    assert reached.evidence.via == "Treaty drawn up"
    told = lead_on(Evidence(note="It shares Ukraine with the seed."), "Treaty drawn up")
    assert told.note == "It shares Ukraine with the seed; it continues “Treaty drawn up”."
    assert told.via == "Treaty drawn up"
