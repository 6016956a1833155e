"""Names found in other languages, and that no look misses what the comparison makes of them."""

from datetime import UTC, datetime

import pytest

from extractors.models.foreign_names import find_names
from news import (
    WEIGHTS,
    Annotation,
    Article,
    Background,
    Followed,
    Glance,
    Mention,
    Profile,
    Seed,
    SeedIndex,
    Trail,
    compare,
    language_of_article,
    make_profile,
    threshold_of,
    weigh,
)
from news.matching import BIAS, NEAR_MISS, to_logit
from news.profiles import without_outlet, without_site
from tests.pipeline.reports_abroad import LOOK_ALIKES, NEARLY, REPORTS

START = datetime(2025, 3, 1, tzinfo=UTC)
BACKGROUND = Background({})


def names(text: str, language: str) -> dict[str, str]:
    return {found.text: found.kind for found in find_names([text], language)}


def test_institutions_sites_and_initials_are_no_names() -> None:
    text = "Selon Monde.fr, la Justice et l'État ont saisi M. Delorme, du Sénat, et Anne Delorme hier."
    assert names(text, "fr") == {"Delorme": "person", "Anne Delorme": "person"}


def test_in_a_script_without_capitals_places_are_found() -> None:
    assert names("ウクライナと日本の首相が会談した", "ja") == {"Ukraine": "place", "Japan": "place"}


def test_the_outlet_is_no_actor_of_its_own_reports() -> None:
    read = profile("", "Hier, le Journal et Courrier Rural ont dit que Paul Delorme et Courrier Rural partent.", "fr")
    assert {one.name for one in read.actors} == {"Courrier Rural", "Paul Delorme"}
    assert {one.name for one in without_outlet(read, "Le Courrier rural").actors} == {"Paul Delorme"}


@pytest.mark.parametrize(
    "url",
    ["https://www.lecourrierrural.fr/a/1.html", "http://courrier-rural.example:8000/", "https://x.courrierrural.fr"],
)
def test_the_site_of_an_address_is_no_actor_either(url: str) -> None:
    read = profile("", "Hier, le Journal et Courrier Rural ont dit que Paul Delorme et Courrier Rural partent.", "fr")
    assert {one.name for one in without_site(read, url).actors} == {"Paul Delorme"}
    elsewhere = ("https://lemonde.example/courrier-rural/", "", "not an address", "https://[::1")
    assert all(without_site(read, other) == read for other in elsewhere)


@pytest.mark.parametrize(("language", "title", "text"), [*REPORTS, *LOOK_ALIKES, *NEARLY])
def test_no_look_in_another_language_says_less_than_the_comparison(language: str, title: str, text: str) -> None:
    seed = Seed("s", "", "Rufus Firefly of Freedonia meets Ambassador Trentino of Sylvania in Peru.", "", START)
    followed = weigh(profile("", seed.text, "en"), BACKGROUND)
    article = Article("https://example.org/a", title, " ".join(text.split()), "Example", START)
    read = profile(title, article.text, language_of_article(title, article.text))
    parts = compare(followed, weigh(read, BACKGROUND))
    assert language == "en" or parts["abroad"] == 1.0
    index = SeedIndex(BACKGROUND, [Followed(seed, followed, Trail(followed.wording))])
    (chance,) = index.look(Glance(article, BACKGROUND, (1.0,)), slack=99.0)
    found = BIAS + sum(weight * parts[part] for part, weight in WEIGHTS.items())
    assert chance.margin >= found - to_logit(threshold_of(seed) * NEAR_MISS) - 1e-3


def profile(title: str, text: str, language: str) -> Profile:
    sentences = (title, text) if title else (text,)
    people = [Mention(name, "person", 0) for name in ("Rufus Firefly", "Trentino")]
    places = [Mention(name, "place", 0) for name in ("Freedonia", "Sylvania", "Peru")]
    mentions = [*people, *places] if language == "en" else find_names(sentences, language)
    return make_profile(Annotation(sentences, tuple(mentions), (), bool(title), language), gist=(1.0,))
