"""Sentences of texts in many languages, split by their punctuation."""

import pytest

from news import split_sentences


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        ("de", ["Der Vertrag vom 14. Februar gilt.", "Am 3. Verhandlungstag schwieg Trentino.", "Es waren 12.", "Die"]),
        ("de", ["Das Urteil der 5. Strafkammer kostet 3 Mio. Euro, z. B. für Dr. Ball.", "Danach schwieg er."]),
        ("de", ["1. Der Zug hält.", "Der II. Senat tagt, gez. Firefly."]),
        ("pl", ["Poinformował gen. Trentino.", "Stało się to o godz. 8 w 2. Pułku.", "W 2023 r. Firefly odszedł."]),
        ("pl", ["Pożar wybuchł 3 maja 2023 r. o świcie.", "Zginęło 5 tys. Frydonian.", "Kosztowało to 5 zł.", "Potem"]),
        ("cs", ["Uvedl to plk. Firefly.", "Stalo se to 21. března.", "Dne 21. 3. 2025 odešel.", "Dům č. 5 stojí."]),
        ("da", ["Det skete den 2. juli kl. 8 i Brakna.", "Dr. Ball rejste.", "Det kostede 5 kr. i alt."]),
        ("no", ["Han kom 17. mai.", "Adv. Firefly fikk ca. 20 svar."]),
        ("fi", ["Hän tuli 6. joulukuuta.", "Toim. Firefly sai esim. kirjeen."]),
        ("hr", ["Došao je 5. svibnja.", "Rekla je dr. Firefly.", "Otišla je."]),
        ("hu", ["Március 15. után jött.", "A 3. Zászlóalj elment.", "Dr. Firefly szólt."]),
        ("tr", ["Dava Brakna 5. Ağır Ceza Mahkemesi'nde görüldü.", "Av. Firefly konuştu.", "Bitti."]),
        ("fr", ["Elle a vu Mme. Firefly, selon l'art. 5 du code.", "À Brakna, tout est fini."]),
        ("es", ["Habló el Sr. Firefly.", "¿Por qué?", "—No sé —dijo la Dra. Ball—.", "Se fue."]),
        ("pt", ["Falou o Sr. Firefly.", "A av. Trentino fechou.", "Saiu às 8."]),
        ("it", ["Ha parlato l'avv. Firefly.", "Il dott. Ball tace.", "È finita."]),
        ("ru", ["Сообщил ген. Трентино.", "В 2023 г. Файрфлай ушёл.", "Погибли 5 тыс. сильванцев.", "Это всё."]),
        ("uk", ["Повідомив ген. Трентіно.", "Це було на вул. Лісовій.", "Потім він пішов."]),
        ("nl", ["Volgens mr. Firefly is het klaar.", "Hij betaalde ca. 20 euro."]),
        ("sv", ["Han kom kl. 8.", "Enligt adv. Firefly är det klart."]),
    ],
)
def test_an_abbreviation_or_an_ordinal_ends_no_sentence(language: str, sentences: list[str]) -> None:
    assert list(split_sentences(" ".join(sentences), language)) == sentences


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        ("fr", ["Elle a cédé.", "« Oui, j'ai signé. Je regrette. »", "Trentino se tait."]),
        ("fr", ["Elle a cédé.", "«\u00a0Oui. Non.\u00a0»", "Puis elle est partie."]),
        ("de", ["Er schwieg.", "„Wir gehen. Es ist spät“, sagte Ball.", "»Ja. Nein.«", "Sie ging."]),
        ("de", ["Sie sagte: „Wir gehen. Es ist spät.“", "„Nein.“", "Er schwieg."]),
        ("pl", ["Milczał.", "„Idziemy. Jest późno” – powiedział Ball.", "– Nie wiem – dodał.", "– Tak."]),
        ("es", ["Calló.", "«Vamos. Es tarde», dijo Ball.", "¿Y ahora?", "¡Nada!", "“Vamos. Es tarde”, dijo."]),
        ("sv", ["Hon teg.", "”Vi går. Det är sent”, sade Ball.", "– Nej.", "»Jo. Ja.»", "Slut."]),
        ("da", ["Han tav.", "»Vi går. Det er sent,« sagde Ball.", "»Nej.«", "Slut."]),
        ("it", ["Tace.", '"Andiamo. È tardi", dice Ball.', "«Sì.»", "È finita."]),
        ("ru", ["Он молчал.", "«Мы идём. Поздно», — сказал Болл.", "— Нет.", "Конец."]),
    ],
)
def test_a_quotation_begins_a_sentence_and_stays_whole(language: str, sentences: list[str]) -> None:
    assert list(split_sentences(" ".join(sentences), language)) == sentences


def test_a_quotation_that_is_too_long_or_never_ends_is_split() -> None:
    said = " ".join(["Wir haben den Vertrag mit Sylvanien heute unterzeichnet und gehen."] * 8)
    assert len(split_sentences(f"Er sagte: „{said}“", "de")) == 8
    assert len(split_sentences("Er sagte: „Wir gehen. Es ist spät. Kommt.", "de")) == 3


def test_the_marks_that_close_a_quotation_belong_to_it_in_english_too() -> None:
    assert split_sentences("“We go.” They went. “Why?” Nobody knew.") == (
        "“We go.”",
        "They went.",
        "“Why?”",
        "Nobody knew.",
    )


def test_the_language_is_found_by_the_words() -> None:
    text = "Der Präsident hat das Abkommen mit den Nachbarn am 3. Verhandlungstag nicht unterzeichnet. Er ging."
    assert len(split_sentences(text)) == 2
