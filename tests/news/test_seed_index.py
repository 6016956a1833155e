"""Many seeds at once: the index says of each what it would say of it alone, and misses nothing that counts."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from news import (
    WEIGHTS,
    Annotation,
    Answered,
    Article,
    Background,
    Followed,
    Glance,
    Lessons,
    Mention,
    Phrase,
    Profile,
    Seed,
    SeedIndex,
    Trail,
    Verdict,
    compare,
    make_profile,
    match_followed,
    threshold_of,
    weigh,
)
from news.matching import BIAS, NEAR_MISS, to_logit
from news.packed_values import AT_HAND, Shelf
from news.word_likeness import Postings, Wording, WordingIndex, compare_wording

START = datetime(2025, 3, 1, tzinfo=UTC)
NAMES = (
    "Volodymyr Zelenskyy",
    "Donald Trump",
    "Ukraine",
    "Reykjavik Council",
    "Maria Lopez",
    "Zoë O'Brien-Müller",
    "US",
)
PLACES = {"Ukraine", "US"}
PHRASES = ("mineral deal", "security guarantee", "ceasefire", "school meal", "bus timetable", "row of 3 December")
WORDS = ("sign", "refuse", "meet", "warn", "vote", "repair", "storm", "goal")
BACKGROUND = Background({"trump": 0.1, "ukraine": 0.05, "meet": 0.1, "deal": 0.08, "sign": 0.2})

Told = list[tuple[str, str, str]]
stories = st.lists(
    st.tuples(st.sampled_from(NAMES), st.sampled_from(PHRASES), st.sampled_from(WORDS)), min_size=1, max_size=8
)


def read(told: Told, days: int = 0) -> Profile:
    """What a model finds in sentences such as "Ukraine will sign the ceasefire."."""
    texts = tuple(f"{name} will {word} the {phrase}." for name, phrase, word in told)
    mentions = tuple(Mention(name, "place" if name in PLACES else "person", n) for n, (name, _, _) in enumerate(told))
    phrases = tuple(Phrase(phrase, n, phrase) for n, (_, phrase, _) in enumerate(told))
    meaning = np.array([1.0 + len(told), *(hash_of(word) for _, _, word in told[:3]), 0.0, 0.0, 0.0])[:4]
    return make_profile(
        Annotation(texts, mentions, phrases),
        tuple(meaning / np.linalg.norm(meaning)),
        published=START + timedelta(days=days),
    )


def hash_of(word: str) -> float:
    return float(WORDS.index(word))


def write(told: Told, days: int = 0) -> Article:
    text = "\n".join(f"{name} will {word} the {phrase}." for name, phrase, word in told)
    return Article("https://example.org/a", "", text, "Example", START + timedelta(days=days))


def follow(number: int, told: Told, trail: list[Told]) -> Followed:
    seed = Seed(f"s{number}", "", write(told).text, "", START)
    weighed = weigh(read(told), BACKGROUND)
    articles = [weigh(read(one), BACKGROUND).wording for one in trail]
    return Followed(seed, weighed, Trail(weighed.wording, articles), tuple("headline" for _ in trail))


@given(
    st.lists(st.tuples(stories, st.lists(stories, max_size=2)), min_size=1, max_size=6), stories, st.integers(0, 900)
)
@settings(max_examples=60, deadline=None)
def test_of_many_seeds_each_is_judged_as_if_it_were_the_only_one(
    told: list[tuple[Told, list[Told]]], other: Told, days: int
) -> None:
    followed = [follow(number, story, trail) for number, (story, trail) in enumerate(told)]
    seen = Glance(write(other, days), BACKGROUND)
    together = {one.number: one.margin for one in SeedIndex(BACKGROUND, followed).look(seen, slack=2.0)}
    alone = {number: SeedIndex(BACKGROUND, [one]).look(seen, slack=2.0) for number, one in enumerate(followed)}
    assert together.keys() == {number for number, chances in alone.items() if chances}
    for number, margin in together.items():
        assert alone[number][0].margin == pytest.approx(margin)


@given(
    stories,
    st.lists(stories, max_size=2),
    stories,
    st.integers(0, 900),
    st.lists(st.tuples(stories, st.floats(-9.2, 9.2), st.booleans()), max_size=4),
)
@settings(deadline=None)
def test_no_look_turns_away_what_the_full_comparison_would_keep(
    story: Told, trail: list[Told], other: Told, days: int, answers: list[tuple[Told, float, bool]]
) -> None:
    taught = Lessons([Answered(weigh(read(told), BACKGROUND).wording, excess, yes) for told, excess, yes in answers])
    one = replace(follow(0, story, trail), lessons=taught)
    article, profile = write(other, days), read(other, days)
    index = SeedIndex(BACKGROUND, [one])
    found = match_followed(one, article, weigh(profile, BACKGROUND))
    chances = index.look(Glance(article, BACKGROUND))
    if found.verdict is not Verdict.UNRELATED:
        assert chances
        assert index.narrow(chances, profile.meaning)
    for chance in chances:
        assert index.narrow([chance], profile.meaning) == [] or chance.margin >= 0


@given(stories, st.lists(stories, max_size=2), stories, st.integers(0, 900))
@settings(deadline=None)
def test_what_a_look_leaves_possible_is_never_less_than_what_the_comparison_finds(
    story: Told, trail: list[Told], other: Told, days: int
) -> None:
    one, article = follow(0, story, trail), write(other, days)
    parts = compare(one.weighed, weigh(read(other, days), BACKGROUND), one.trail, float(days))
    found = BIAS + sum(weight * parts[part] for part, weight in WEIGHTS.items())
    least = to_logit(threshold_of(one.seed) * NEAR_MISS)
    (chance,) = SeedIndex(BACKGROUND, [one]).look(Glance(article, BACKGROUND), slack=99.0)
    assert chance.margin >= found - least - 1e-3


gists = st.one_of(st.just(()), st.tuples(st.floats(0, 1), st.floats(0, 1)).filter(lambda one: one > (0.1, 0.1)))
languages = st.sampled_from(["en", "en", "de", "fr", "ja"])


def abroad(profile: Profile, language: str, vector: tuple[float, ...]) -> Profile:
    unit = np.array(vector) / np.linalg.norm(vector) if vector else np.zeros(0)
    return replace(profile, language=language, gist=tuple(unit.tolist()))


@given(
    stories,
    st.lists(st.tuples(stories, gists.filter(bool)), max_size=2),
    stories,
    st.tuples(languages, languages),
    st.tuples(gists, gists),
)
@settings(deadline=None)
def test_a_look_bounds_the_comparison_in_and_across_languages(
    story: Told, trail: list[tuple[Told, Any]], other: Told, spoken: tuple[str, str], encoded: tuple[Any, Any]
) -> None:
    one, article = follow(0, story, [told for told, _ in trail]), write(other)
    found_before = [abroad(read(told), "de", vector).gist for told, vector in trail]
    one = replace(
        one,
        weighed=weigh(abroad(read(story), spoken[0], encoded[0]), BACKGROUND),
        trail=Trail(one.weighed.wording, one.trail.articles, found_before),
    )
    profile = abroad(read(other), spoken[1], encoded[1])
    parts = compare(one.weighed, weigh(profile, BACKGROUND), one.trail)
    found = BIAS + sum(weight * parts[part] for part, weight in WEIGHTS.items())
    least, index = to_logit(threshold_of(one.seed) * NEAR_MISS), SeedIndex(BACKGROUND, [one])
    for gist in (profile.gist, None)[: 2 if profile.gist else 1]:  # what is not encoded yet will have a vector
        seen = Glance(article, BACKGROUND, gist)
        seen.language = spoken[1]
        chances = index.look(seen, slack=99.0)
        assert chances[0].margin >= found - least - 1e-3
        (narrowed,) = index.narrow([replace(chances[0], margin=99.0)], profile.meaning, spoken[1])
        assert chances[0].margin + narrowed.margin - 99.0 >= found - least - 1e-3


def test_answers_let_an_article_pass_as_far_as_they_shift_this_one() -> None:
    told, other = [(NAMES[0], PHRASES[0], WORDS[0])] * 3, [(NAMES[3], PHRASES[3], WORDS[3])]
    untaught = follow(0, told, [])
    taught = replace(untaught, lessons=Lessons([Answered(untaught.weighed.wording, -4.0, is_follow_up=True)]))
    seen = Glance(write(told), BACKGROUND)
    before, after = (SeedIndex(BACKGROUND, [one]).look(seen)[0].margin for one in (untaught, taught))
    assert after == pytest.approx(before + taught.lessons.shift(seen.wording))
    (skimmed,) = SeedIndex(BACKGROUND, [taught]).look(seen, is_skim=True)  # its words may not be the article's
    assert skimmed.margin == pytest.approx(before + taught.lessons.largest_shift)
    assert taught.lessons.shift(Glance(write(other), BACKGROUND).wording) < taught.lessons.largest_shift - 1.0
    assert not SeedIndex(BACKGROUND, [taught]).look(Glance(write(other), BACKGROUND))


def test_an_actor_counts_only_where_a_word_of_the_text_could_name_it() -> None:
    story: Told = [("Maria Lopez", "ceasefire", "sign")] * 3
    index = SeedIndex(BACKGROUND, [follow(0, story, [])])
    named, unnamed = write(story), replace(write(story), text=write(story).text.replace("Lopez", "Perez"))
    (near,) = index.look(Glance(named, BACKGROUND), slack=9.0)
    (far,) = index.look(Glance(unnamed, BACKGROUND), slack=9.0)
    assert far.margin < near.margin - 1.5


@pytest.mark.parametrize("spelling", ["US", "U.S.", "American", "the United States"])
def test_a_country_may_be_named_in_any_of_its_ways(spelling: str) -> None:
    index = SeedIndex(BACKGROUND, [follow(0, [("US", "ceasefire", "sign")], [])])
    with_it, without = (
        index.texts.actors.most(Glance(replace(write([]), text=text), BACKGROUND).naming)[0]
        for text in (f"Somebody {spelling} signed.", "Somebody of us signed.")
    )
    assert with_it == pytest.approx(1.0)
    assert without == 0.0


def test_an_index_takes_over_what_the_texts_alone_decide() -> None:
    story: Told = [("Maria Lopez", "ceasefire", "sign")]
    one = follow(0, story, [])
    first = SeedIndex(BACKGROUND, [one])
    later = SeedIndex(BACKGROUND, [replace(one, latest=START + timedelta(days=5))], first)
    assert later.texts is first.texts
    assert SeedIndex(BACKGROUND, [follow(0, [*story, ("US", "ceasefire", "warn")], [])], first).texts is not first.texts


@pytest.mark.parametrize("size", [0, 1, AT_HAND, AT_HAND + 1, AT_HAND + 50])
def test_a_shelf_gives_back_what_was_put_on_it(size: int) -> None:
    shelf = Shelf((number, f"value {number}") for number in range(size))
    assert len(shelf) == size
    assert list(shelf) == [(number, f"value {number}") for number in range(size)]
    assert bool(shelf.kept) == (0 < size <= AT_HAND)


vectors = st.dictionaries(st.sampled_from(WORDS), st.floats(0.01, 1.0), max_size=6)


@given(st.lists(vectors, max_size=6), vectors)
def test_postings_give_the_products_of_all_rows(rows: list[dict[str, float]], vector: dict[str, float]) -> None:
    postings = Postings()
    for row in rows:
        postings.add(row)
    products = postings.close().product(vector)
    assert products == pytest.approx([sum(row.get(w, 0.0) * v for w, v in vector.items()) for row in rows], rel=1e-5)
    shared = [word for word in vector if word in postings.places]
    found = postings.rows_with(np.array([postings.places[word] for word in shared], np.intp))
    assert sorted(found) == sorted(n for n, row in enumerate(rows) for word in shared if word in row)


@given(st.lists(stories, min_size=1, max_size=5), stories)
def test_an_index_of_wordings_compares_with_each_as_two_are_compared(told: list[Told], other: Told) -> None:
    wordings = [weigh(read(story), BACKGROUND).wording for story in told]
    one = weigh(read(other), BACKGROUND).wording
    found = np.array(WordingIndex(wordings).compare(one)).T
    wanted = [list(compare_wording(wording, one).values()) for wording in wordings]
    assert found == pytest.approx(np.array(wanted), abs=1e-3)


def test_a_wording_without_words_is_like_nothing() -> None:
    index = WordingIndex([Wording({}, {}, {}), weigh(read([("US", "ceasefire", "sign")]), BACKGROUND).wording])
    assert index.likeness(Wording({}, {}, {})).tolist() == [0.0, 0.0]
