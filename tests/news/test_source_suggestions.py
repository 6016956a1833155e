"""Suggesting feeds and searches for a story."""

from urllib.parse import parse_qs, urlsplit

from news import Actor, KnownFeed, Profile, Topic, make_searches, suggest_feeds
from news.source_suggestions import find_beats, find_places

FEEDS = (
    KnownFeed("https://world.example/", "World Today", "en", "World", "", "general"),
    KnownFeed("https://monde.example/", "Monde", "fr", "World", "", "general"),
    KnownFeed("https://kyiv.example/uk", "Dnipro News", "uk", "Eastern Europe", "Ukraine", "general"),
    KnownFeed("https://kyiv.example/en", "Kyiv Standard", "en", "Eastern Europe", "Ukraine", "general"),
    KnownFeed("https://east.example/", "East Report", "en", "Eastern Europe", "", "general"),
    KnownFeed("https://lima.example/", "Lima Diario", "es", "Latin America", "Peru", "general"),
    KnownFeed("https://law.example/", "Court Reporter", "en", "World", "", "law"),
    KnownFeed("https://lab.example/", "Lab Notes", "en", "World", "", "science"),
)


def profile(*actors: Actor, sentences: tuple[str, ...] = ("A deal was signed.",), language: str = "en") -> Profile:
    return Profile(actors, (Topic("minerals", 0.9),), sentences, {}, {}, {}, language)


UKRAINE = Actor("Ukraine", "place", (), 0.8)


def titles(of: Profile, **options: object) -> list[str]:
    return [one.feed.title for one in suggest_feeds(of, FEEDS, **options)]  # type: ignore[arg-type]


def test_outlets_of_the_place_come_first_those_in_its_language_before_others() -> None:
    assert titles(profile(UKRAINE)) == ["Dnipro News", "Kyiv Standard", "East Report", "World Today"]
    first = suggest_feeds(profile(UKRAINE), FEEDS)[0]
    assert first.reasons == ("from Ukraine, in Ukrainian",)


def test_places_come_from_cities_and_offices_too_and_passing_ones_do_not_count() -> None:
    president = Actor("Zelensky", "person", (), 1.0, offices=("president of Ukraine",))
    passing = Actor("Peru", "place", (), 0.1)
    assert find_places(profile(president, passing)) == {"Ukraine": 1.0}
    assert find_places(profile(Actor("Kyiv", "place"), Actor("Tehran", "place", (), 0.5))) == {
        "Ukraine": 1,
        "Iran": 0.5,
    }


def test_feeds_on_the_subject_are_suggested_and_those_on_others_are_not() -> None:
    trial = profile(sentences=("The court heard the witness.", "The judge adjourned.", "It rained."))
    assert find_beats(trial) == {"law": 2 / 3}
    assert titles(trial) == ["Court Reporter", "World Today"]
    assert suggest_feeds(trial, FEEDS)[0].reasons == ("on the subject: law",)


def test_listed_feeds_are_left_out_and_no_kind_takes_all_the_room() -> None:
    assert titles(profile(UKRAINE), listed={"https://kyiv.example/uk"}, most=2) == ["Kyiv Standard", "East Report"]
    many = [KnownFeed(f"https://{n}.example/", f"N{n}", "uk", "Eastern Europe", "Ukraine", "general") for n in range(9)]
    found = suggest_feeds(profile(UKRAINE), [*many, *FEEDS])
    assert [one.feed.language for one in found if one.feed.place == "Ukraine"] == ["uk", "uk", "uk", "en"]
    assert "World Today" in [one.feed.title for one in found]


def test_a_story_in_another_language_gets_world_news_in_it() -> None:
    assert titles(profile(language="fr")) == ["Monde"]


def test_searches_ask_for_the_heaviest_actors_and_the_topic() -> None:
    searches = make_searches(profile(Actor("EU", "organisation", (), 0.2), Actor("Ann Vale", "person"), UKRAINE))
    queries = [parse_qs(urlsplit(one.url).query) for one in searches]
    assert queries[0]["q"] == ['"Ann Vale" Ukraine minerals when:7d']
    assert queries[2]["query"] == ['"Ann Vale" Ukraine minerals']
    assert (queries[0]["ceid"], queries[2]["format"]) == (["US:en"], ["rss"])
    assert all(one.terms for one in searches)
    assert make_searches(profile()) == ()
