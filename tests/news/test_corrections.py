"""Reports that correct or withdraw earlier ones, and articles that were edited."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from news import (
    Article,
    Correction,
    CorrectionKind,
    compare_versions,
    describe_correction,
    find_correction,
    without_mark,
)

NOON = datetime(2025, 3, 5, 12, tzinfo=UTC)
LEAD = "President Firefly of Freedonia signed the lithium treaty with Sylvania on Thursday, aides said."
DENIAL = "President Firefly of Freedonia did not sign the lithium treaty with Sylvania, aides said."
SIGNED = Article("https://wire.example/1", "Firefly signs lithium treaty", LEAD, "Wire", NOON)
OTHER = Article("https://wire.example/0", "Brakna border reopens for lorries", "Lorries crossed.", "Wire", NOON)


@pytest.mark.parametrize(
    ("headline", "text", "kind"),
    [
        ("CORRECTED: Firefly did not sign lithium treaty", DENIAL, "corrected"),
        ("CORRECTION - Firefly did not sign lithium treaty", DENIAL, "corrected"),
        ("(Corrected) Firefly did not sign lithium treaty", DENIAL, "corrected"),
        ("KORREKTUR: Firefly unterzeichnet lithium treaty nicht", DENIAL, "corrected"),
        ("Rectificatif : Firefly n’a pas signé le lithium treaty", DENIAL, "corrected"),
        ("CORRECCIÓN: Firefly no firmó el lithium treaty", DENIAL, "corrected"),
        ("Исправлено: Firefly не подписал lithium treaty", DENIAL, "corrected"),
        ("WITHDRAWN: Firefly signs lithium treaty", DENIAL, "withdrawn"),
        ("ZURÜCKGEZOGEN: Firefly unterzeichnet lithium treaty", DENIAL, "withdrawn"),
        ("RETIRÉ: Firefly signe le lithium treaty", DENIAL, "withdrawn"),
        ("RETIRADA: Firefly firma el lithium treaty", DENIAL, "withdrawn"),
        ("ОТОЗВАНО: Firefly lithium treaty", DENIAL, "withdrawn"),
        ("RETTIFICA - Firefly non ha firmato il lithium treaty", DENIAL, "corrected"),
        ("ERRATA: Firefly não assinou o lithium treaty", DENIAL, "corrected"),
        ("SPROSTOWANIE: Firefly nie podpisał lithium treaty", DENIAL, "corrected"),
        ("Rectificatie: Firefly tekende lithium treaty niet", DENIAL, "corrected"),
        ("ВИПРАВЛЕНО: Firefly не підписав lithium treaty", DENIAL, "corrected"),
        ("OPRAVA: Firefly lithium treaty nepodepsal", DENIAL, "corrected"),
        ("DÜZELTME: Firefly lithium treaty imzalamadı", DENIAL, "corrected"),
        ("Rättelse: Firefly skrev inte under lithium treaty", DENIAL, "corrected"),
        ("FE D’ERRADES: Firefly no va signar el lithium treaty", DENIAL, "corrected"),
        ("WYCOFANE: Firefly podpisuje lithium treaty", DENIAL, "withdrawn"),
        ("RITIRATA: Firefly firma il lithium treaty", DENIAL, "withdrawn"),
        (
            "Firefly: no treaty",
            f"{DENIAL}\nIn una precedente versione di questo articolo si diceva altro.",
            "corrected",
        ),
        ("Firefly: no treaty", f"{DENIAL}\nUma versão anterior deste texto dizia outra coisa.", "corrected"),
        ("Firefly: no treaty", f"{DENIAL}\nW pierwotnej wersji tekstu podaliśmy inaczej.", "corrected"),
        ("Firefly: no treaty", f"{DENIAL}\nIn een eerdere versie van dit artikel stond iets anders.", "corrected"),
        ("Firefly: no treaty", f"{DENIAL}\nУ попередній версії статті йшлося про інше.", "corrected"),
        ("Firefly: no treaty", f"{DENIAL}\nI en tidigare version av artikeln stod något annat.", "corrected"),
        ("Firefly did not sign treaty", f"{DENIAL}\nAn earlier version of this article said that he did.", "corrected"),
        ("Firefly: no treaty", f"{DENIAL}\nIn einer früheren Version dieses Artikels hieß es anders.", "corrected"),
        ("Firefly: no treaty", f"{DENIAL}\nUne version précédente de cet article disait autre chose.", "corrected"),
        ("Firefly: no treaty", f"{DENIAL}\nUna versión anterior de este artículo decía otra cosa.", "corrected"),
        ("Firefly: no treaty", f"{DENIAL}\nВ более ранней версии статьи говорилось иное.", "corrected"),
        ("Firefly: no treaty", f"This report has been withdrawn. {DENIAL}", "withdrawn"),
    ],
)
def test_a_report_says_in_many_languages_that_it_corrects_another(headline: str, text: str, kind: str) -> None:
    report = Article("https://wire.example/2", headline, text, "Wire", NOON + timedelta(hours=5))
    found = find_correction(report, [OTHER, SIGNED])
    assert found is not None
    assert (found[0], found[1].kind) == (1, CorrectionKind(kind))
    assert found[1].said in {SIGNED.title, LEAD}


@pytest.mark.parametrize(
    "headline", ["Correction officers strike in Brakna", "Corrected guidelines for mines", "Firefly retracts nothing"]
)
def test_a_report_about_corrections_is_none(headline: str) -> None:
    assert find_correction(replace(SIGNED, url="x", title=headline), [SIGNED]) is None


def test_a_note_below_a_report_corrects_no_report_of_another_outlet() -> None:
    note = "This article was amended to give the correct name of the street."
    report = Article(
        "https://courier.example/2", "Firefly signs lithium treaty at last", f"{DENIAL}\n{note}", "Courier", NOON
    )
    assert find_correction(report, [SIGNED]) is None
    assert find_correction(replace(report, outlet="Wire"), [SIGNED]) is not None
    assert find_correction(replace(report, text=f"{LEAD}\n{note}"), [SIGNED]) is not None  # its copy


def test_a_correction_of_a_report_that_is_not_of_the_story_or_comes_later_is_none() -> None:
    report = Article("https://wire.example/2", "CORRECTED: Firefly did not sign lithium treaty", DENIAL, "Wire", NOON)
    assert find_correction(report, [OTHER]) is None
    assert find_correction(report, [replace(SIGNED, published=NOON + timedelta(hours=1))]) is None


def test_the_headlines_are_compared_or_the_leads_if_they_are_the_same() -> None:
    report = Article("https://wire.example/2", f"CORRECTED: {SIGNED.title}", DENIAL, "Wire", NOON)
    found = find_correction(report, [SIGNED])
    assert found == (0, Correction(CorrectionKind.CORRECTED, LEAD, DENIAL))
    assert without_mark(report.title) == SIGNED.title


def test_an_edited_article_is_corrected_by_another_headline_or_a_note() -> None:
    renamed = replace(SIGNED, title="Firefly puts off the lithium treaty")
    assert compare_versions(SIGNED, renamed) == Correction(CorrectionKind.RETITLED, SIGNED.title, renamed.title)
    assert compare_versions(SIGNED, replace(SIGNED, title="Firefly Signs Lithium Treaty!")) is None
    assert compare_versions(SIGNED, replace(SIGNED, title=f"UPDATE 2 - {SIGNED.title}")) is None
    assert compare_versions(SIGNED, replace(SIGNED, text=f"{LEAD} Aides left at noon.")) is None
    withdrawn = compare_versions(SIGNED, replace(SIGNED, title=f"WITHDRAWN: {SIGNED.title}", text=DENIAL))
    assert withdrawn == Correction(CorrectionKind.WITHDRAWN, SIGNED.title, DENIAL)
    noted = replace(SIGNED, text=f"{DENIAL}\nAn earlier version of this article said that he signed.")
    assert compare_versions(SIGNED, noted) == Correction(CorrectionKind.CORRECTED, LEAD, DENIAL)
    assert compare_versions(noted, replace(noted, text=f"{noted.text} Aides left.")) is None


@pytest.mark.parametrize(
    ("said", "note"),
    [
        (LEAD, "The Wire wrongly reported on Thursday that Firefly signed the lithium treaty. He signed a letter."),
        (
            "Präsident Firefly hat am Donnerstag den Vertrag mit Sylvanien über vier Minen unterzeichnet.",
            "Früher hieß es hier fälschlich, der Vertrag mit Sylvanien gelte für vier Minen. Es sind 3.",
        ),
        (
            "Prezydent Firefly podpisał w czwartek umowę z Sylwanią o czterech kopalniach litu.",
            "Sprostowanie: podaliśmy, że Firefly podpisał umowę z Sylwanią o czterech kopalniach litu. Są trzy.",
        ),
        (
            "Giovedì il presidente Firefly ha firmato il trattato con la Sylvania su quattro miniere.",
            "Per errore abbiamo scritto che il trattato con la Sylvania riguarda quattro miniere. Sono tre.",
        ),
    ],
)
@pytest.mark.parametrize("mark", ["", "CORRECTED: "])
def test_a_note_is_quoted_whole_for_it_begins_with_the_error(said: str, note: str, mark: str) -> None:
    before = replace(SIGNED, text=f"Trentino came to Trantura before noon, by train and with his wife.\n{said}")
    after = replace(SIGNED, url="https://wire.example/2", title=f"{mark}{SIGNED.title}", text=f"{note}\nTrentino left.")
    assert describe_correction(CorrectionKind.CORRECTED, before, after) == Correction(
        CorrectionKind.CORRECTED, said, note
    )


def test_of_a_long_note_the_sentences_are_quoted_that_say_what_was_wrong() -> None:
    chatter = "The ministers met in Trantura and spoke about the border and the harbour for hours. " * 6
    note = "The Wire wrongly reported that Firefly signed the lithium treaty on Thursday. He signed a letter."
    found = describe_correction(
        CorrectionKind.CORRECTED, SIGNED, replace(SIGNED, text=f"{chatter}{note} {chatter}".strip())
    )
    assert found.says.startswith(note)
    assert len(found.says) <= 500


def test_what_was_changed_is_quoted_where_the_note_says_only_what_it_said_before() -> None:
    old, new = (f"Bei der Razzia in Brakna wurden {n} Häuser und ein Büro durchsucht." for n in ("drei", "zwei"))
    lead = "Die Polizei von Freedonien hat am Dienstag nach dem gestohlenen Vertrag gesucht."
    before = replace(SIGNED, text=f"{lead}\n{old}")
    note = "In einer früheren Version dieses Artikels war von drei Häusern die Rede."
    after = replace(before, text=f"{lead}\n{new}\n{note}")
    assert compare_versions(before, after) == Correction(CorrectionKind.CORRECTED, old, new)
