"""Texts in other languages: what of them an English text can share."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news import in_english, language_of
from news.actors import fold_name
from news.lexicon.glosses import find_abroad
from news.lexicon.languages import romanise
from news.lexicon.places import find_place


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Der Präsident hat das Abkommen mit den USA nicht unterzeichnet", "de"),
        ("El presidente de Ucrania dijo que no firma el acuerdo", "es"),
        ("Le président de la France a dit qu'il ne signe pas", "fr"),
        ("Президент сказал, что не подпишет соглашение, но готов к переговорам", "ru"),
        ("Президент сказав, що не підпише угоду, але готовий до переговорів", "uk"),
        ("The president of Ukraine will not sign the deal", "en"),
        ("Zelenskyy, Trump clash in Oval Office", "en"),
        ("Prezydent powiedział, że nie podpisze umowy, ale jest gotów do rozmów", "pl"),
        ("Prezident řekl, že dohodu nepodepíše, ale je připraven k jednání", "cs"),
        ("O presidente disse que não assina o acordo, mas está pronto para falar", "pt"),
        ("Il presidente ha detto che non firma l'accordo, ma è pronto a parlare", "it"),
        ("De president zei dat hij het akkoord niet tekent, maar wel wil praten", "nl"),
        ("Cumhurbaşkanı anlaşmayı imzalamayacağını ama görüşmeye hazır olduğunu söyledi ve bu çok önemli", "tr"),
        ("大統領は協定に署名する用意があると述べた", "ja"),
        ("总统表示准备签署协议", "zh"),
        ("الرئيس مستعد لتوقيع الاتفاق", "ar"),
        ("대통령은 협정에 서명할 준비가 되어 있다", "ko"),
        ("A kormány szerint az elnök holnap aláírja a szerződést", "hu"),
        ("Președintele spune că este gata să semneze acordul în această săptămână", "ro"),
        ("Præsidenten siger, at han er klar til at underskrive aftalen efter mødet", "da"),
        ("Presidentti sanoi olevansa valmis, mutta hallitus ei ole vielä päättänyt", "fi"),
        ("Presiden mengatakan bahwa dia siap untuk menandatangani perjanjian itu", "id"),
        ("Tổng thống nói ông đã sẵn sàng ký thỏa thuận với các nước láng giềng", "vi"),
        ("Predsjednik je rekao da je spreman potpisati sporazum nakon sastanka", "hr"),
        ("Prezident povedal, že je pripravený podpísať dohodu, keď sa vláda stretne", "sk"),
        ("Президентът каза, че е готов да подпише споразумението след срещата", "bg"),
        ("Председник је рекао да је спреман да потпише споразум после састанка", "sr"),
        ("Prezidentas sakė, kad yra pasirengęs pasirašyti sutartį po susitikimo", "lt"),
        ("Prezidents teica, ka ir gatavs parakstīt līgumu pēc tikšanās ar vēstnieku", "lv"),
        ("President ütles, et ta on valmis lepingule alla kirjutama pärast kohtumist", "et"),
        ("El president diu que està disposat a signar l'acord després de la reunió amb els ambaixadors", "ca"),
        ("ประธานาธิบดีพร้อมลงนาม", "th"),
        ("რუფუს ფაიერფლაი მზადაა", "ka"),
        ("রাষ্ট্রপতি চুক্তি স্বাক্ষর করতে প্রস্তুত", "bn"),
        ("U.S. jobless claims fall to another pandemic low", "en"),
        ("Zelenskyy (Зеленський) to meet the president", "en"),
        ("Oscar de la Renta", "en"),
        ("Los Angeles fire: El Segundo and La Jolla at risk, says the mayor of the city", "en"),
        ("", "en"),
    ],
)
def test_script_and_function_words_give_the_language(text: str, language: str) -> None:
    assert language_of(text) == language


@pytest.mark.parametrize(
    ("headline", "language"),
    [
        ("Predsednik Roruritanije se vrača v domovino", "sl"), ("Kaj je vlada pripravila za upokojence?", "sl"),
        ("Na hradě se sešli ministři kvůli záplavám", "cs"), ("Vláda už zítra rozhodne o nových daních", "cs"),
        ("Уряд Руританії підписав мирний договір", "uk"), ("Правительство Руритании подписало мирный договор", "ru"),
        ("O presidente vai às urnas com um novo partido", "pt"),
    ],
)  # fmt: skip
def test_headlines_of_neighbouring_languages_are_told_apart(headline: str, language: str) -> None:
    assert language_of(headline) == language


def test_an_english_text_stays_as_it_is() -> None:
    text = "Trump to meet Zelenskyy\n\nThe president said that he was ready. Die Zeit reported it."
    assert in_english(text) is text


def test_of_another_language_stay_names_numbers_and_the_words_of_news() -> None:
    text = "Selenskyj will Abkommen unterzeichnen\n"
    text += "Am 30. April hat die Ukraine das Rohstoffabkommen mit den USA gebilligt."
    headline, body = in_english(text).splitlines()
    assert headline == "Zelensky deal agreement sign signing"
    assert {"30", "Ukraine", "US", "mineral", "agreement"} <= set(body.replace("Us", "US").split())
    assert "gebilligt" in body  # it only stands for the length of the text
    assert "gebilligt" not in in_english(text, whole=False)


def test_a_german_compound_is_known_by_its_parts() -> None:
    assert "Waffenruhe" not in in_english(
        "Die Waffenruhe ist nach dem Gipfel nicht in Kraft, und das Grenzgebiet ist zu"
    )
    assert (
        in_english("Das ist ein Friedensabkommen und der Weg zu einem Ende von Not")
        == "peace deal agreement Weg Ende Not"
    )


@pytest.mark.parametrize(
    "name", ["Zelenskyy", "Zelenskiy", "Zelensky", "Selenskyj", "Зеленский", "Зеленського", "Зеленському"]
)
def test_one_man_has_one_key_however_he_is_spelled(name: str) -> None:
    assert fold_name(name) == "zelensky"


def test_names_that_only_look_alike_stay_apart() -> None:
    assert fold_name("Frances McDormand") == "frances mcdormand"
    assert fold_name("Lindsey") == "lindsey"


@pytest.mark.parametrize(
    ("word", "place"),
    [("Russland", "Russia"), ("Росії", "Russia"), ("estadounidense", "United States"), ("США", "United States"),
     ("allemand", "Germany"), ("Nordkorea", "North Korea"), ("EU", "European Union"), ("eu", ""), ("Haus", "")],
)  # fmt: skip
def test_countries_are_known_by_their_names_abroad(word: str, place: str) -> None:
    assert find_abroad(word) == place


@pytest.mark.parametrize(
    "word",
    """crime crimen crímenes catastrophe Katastrophe катастрофа каталог Cataluña catalán Katarzyna Catarina Francisco
    Франциск Franciszek Francesco Francis František даних даними дані суда судах камеру irán chine gaza chile polen
    Alemanno Schwedt Ukrainnen malta líbí šíří polní túnel soudain
    malaise schweigen Schwein maltrato Cameron Russell espansione irány liberi venger Романа Danes""".split(),
)
def test_a_word_that_only_begins_like_a_country_is_none(word: str) -> None:
    assert find_abroad(word) == ""


@pytest.mark.parametrize(
    ("word", "place"),
    [("Slovensko", "Slovakia"), ("slovenski", "Slovenia"), ("Griechen", "Greece"), ("francouzský", "France"),
     ("Франции", "France"), ("Данії", "Denmark"), ("Катаре", "Qatar"), ("Crimée", "Crimea"), ("Ливию", "Libya")],
)  # fmt: skip
def test_countries_are_known_in_their_cases(word: str, place: str) -> None:
    assert find_abroad(word) == place


def test_a_word_that_only_begins_like_one_of_the_glossary_is_not_translated() -> None:
    czech = "V úterý skončil sportovní turnaj mladých hráčů a na hřišti klubu se koná společná oslava."
    turkish = "Bu hafta sonu için bir karar daha var ve bu hafta çok önemli olacak, ama ne kadar?"
    assert "clash" not in in_english(czech)
    assert "prison" not in in_english(turkish)


def test_no_name_is_no_place() -> None:
    assert find_place("") == ""


@given(st.text(max_size=300))
def test_any_text_comes_through_and_a_second_time_changes_nothing_of_english(text: str) -> None:
    once = in_english(text)
    assert once == text or language_of(text) != "en"
    assert romanise(romanise("зеленский")) == "zelenskii"
