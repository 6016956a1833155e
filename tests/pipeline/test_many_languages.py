"""A story reported in other languages than its seed's, through a whole pass. The people and countries are invented."""

from collections.abc import Callable, Sequence
from itertools import combinations
from typing import Any

import pytest

from extractors import encode_gists
from pipeline.watchlist import LEAD
from tests.pipeline.reports_abroad import (
    LOOK_ALIKES,
    NEXT_STAGE,
    NEXT_STAGE_ABROAD,
    OTHER_ARRESTS,
    REPORTS,
    TOO_ALIKE,
)
from tests.world import FOLLOW_UP, World


def publish(world: World, texts: Sequence[tuple[str, str, str]]) -> None:
    """One feed with these reports: language, headline and text."""
    entries = []
    for number, (language, title, text) in enumerate(texts):
        link = f"/{number}-{language}.html"
        world.web.page(link, title, " ".join(text.split()))
        entries.append({"title": title, "link": link})
    world.web.feed("/abroad.xml", entries)
    world.follow("/abroad.xml")


def test_reports_in_other_languages_are_found_and_other_reports_in_them_are_not(world: World) -> None:
    publish(world, [*REPORTS, *LOOK_ALIKES, *TOO_ALIKE])
    report = world.run()
    assert report.failures == ()
    assert {one.article.title for one in report.follow_ups} == {title for _, title, _ in [*REPORTS, *TOO_ALIKE]}
    bodies = "".join(mail.get_body(("plain",)).get_content() for mail in world.letterbox.mails)  # type: ignore[union-attr]
    assert ", in " in bodies


@pytest.mark.parametrize("english_first", [True, False])
def test_the_next_stage_is_found_abroad_by_the_report_of_it_in_the_language_of_the_story(
    world: World, english_first: bool
) -> None:
    abroad = [*NEXT_STAGE_ABROAD, *OTHER_ARRESTS]
    batches = [[("en", *NEXT_STAGE)], abroad] if english_first else [abroad, [("en", *NEXT_STAGE)]]
    found = list[set[str]]()
    for batch in batches:
        publish(world, batch)
        found.append({one.article.title for one in world.run().follow_ups})
        world.later(hours=1)
    told_abroad = {title for _, title, _ in NEXT_STAGE_ABROAD}
    assert found == ([{NEXT_STAGE[0]}, told_abroad] if english_first else [set(), {NEXT_STAGE[0]} | told_abroad])


def test_no_text_is_encoded_twice_and_none_where_all_is_in_english(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    encoded, original = list[str](), encode_gists

    def noting(texts: Sequence[tuple[str, str]]) -> Any:
        encoded.extend(title for title, _ in texts)
        return original(texts)

    monkeypatch.setattr("pipeline.gists.encode_gists", noting)
    world.publish()
    assert len(world.run().follow_ups) == 1
    assert encoded == []
    for batch in (NEXT_STAGE_ABROAD[:1], NEXT_STAGE_ABROAD[1:2], [("en", *NEXT_STAGE)]):
        world.later(hours=1)
        publish(world, batch)
        world.run()
    assert len(encoded) == len(set(encoded)) == 5  # two reports abroad, the two on the trail and the seed


def test_a_batch_that_cannot_be_encoded_is_compared_text_by_text(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(world, REPORTS[:3])
    original: Callable[..., Any] = encode_gists

    def fail_for_several(texts: Sequence[tuple[str, str]]) -> Any:
        if len(texts) > 1:
            raise RecursionError("a strange text")
        return original(texts)

    monkeypatch.setattr("pipeline.gists.encode_gists", fail_for_several)
    report = world.run()
    assert report.failures == ()
    assert {one.article.title for one in report.follow_ups} == {title for _, title, _ in REPORTS[:3]}


FAR_AWAY = (
    (
        "de",
        "Marzipanwerk in Brunkel backt die längste Torte des Landes",
        """Im Marzipanwerk von Brunkel haben vierzig Bäckerinnen und Bäcker am Wochenende eine Torte von zwölf Metern
        gebacken. Die Gäste des Stadtfestes aßen sie bis zum letzten Krümel auf. Das Rezept stammt aus einem Heft, das
        die Großmutter des Werkleiters auf dem Dachboden aufbewahrt hatte. Im nächsten Jahr soll die Torte noch länger
        werden, und die Füllung wird dann aus Pflaumen und Walnüssen bestehen.""",
    ),
    (
        "fr",
        "Le chœur de Vaubrune chante sous la pluie",
        """Malgré l'averse, les soixante choristes de Vaubrune ont chanté samedi soir devant le kiosque du parc. Le
        public, abrité sous des parapluies, a demandé trois rappels. La cheffe de chœur promet un nouveau programme pour
        l'automne, avec des airs anciens retrouvés dans les archives de la paroisse et quelques chansons de marins.""",
    ),
)


def test_reports_that_are_far_from_every_story_are_turned_away_by_their_leads_or_openings(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.watchlist.FEW", 0)  # as if many articles had been compared
    encoded, original = list[tuple[str, str]](), encode_gists

    def noting(texts: Sequence[tuple[str, str]]) -> Any:
        encoded.extend(texts)
        return original(texts)

    monkeypatch.setattr("pipeline.gists.encode_gists", noting)
    long = [(language, title, text * 5) for language, title, text in FAR_AWAY]  # short pages are not skimmed
    publish(world, [*REPORTS, *long])
    report = world.run()
    assert report.reading.turned_away == len(long)
    assert {one.article.title for one in report.follow_ups} == {title for _, title, _ in REPORTS}
    longest = {title: max(len(text) for headline, text in encoded if headline == title) for title, _ in encoded}
    by_its_lead, by_more = (longest[title] for _, title, _ in FAR_AWAY)
    assert by_its_lead == LEAD < by_more
    assert all(longest[title] > LEAD for _, title, text in REPORTS if len(" ".join(text.split())) > LEAD)


def test_a_report_whose_lead_cannot_be_encoded_with_others_is_encoded_by_itself(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("pipeline.watchlist.FEW", 0)
    sizes, original = list[int](), encode_gists

    def failing(texts: Sequence[tuple[str, str]]) -> Any:
        sizes.append(len(texts))
        if len(texts) > 1:
            raise ValueError("a strange text")
        return original(texts)

    monkeypatch.setattr("pipeline.gists.encode_gists", failing)
    publish(world, [(language, title, text * 5) for language, title, text in FAR_AWAY])
    report = world.run()
    assert report.reading.turned_away == len(FAR_AWAY)
    assert [size for size in sizes if size > 1] == [len(FAR_AWAY)]  # together at first
    assert "they are encoded one by one" in caplog.text


def test_no_report_that_may_concern_a_story_is_turned_away_by_its_lead(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.watchlist.FEW", 0)
    publish(world, [(language, title, text * 5) for language, title, text in REPORTS])
    reading = world.run().reading
    assert (reading.articles, reading.turned_away) == (len(REPORTS), 0)


TRANSLATIONS = (
    (
        "de",
        "Firefly schreibt Trentino: zurück zu den Gesprächen über Lithium",
        """Präsident Rufus Firefly von Freedonien schrieb Botschafter Trentino am Dienstag, dass er bereit sei, zu den
        Gesprächen über den Lithiumvertrag zurückzukehren. Trentino sagte, Sylvanien habe den Brief erhalten und werde
        sein Angebot eines Waffenstillstands erneuern, wenn Freedonien den Lithiumvertrag unterzeichne. Gloria Teasdale
        begrüßte den Brief. Firefly wiederholte, der Vertrag müsse Sicherheitsgarantien für Freedonien enthalten.""",
    ),
    (
        "fr",
        "Firefly écrit à Trentino : retour aux discussions sur le lithium",
        """Le président Rufus Firefly de Freedonia a écrit mardi à l'ambassadeur Trentino qu'il est prêt à revenir aux
        discussions sur le traité du lithium. Trentino a dit que Sylvania avait reçu la lettre et renouvellerait son
        offre de cessez-le-feu si Freedonia signait le traité du lithium. Gloria Teasdale a salué la lettre. Firefly a
        répété que le traité doit comporter des garanties de sécurité pour Freedonia.""",
    ),
    (
        "ja",
        "ファイアフライ大統領、トレンティーノ大使に書簡 リチウム交渉再開へ",
        """フリードニアのルーファス・ファイアフライ大統領は火曜日、トレンティーノ大使に書簡を送り、リチウム条約の交渉に戻る
        用意があると伝えた。トレンティーノ大使は、シルヴァニアは書簡を受け取り、フリードニアがリチウム条約に署名すれば
        停戦の提案を更新すると述べた。グロリア・ティーズデールは書簡を歓迎した。ファイアフライ大統領は、条約には
        フリードニアの安全保障が必要だと繰り返した。""",
    ),
)


SPOKEN = ("English", "French", "German", "Japanese")


def test_a_translation_is_a_retelling_and_the_mail_says_in_which_languages_it_stands(world: World) -> None:
    world.web.page("/letter.html", "Firefly writes to Trentino: back to lithium talks", FOLLOW_UP)
    world.web.feed(
        "/wire.xml", [{"title": "Firefly writes to Trentino: back to lithium talks", "link": "/letter.html"}]
    )
    for language, title, text in TRANSLATIONS:
        world.web.page(f"/{language}.html", title, " ".join(text.split()))
        world.web.feed(f"/{language}.xml", [{"title": title, "link": f"/{language}.html"}])
    world.follow("/wire.xml", *(f"/{language}.xml" for language, *_ in TRANSLATIONS))
    report = world.run()
    assert report.failures == ()
    assert len(report.follow_ups) == 4
    (mail,) = world.letterbox.mails
    for kind in ("plain", "html"):
        body = mail.get_body((kind,)).get_content()  # type: ignore[union-attr]
        # which of the four was compared first, and so opened the development, depends on the machine
        assert any(f"also in {', '.join(others[:2])} and {others[2]}" in body for others in combinations(SPOKEN, 3))
        assert "Update to" not in body
