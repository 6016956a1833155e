"""What a user says matters more or less: factors on actors, topics and words, and what they do to scores."""

from datetime import UTC, datetime

import pytest

from news import (
    LESS,
    MORE,
    Annotation,
    Article,
    Background,
    Emphasis,
    Followed,
    Glance,
    Mention,
    Phrase,
    Profile,
    Seed,
    SeedIndex,
    SeedSettings,
    Trail,
    emphasise,
    factor_of,
    find_unknown,
    make_profile,
    match,
    shape_profile,
    shaping,
    weigh,
)

START = datetime(2025, 3, 1, tzinfo=UTC)
BACKGROUND = Background({"meet": 0.1, "sign": 0.2})
Sentence = tuple[str, str, str]
STORY: list[Sentence] = [
    ("Maria Lopez", "mineral deal", "sign"),
    ("Reykjavik Council", "school meal", "warn"),
    ("Ukraine", "security guarantee", "meet"),
]


def told(sentences: list[Sentence]) -> tuple[str, Profile]:
    texts = tuple(f"{name} will {word} the {phrase}." for name, phrase, word in sentences)
    mentions = tuple(Mention(name, "person", number) for number, (name, _, _) in enumerate(sentences))
    phrases = tuple(Phrase(phrase, number, phrase) for number, (_, phrase, _) in enumerate(sentences))
    return "\n".join(texts), make_profile(Annotation(texts, mentions, phrases), published=START)


def score(sentences: list[Sentence], **settings: tuple[str, ...]) -> float:
    """The score of a report made of these sentences for the story, with these settings."""
    seed_text, profile = told(STORY)
    text, other = told(sentences)
    seed = Seed("deal", "", seed_text, "", START)
    shaped = shape_profile(profile, SeedSettings(**settings))  # type: ignore[arg-type]
    return match(seed, shaped, Article("https://news.example/a", "", text, "", START), other, BACKGROUND).score


@pytest.mark.parametrize("name", ["Maria Lopez", "maria lopez", "mineral deal"])
def test_what_matters_more_raises_reports_about_it_and_lowers_the_others(name: str) -> None:
    about, beside = STORY[:1] * 3, STORY[1:2] * 3
    assert score(about, more=(name,)) > score(about) > score(about, less=(name,)) > score(about, leave_out=(name,)) - 1
    assert score(beside, more=(name,)) < score(beside) < score(beside, less=(name,))


def test_factors_lie_on_names_and_their_words_and_salience_stays_what_the_text_says() -> None:
    _, profile = told(STORY)
    shaped = emphasise(profile, ("Maria Lopez",), ("mineral deal",))
    assert (shaped.actors, shaped.topics, shaped.words) == (profile.actors, profile.topics, profile.words)
    assert shaped.emphasis == Emphasis(
        {"lopez": MORE, "mineral deal": LESS}, {"maria": MORE, "lopez": MORE, "mineral": LESS, "deal": LESS}
    )
    factors = {one.name: factor_of(shaped, one) for one in shaped.actors}
    factors |= {one.name: factor_of(shaped, one) for one in shaped.topics}
    assert {name: factor for name, factor in factors.items() if factor != 1} == {
        "Maria Lopez": MORE,
        "mineral deal": LESS,
    }
    before, after = weigh(profile, BACKGROUND), weigh(shaped, BACKGROUND)
    assert after.actors["lopez"] / after.actors["ukraine"] == pytest.approx(
        MORE * before.actors["lopez"] / before.actors["ukraine"]
    )
    assert sum(value**2 for value in after.wording.text.values()) == pytest.approx(1)
    assert after.wording.length == before.wording.length


def test_a_word_of_two_names_has_the_larger_factor() -> None:
    _, profile = told([("Ukraine", "mineral deal", "sign"), ("Ukraine", "trade deal", "sign")])
    shaped = emphasise(profile, ("trade deal",), ("mineral deal",))
    assert shaped.emphasis.words["deal"] == MORE


def test_other_names_do_nothing_and_are_named() -> None:
    _, profile = told(STORY)
    assert find_unknown(profile, ("Ukraine", "Atlantis", "mineral deal")) == ("Atlantis",)
    assert emphasise(profile, ("Atlantis",), ()).emphasis == Emphasis()
    assert emphasise(profile, (), ()) is profile


def test_every_setting_that_shapes_a_profile_is_among_those_that_tell_whether_it_changed() -> None:
    _, profile = told(STORY)
    for settings in (
        SeedSettings(more=("Ukraine",)),
        SeedSettings(less=("Ukraine",)),
        SeedSettings(leave_out=("Ukraine",)),
    ):
        assert shape_profile(profile, settings) != profile
        assert shaping(settings) != shaping(SeedSettings())
    assert shaping(SeedSettings(must_mention=("Ukraine",))) == shaping(SeedSettings())


@pytest.mark.parametrize("more", [("Maria Lopez",), ("mineral deal",), ("Ukraine", "school meal")])
def test_the_index_of_many_seeds_misses_nothing_that_emphasis_lets_in(more: tuple[str, ...]) -> None:
    seed_text, profile = told(STORY)
    seed = Seed("deal", "", seed_text, "", START)
    weighed = weigh(emphasise(profile, more, ()), BACKGROUND)
    index = SeedIndex(BACKGROUND, [Followed(seed, weighed, Trail(weighed.wording))])
    for sentences in (STORY[:1] * 3, STORY[1:] * 2, STORY):
        text, other = told(sentences)
        article = Article("https://news.example/a", "", text, "", START)
        found = match(seed, emphasise(profile, more, ()), article, other, BACKGROUND)
        assert found.verdict == "unrelated" or index.look(Glance(article, BACKGROUND))
