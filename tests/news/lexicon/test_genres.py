"""Genres: what names itself background, and what speaks of today."""

import pytest

from news.lexicon.genres import find_figures, find_numbers, names_background, opens_as_question, speaks_of_today


@pytest.mark.parametrize(
    ("headline", "background", "question"),
    [
        ("Opinion: let the trams stand still", True, False),
        ("What we know about the tram strike", True, True),
        ("1994: the last time the trams stood still", False, True),
        ("Kommentar: Die Bahn steht", True, False),
        ("Ce que l’on sait de la grève", True, False),
        ("¿Por qué paran los tranvías?", False, True),
        ("The minerals deal, explained", True, False),
        ("The tram affair so far", True, False),
        ("Six weeks in the depot: a portrait of the crew", True, False),
        ("Six semaines au dépôt : chronique d'un conflit", True, False),
        ("Rückblick auf sechs Wochen Streik", True, False),
        ("Is the strike over?", False, True),
        ("Éditorial. Le tram, une affaire de tous", True, False),
        ("L’editoriale. Un tram chiamato vergogna", True, False),
        ("Was man über den Streik der Bahn wissen muss", True, True),
        ("Claves del paro: los turnos partidos", True, False),
        ("Cinco claves para seguir el juicio", True, False),
        ("Dix dates pour comprendre la grève", True, False),
        ("Chi era Rufus Firefly, il tranviere ucciso", True, True),
        ("Il commento: i tranvieri hanno ragione", True, False),
        ("Sciopero dei tram, cosa sappiamo finora", True, False),
        ("Un anno dopo il crollo, la miniera tace", True, False),
        ("Opinião: deixem parar os elétricos", True, False),
        ("Greve dos elétricos: perguntas e respostas", True, False),
        ("Komentarz: niech tramwaje stoją", True, False),
        ("Kim jest Rufus Firefly?", True, False),
        ("Rok po wybuchu kopalnia milczy", True, False),
        ("Kim Firefly meets the crews", False, False),
        ("Mit vierzig Beamten ins Depot", False, False),
        ("Waarom de trams stilstaan", False, True),
        ("Opinie: laat de trams stilstaan", True, False),
        ("Analys: därför står spårvagnarna stilla", True, False),
        ("Köşe yazısı: tramvaylar dursun", True, False),
        ("Что известно о забастовке", False, True),
        ("Взрыв на складе: что известно", False, False),
        ("Чому стоять трамваї", False, True),
        ("Proč tramvaje stojí", False, True),
        ("Judge blocks tram strike", False, False),
        ("El juez llama a dos testigos claves del caso", False, False),
        ("No comment. The mayor stays silent", False, False),
        ("Portret skradziony z muzeum w Braknie", False, False),
        ("La giudice blocca lo sciopero dei tram", False, False),
        ("Tweede verdachte van de roof aangehouden", False, False),
        ("High-profile poisoning case collapses", False, False),
        ("Opinion poll: strike costs the mayor her majority", False, False),
        ("Handwriting analysis clears the driver", False, False),
        ("Mayor declines to comment on the strike", False, False),
        ("Four charged so far", False, False),
        ("WHO sends teams as cholera breaks out", False, False),
        ("IS role in the attack ruled out", False, False),
        ("Will of the driver named as motive", False, False),
        ("2000 homes to be moved", False, False),
        ("Columnist charged with fraud", False, False),
        ("Whatever happens, crews will walk out", False, False),
        ("“A year after the flood”: a town remembers", True, False),
        ("20 Jahre nach dem Grubenunglück: die Witwen von Orrin", True, False),
        ("Un an après l'incendie, Lantelle se souvient", True, False),
        ("Diez años después, la mina sigue cerrada", True, False),
        ("Three weeks after the flood, the mayor resigns", False, False),
        ("The mayor resigns a year after the flood", False, False),
    ],
)
def test_a_headline_names_its_genre(headline: str, background: bool, question: bool) -> None:
    assert names_background(headline) is background
    assert opens_as_question(headline) is question


@pytest.mark.parametrize(
    "text",
    [
        "He left last night.",
        "Er ging gestern.",
        "Il est parti aujourd’hui.",
        "Salió ayer.",
        "È partito ieri.",
        "Odszedł wczoraj.",
        "Saiu hoje.",
        "Hij ging gisteren.",
        "Он ушёл вчера.",
    ],
)
def test_today_and_yesterday_are_known_in_many_languages(text: str) -> None:
    assert speaks_of_today(text)
    assert not speaks_of_today("He left in the year of the todays.")


def test_numbers_are_equal_in_digits_and_words() -> None:
    assert find_numbers("Eleven dead, 1,200 hurt") == find_numbers("11 dead, 1,200 hurt") == {"11", "1,200"}
    assert find_numbers("One man and a dog") == frozenset()
    assert find_numbers("Elf Tote, douze blessés, quince heridos") == {"11", "12", "15"}


@pytest.mark.parametrize(
    "text",
    [
        "Firefly resigned three days after the vote",
        "Two weeks later, Firefly is back",
        "After more than two weeks of talks",
        "It took parliament ten minutes",
        "at 18:20, at 7 p.m., at 6.30pm, um 18.30 Uhr",
        "for the 3rd time and the 21st century",
        "Rufus Firefly, 58, and Ann Teasdale, 49, came",
        "the 58-year-old ambassador, aged 58",
        "an F-16, Covid-19 and the G7",
        "zwei Tage später, nach drei Tagen Haft",
        "trois jours plus tard, il y a trois jours",
        "dos días después, hace tres días",
    ],
)
def test_a_time_a_span_since_an_event_an_age_and_a_model_are_no_figures(text: str) -> None:
    assert find_figures(text) == frozenset()


def test_what_is_counted_imposed_or_paid_is_a_figure() -> None:
    text = "Firefly, banned for four years, paid €14m to 31 owners in eight states, 2 of the 12 with a 30-day halt"
    assert find_figures(text) == {"4", "14", "31", "8", "2", "12", "30"}
