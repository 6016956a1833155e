"""Who acts in a text: names mended and brought together."""

from dataclasses import replace

import pytest

from news import Actor, ActorKind, Annotation, Mention
from news.actors import actor_key, find_actors, fold_name, same_actor
from news.lexicon.places import find_country, find_place, short_name


def annotate(*mentions: tuple[str, ActorKind], title: bool = False) -> Annotation:
    """An annotation with one sentence a mention."""
    found = tuple(Mention(text, kind, number) for number, (text, kind) in enumerate(mentions))
    return Annotation(tuple(text for text, _ in mentions), found, (), has_title=title, language="en")


def names_of(annotation: Annotation) -> dict[str, tuple[str, ...]]:
    return {actor.name: actor.aliases for actor in find_actors(annotation)}


def test_a_surname_belongs_to_the_full_name_wherever_it_comes() -> None:
    found = names_of(annotate(("Zelenskyy", "person"), ("Volodymyr Zelenskyy", "person"), ("Zelenskyy's", "person")))
    assert found == {"Volodymyr Zelenskyy": ("Zelenskyy",)}


def test_most_mentions_say_what_kind_an_actor_is() -> None:
    (actor,) = find_actors(annotate(("Trump", "organisation"), ("Donald Trump", "person"), ("Trump", "person")))
    assert (actor.name, actor.kind) == ("Donald Trump", "person")


def test_a_people_an_adjective_and_short_forms_are_their_country() -> None:
    found = names_of(
        annotate(("US", "place"), ("America", "place"), ("Americans", "place"), ("the United States", "place"))
    )
    assert found == {"United States": ("America", "Americans", "US")}


def test_a_country_is_a_place_even_where_the_model_says_otherwise() -> None:
    (actor,) = find_actors(annotate(("Ukraine", "organisation"), ("Ukrainian", "person")))
    assert (actor.name, actor.kind) == ("Ukraine", "place")


@pytest.mark.parametrize("scrap", ["X.", "X", "’s", "42", "the", "a very long run of words no name has", "reuters"])
def test_scraps_are_no_names(scrap: str) -> None:
    assert find_actors(annotate((scrap, "person"))) == ()


def test_titles_are_no_part_of_a_name() -> None:
    assert names_of(annotate(("President Emmanuel Macron", "person"), ("Mr Macron", "person"))) == {
        "Emmanuel Macron": ("Macron",)
    }


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Rufus Firefly", "firefly"),
        ("Firefly", "firefly"),
        ("Rufus Firefly Jr.", "firefly jr"),
        ("Rufus T. Firefly III", "firefly iii"),
        ("Tim Wu", "tim wu"),
        ("Kim Jong Un", "jong un"),
        ("Han Duck-soo", "duck soo"),
        ("Ocasio-Cortez", "cortez"),
        ("Jr.", "jr"),
    ],
)
def test_a_person_is_known_by_the_end_of_the_name_that_says_who_it_is(name: str, key: str) -> None:
    assert actor_key(Actor(name, "person")) == key


def test_two_people_of_one_surname_stay_two() -> None:
    found = names_of(annotate(("Hunter Biden", "person"), ("Joe Biden", "person")))
    assert set(found) == {"Hunter Biden", "Joe Biden"}


def test_an_acronym_finds_the_words_it_is_made_of() -> None:
    found = names_of(annotate(("International Monetary Fund", "organisation"), ("IMF", "organisation")))
    assert found == {"International Monetary Fund": ("IMF",)}


def test_a_headline_in_capitals_makes_no_names_that_the_text_does_not_know() -> None:
    mentions = (
        Mention("Bernie Sanders Meets", "person", 0),
        Mention("Defeat Donald Trump", "person", 0),
        Mention("Plane Crash", "place", 0),
        Mention("Bernie Sanders", "person", 1),
        Mention("Donald Trump", "person", 2),
    )
    headline = "Bernie Sanders Meets Allies And Pledges To Defeat Donald Trump After Plane Crash"
    text = Annotation((headline, "Bernie Sanders spoke.", "Donald Trump did not."), mentions, (), has_title=True)
    assert set(names_of(text)) == {"Bernie Sanders", "Donald Trump"}


def test_a_headline_in_small_letters_may_name_what_the_text_does_not() -> None:
    mentions = (Mention("Jeddah Forum", "organisation", 0), Mention("Donald Trump", "person", 1))
    text = Annotation(("Talks at the Jeddah Forum go on", "Donald Trump spoke."), mentions, (), has_title=True)
    assert set(names_of(text)) == {"Jeddah Forum", "Donald Trump"}


def test_a_place_in_the_name_of_a_thing_is_not_that_thing() -> None:
    found = names_of(annotate(("Wilmington Hospital", "organisation"), ("Wilmington", "place")))
    assert set(found) == {"Wilmington Hospital", "Wilmington"}


@pytest.mark.parametrize(
    ("whole", "part", "kind"),
    [
        ("Port Sylvan Transit Commission", "Port Sylvan", "place"),
        ("Lake Fredville Networks", "Lake Fredville", "place"),
        ("Friends of Teasdale Meadow", "Teasdale Meadow", "place"),
        ("Friends of Teasdale Meadow", "Teasdale Meadow", "organisation"),
    ],
)
def test_a_place_of_two_words_in_the_name_of_an_organisation_is_not_that_organisation(
    whole: str, part: str, kind: ActorKind
) -> None:
    assert set(names_of(annotate((whole, "organisation"), (part, kind)))) == {whole, part}


@pytest.mark.parametrize("part", ["Sylvan Transit Commission", "Transit Commission", "Port Sylvan Transit"])
def test_an_organisation_is_known_by_a_part_of_its_name(part: str) -> None:
    whole = "Port Sylvan Transit Commission"
    assert names_of(annotate((whole, "organisation"), (part, "organisation"))) == {whole: (part,)}


def test_one_of_a_group_and_many_are_the_same_group() -> None:
    assert names_of(annotate(("Republicans", "place"), ("Republican", "place"))) == {"Republicans": ("Republican",)}


def test_who_is_named_often_and_early_weighs_most() -> None:
    actors = find_actors(
        annotate(("Keir Starmer", "person"), ("Keir Starmer", "person"), ("Paris", "place"), ("Starmer", "person"))
    )
    assert [actor.name for actor in actors] == ["Keir Starmer", "Paris"]
    assert actors[0].weight == 1.0 > actors[1].weight > 0.0


@pytest.mark.parametrize("spelling", ["Zelenskyy", "Zelensky", "Zelenskiy", "Zelenskij", "ZELENSKYY", "Zelens’kyy"])
def test_one_key_for_the_romanised_spellings_of_a_name(spelling: str) -> None:
    assert fold_name(spelling).replace(" ", "") == "zelensky"


def person(name: str, *aliases: str) -> Actor:
    return Actor(name, "person", aliases)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (person("Volodymyr Zelenskyy", "Zelenskyy"), person("Zelensky"), True),
        (person("Joe Biden"), person("Hunter Biden"), False),
        (person("JD Vance"), person("J.D. Vance", "Vance"), True),
        (Actor("European Central Bank", "organisation"), Actor("ECB", "organisation"), True),
        (Actor("US Congress", "organisation"), Actor("Congress", "organisation"), True),
        (Actor("Washington", "place"), person("Denzel Washington"), False),
        (Actor("Ukraine", "place"), Actor("Russia", "place"), False),
    ],
)
def test_two_texts_speak_of_the_same_actor(one: Actor, other: Actor, same: bool) -> None:
    assert same_actor(one, other) is same
    assert same_actor(other, one) is same


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("Ukrainians", "Ukraine"),
        ("the US", "United States"),
        ("us", ""),
        ("Swiss", "Switzerland"),
        ("Kiev", "Kyiv"),
        ("Atlantis", ""),
    ],
)
def test_places_are_found_by_every_name(name: str, place: str) -> None:
    assert find_place(name) == place


def test_a_city_is_no_country() -> None:
    assert find_country("Kyiv") == ""
    assert short_name("United States") == "US"


@pytest.mark.parametrize(
    ("language", "names", "expected"),
    [
        ("pl", ["Dolna Trant Rufus Firefly", "Trant", "Firefly"], {"Dolna Trant Rufus Firefly", "Trant"}),
        ("fr", ["Pastille Braknax", "Pastille"], {"Pastille Braknax", "Pastille"}),
        ("it", ["Andrea Lo Firefly", "Andrea", "Lo Firefly", "Firefly"], {"Andrea Lo Firefly", "Andrea"}),
        ("hu", ["Firefly Rufus", "Firefly", "Rufus"], {"Firefly Rufus", "Rufus"}),
        ("en", ["Rufus Firefly", "Rufus"], {"Rufus Firefly"}),
    ],
)
def test_only_the_surname_is_short_for_a_name_where_no_model_tells_what_is_a_person(
    language: str, names: list[str], expected: set[str]
) -> None:
    annotation = replace(annotate(*((name, "person") for name in names)), language=language)
    assert set(names_of(annotation)) == expected
