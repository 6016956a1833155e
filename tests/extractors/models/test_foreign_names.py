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
from tests.pipeline.reports_abroad import LOOK_ALIKES, REPORTS, TOO_ALIKE

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


@pytest.mark.parametrize(("language", "title", "text"), [*REPORTS, *LOOK_ALIKES, *TOO_ALIKE])
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


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("fr", "Il a cédé. « Oubliez tout », dit-il ; puis : Tout est dit – Personne ne parle.", set()),
        ("de", "„Wenige Terrassen“ stehen – Viele Gräben bleiben: Alle Gräben.", set()),
        ("es", "Lo dijo: «Sabemos poco». ¿Callaron? ¡Marcharon! “Volvemos ya”, dijo Ana Trentino.", {"Ana Trentino"}),
        ("pl", "Milczał: „Wracamy już”, a potem – Zostajemy tutaj, mówi Anna Trentino.", {"Anna Trentino"}),
        ("uk", "Він сказав: «Повертаємось додому», а Анна Трентіно мовчала.", {"Анна Трентіно"}),
        ("it", "La nave «Freedonia Star» è ferma, e così la «Trantura».", {"Freedonia Star", "Trantura"}),
    ],
)
def test_the_first_word_of_a_quotation_or_after_a_colon_is_no_name_for_its_capital(
    language: str, text: str, found: set[str]
) -> None:
    assert set(names(text, language)) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Es kostete Millionen Euro und 300 Dollar Bußgeld, dazu Liter Wasser und Prozent Rabatt.", set()),
        ("Nach zwei Monaten Untersuchungshaft kam er frei, Ende Juli, Montag Nachmittag.", set()),
        ("Drei Dutzend Beschäftigte und mehrere Hundert Anwohner klagten, meine Mandantin Angst zuerst.", set()),
        ("Gestern kam Anwalt Dr. Rufus Firefly mit Oberbürgermeisterin Trentino.", {"Rufus Firefly", "Trentino"}),
        ("Die Firma Brakna Tiefbau und der Fluss Trant in Freedonien.", {"Brakna Tiefbau", "Trant"}),
        ("Die Brakna-Affäre der FDP-Fraktion und Gerhard Richter.", {"Brakna", "FDP", "Gerhard Richter"}),
        ("Der Brakner Fraktionschef Rufus Firefly kam.", {"Rufus Firefly"}),
    ],
)
def test_german_nouns_beside_each_other_are_no_names(text: str, found: set[str]) -> None:
    assert set(names(text, "de")) == found


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("it", "TRANTURA, 12 OTT - Il sindaco di Brakna ha parlato.", {"Brakna"}),
        ("fr", "BRAKNA (Wire) – Le maire de Trantura a parlé.", {"Trantura"}),
        ("es", "BRAKNA, 3 NOV. (Wire).- El alcalde de Trantura habló.", {"Trantura"}),
        ("pl", "Mówi o tym PKWX z Trantury.", {"PKWX", "Trantury"}),
    ],
)
def test_a_dateline_names_nobody(language: str, text: str, found: set[str]) -> None:
    assert set(names(text, language)) == found


def test_titles_and_endings_behind_an_apostrophe_are_no_part_of_a_name() -> None:
    text = "Bu gemi dün Trantura'dan gelen Rufus Firefly'ın gemisi Sayın Anna Trentino'yu bekledi."
    assert set(names(text, "tr")) == {"Trantura", "Rufus Firefly", "Anna Trentino"}
    assert set(names("Hier, Me Anna Firefly et Mme Trentino ont plaidé.", "fr")) == {"Anna Firefly", "Trentino"}
    assert set(names("Wczoraj pomnik Kennedy'ego stał tam jeszcze.", "pl")) == {"Kennedy"}


def test_two_names_beside_each_other_are_parted_if_one_of_them_stands_alone() -> None:
    text = ["Burmistrz Brakny Rufus Firefly mówi o Braknie.", "Szef Trantury Rudi Ball milczy, bo Rudi Ball wie."]
    found = {mention.text for mention in find_names(text, "pl")}
    assert found >= {"Rufus Firefly", "Rudi Ball"}
    assert not any(" Rufus" in name or " Rudi" in name for name in found)


def test_a_first_word_that_the_text_has_in_lower_case_too_is_no_name() -> None:
    text = ["Ostatnio Brakna Firefly milczy.", "Ona ostatnio milczy."]
    assert {mention.text for mention in find_names(text, "pl")} == {"Brakna Firefly"}


def test_a_particle_with_a_capital_is_part_of_a_surname() -> None:
    assert set(names("Ieri il capitano Andrea Lo Firefly e Anna De Trentino tacevano.", "it")) == {
        "Andrea Lo Firefly",
        "Anna De Trentino",
    }
    assert set(names("Hier, Anna Le Firefly a dit : Le temps est venu, selon La", "fr")) == {"Anna Le Firefly"}
