"""A story reported in other languages than its seed's, through a whole pass. The people and countries are invented."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from extractors import encode_gists
from tests.world import World

REPORTS = {
    "de": (
        "Freedonien und Sylvanien verhandeln wieder über Lithiumvertrag",
        """Präsident Rufus Firefly von Freedonien hat Botschafter Trentino von Sylvanien geschrieben, dass er zu den
        Gesprächen über den Lithiumvertrag zurückkehren will. Der Vertrag müsse Sicherheitsgarantien für Freedonien
        enthalten, wiederholte er. Ein Treffen in Genf wird vorbereitet, auch über die Einnahmen aus den Minen.""",
    ),
    "fr": (
        "Freedonia et Sylvania reprennent les discussions sur le traité du lithium",
        """Le président Rufus Firefly de Freedonia a écrit à l'ambassadeur Trentino de Sylvania qu'il est prêt à revenir
        aux discussions sur le traité du lithium. Il demande des garanties de sécurité. Une rencontre à Genève est en
        préparation, et les revenus des mines de lithium seront le premier sujet.""",
    ),
    "pl": (
        "Freedonia i Sylvania wracają do rozmów o traktacie litowym",
        """Prezydent Freedonii Rufus Firefly napisał do ambasadora Sylvanii Trentino, że jest gotów wrócić do rozmów o
        traktacie litowym. Firefly powtórzył, że traktat musi zawierać gwarancje bezpieczeństwa. Spotkanie w Genewie
        jest przygotowywane, a pierwszym tematem będą dochody z kopalni litu.""",
    ),
    "ja": (  # shares no name with the seed, so that its vector alone finds it
        "フリードニアとシルヴァニア、リチウム条約をめぐり交渉再開",
        """フリードニアのファイアフライ大統領とシルヴァニアのトレンティーノ大使は、ジュネーブでリチウム条約の交渉を再開する。
        大統領は安全保障がなければ条約に署名しないと述べた。条約によりシルヴァニアはリチウム鉱山の収入の半分を得る。""",
    ),
    "pt": (
        "Freedonia e Sylvania voltam às negociações sobre o tratado do lítio",
        """O presidente Rufus Firefly, da Freedonia, escreveu ao embaixador Trentino, da Sylvania, que está pronto para
        voltar às negociações sobre o tratado do lítio. Firefly repetiu que o tratado precisa de garantias de segurança.
        Um encontro em Genebra está sendo preparado, e as receitas das minas de lítio são o primeiro tema.""",
    ),
}
OTHERS = {
    "de": (
        "Freedonien gewinnt den Pokal",
        """Die Mannschaft von Freedonien hat das Endspiel des Pokals gewonnen. Der Torhüter hielt zwei Elfmeter, und der
        Trainer lobte nach dem Spiel die Abwehr. Die Feier in der Stadt dauerte bis in den Morgen.""",
    ),
    "fr": (
        "Un incendie dans un entrepôt du port",
        """Un incendie a détruit un entrepôt du port lundi. Les pompiers ont éteint les flammes après six heures, et
        personne n'a été blessé. La police cherche la cause, et les écoles du quartier restent fermées.""",
    ),
    "ja": (
        "市立図書館が改装を終えて再開",
        "市立図書館は改装工事を終えて月曜日に再開した。新しい閲覧室には百の席があり、子どもの本の棚も広くなった。",
    ),
}


@pytest.fixture
def abroad(world: World) -> World:
    """A feed with reports of the seed's story and other reports, each in several languages."""
    entries = []
    for kind, texts in (("report", REPORTS), ("other", OTHERS)):
        for language, (title, text) in texts.items():
            link = f"/{kind}-{language}.html"
            world.web.page(link, title, " ".join(text.split()))
            entries.append({"title": title, "link": link})
    world.web.feed("/abroad.xml", entries)
    world.follow("/abroad.xml")
    return world


def test_reports_in_other_languages_are_found_and_other_reports_in_them_are_not(abroad: World) -> None:
    report = abroad.run()
    assert report.failures == ()
    assert {one.article.title for one in report.follow_ups} == {title for title, _ in REPORTS.values()}
    bodies = "".join(mail.get_body(("plain",)).get_content() for mail in abroad.letterbox.mails)  # type: ignore[union-attr]
    assert ", in " in bodies


def test_a_batch_that_cannot_be_encoded_is_compared_text_by_text(
    abroad: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    original: Callable[..., Any] = encode_gists

    def fail_for_several(texts: Sequence[tuple[str, str]]) -> Any:
        if len(texts) > 1:
            raise RecursionError("a strange text")
        return original(texts)

    monkeypatch.setattr("pipeline.runtime.encode_gists", fail_for_several)
    report = abroad.run()
    assert report.failures == ()
    assert {one.article.title for one in report.follow_ups} == {title for title, _ in REPORTS.values()}
