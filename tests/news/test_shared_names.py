"""Actors that two texts share although their keys differ: by a name in common, and in two languages by their sound."""

from dataclasses import replace

import pytest

from news import Actor, ActorKind, Annotation, Background, Mention, Profile, compare, make_profile, weigh
from news.shared_names import compare_actors, is_heard, sound_keys
from news.words import HEADLINE_WORDS

BACKGROUND = Background({})


def read(language: str, text: str, *actors: Actor) -> Profile:
    return Profile(actors, (), (text,), {}, {}, {}, language)


SEED = read("en", "", Actor("Rufus Firefly", "person"), Actor("Trentino", "person", weight=0.5), Actor("Peru", "place"))


def share(other: Profile) -> float:
    return compare_actors(weigh(SEED, BACKGROUND), weigh(other, BACKGROUND))


def test_the_more_names_are_heard_the_more_is_shared() -> None:
    none, one, two = (read("ar", text) for text in ("مرحبا", "قال ترينتينو", "فايرفلاي وترينتينو"))
    assert 0.0 == share(none) < share(one) < share(two) < 1.0
    assert share(read("ar", "فايرفلاي وترينتينو", Actor("Peru", "place"))) == pytest.approx(1.0)
    assert is_heard(SEED.actors[0], two, "en")
    assert not is_heard(SEED.actors[0], one, "en")


def test_it_makes_no_difference_which_of_the_two_is_without_capitals() -> None:
    other = read("ar", "فايرفلاي وترينتينو")
    assert compare_actors(weigh(other, BACKGROUND), weigh(SEED, BACKGROUND)) == share(other)


def test_a_recognised_name_in_another_case_is_the_seeds() -> None:
    assert share(read("uk", "", Actor("Файрфлая", "person"))) > 0.5
    assert share(read("uk", "", Actor("Гаврилюка", "person"))) == 0.0


def test_in_one_language_names_are_compared_by_their_spelling_alone() -> None:
    assert share(read("en", "", Actor("Fyrflay", "person"))) == 0.0
    assert share(read("en", "", Actor("Firefly", "person"))) > 0.5


@pytest.mark.parametrize("kind", ["person", "place", "organisation"])
def test_a_full_name_is_one_actor_whatever_the_model_takes_it_for(kind: ActorKind) -> None:
    assert share(read("en", "", Actor("Rufus Firefly", kind))) == share(
        read("en", "", Actor("Rufus Firefly", "person"))
    )
    assert share(read("en", "", Actor("Firefly Mines", kind, aliases=("Rufus Firefly",)))) > 0.5
    assert share(read("en", "", Actor("Rufus Trent", kind))) == 0.0
    both = read("en", "", Actor("Rufus Firefly", kind), Actor("Trentino", "person", weight=0.5), Actor("Peru", "place"))
    assert share(both) == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("full", "short"),
    [("Yoon Suk Yeol", "Yoon"), ("Firefly Mines", "Firefly"), ("Hungerdunger-Hungerdunger", "HH")],
)
@pytest.mark.parametrize("kind", ["person", "organisation"])
def test_who_is_known_by_a_short_name_is_the_one_of_the_long_name(full: str, short: str, kind: ActorKind) -> None:
    long, brief = read("en", "", Actor(full, kind, aliases=(short,))), read("en", "", Actor(short, kind))
    for one, other in ((long, brief), (brief, long)):
        assert compare_actors(weigh(one, BACKGROUND), weigh(other, BACKGROUND)) == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        ("Lee Jae-myung", "Lee Jun-seok", "person"),
        ("Senate Budget Committee", "Senate Finance Committee", "organisation"),
    ],
)
def test_two_long_names_are_two_actors_although_both_are_shortened_alike(one: str, other: str, kind: ActorKind) -> None:
    texts = [read("en", "", Actor(name, kind, aliases=(name.split()[0],))) for name in (one, other)]
    assert compare_actors(*(weigh(text, BACKGROUND) for text in texts)) == 0.0


FILLER = " ".join(f"word{number}" for number in range(80))
COMMON = Background({"peru": 0.001, "trentino": 0.2})


def told(text: str, *found: tuple[str, ActorKind], language: str = "en") -> Profile:
    """An article of a headline and text below, in which a model found these names alone."""
    mentions = tuple(Mention(name, kind, 1) for name, kind in found)
    return make_profile(Annotation(tuple(text.split("\n")), mentions, (), has_title=True, language=language))


def share_at_all(article: Profile) -> float:
    return compare(weigh(SEED, COMMON), weigh(article, COMMON))["actors"]


def test_a_name_that_the_model_missed_counts_and_the_more_the_earlier_it_stands() -> None:
    opening = " ".join(FILLER.split()[:HEADLINE_WORDS])
    missed = [f"Report\n{FILLER} on Firefly.", f"Report\n{opening} Firefly. {FILLER}", f"Firefly report\n{FILLER}"]
    shares = [share_at_all(told(text, ("Somebody", "person"))) for text in missed]
    found = share_at_all(told(f"Report\nOn Firefly. {FILLER}", ("Firefly", "person")))
    assert 0.0 < shares[0] < shares[1] < shares[2] < found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Report\nOn fireworks.", ()),
        ("Report\nThe Trentino valley.", ()),  # a common word is no name
        ("Report\nOn Ada Firefly.", (("Ada Firefly", "person"),)),  # somebody else
    ],
)
def test_what_only_looks_like_a_name_of_the_seed_is_none(text: str, found: tuple[tuple[str, ActorKind], ...]) -> None:
    assert share_at_all(told(text, *found)) == 0.0


def test_another_place_of_the_name_is_not_taken_for_a_name_missed() -> None:
    ours = Actor("Freedonia", "place", aliases=("Republic of Freedonia",), region="Ohio")
    theirs = Actor("Freedonia", "place", region="Texas")
    article = replace(told("Report\nFrom the republic: Freedonia."), actors=(theirs,))
    assert compare(weigh(read("en", "", ours), COMMON), weigh(article, COMMON))["actors"] == 0.0


def test_a_short_name_that_the_model_found_is_not_counted_again_as_missed() -> None:
    seed = weigh(read("en", "", Actor("Firefly Mines", "person", aliases=("Firefly",))), COMMON)
    article = weigh(told("Report\nOn Firefly and Chicolini.", ("Firefly", "person"), ("Chicolini", "person")), COMMON)
    assert compare(seed, article)["actors"] == compare_actors(seed, article)


def test_a_name_is_looked_for_in_texts_of_the_seeds_language_alone() -> None:
    assert share_at_all(told("Bericht\nüber Firefly.", language="de")) == 0.0


def test_an_organisation_of_several_words_is_not_looked_for_by_its_sound() -> None:
    assert sound_keys(read("en", "", Actor("Port Council", "organisation"))) == {}
