"""Sentence vectors of many languages, by the real model. The texts are invented."""

import numpy as np
import pytest
from threadpoolctl import threadpool_info

from extractors import encode_gists
from extractors.models.gist_encoder import _load_model

STRIKE = (
    "Ferry crews vote for a strike",
    "Crews of the Norland ferries voted on Monday to stop work from Friday, after talks about pay had failed.",
)
ABROAD = {
    "de": (
        "Fährpersonal stimmt für Streik",
        (
            "Die Besatzungen der Norland-Fähren wollen ab Freitag die Arbeit "
            "niederlegen, weil die Gespräche über die Löhne gescheitert sind."
        ),
    ),
    "fr": (
        "Les équipages des ferries votent la grève",
        (
            "Les équipages des ferries Norland cesseront le travail "
            "vendredi, après l'échec des négociations sur les salaires."
        ),
    ),
    "ru": (
        "Экипажи паромов проголосовали за забастовку",
        ("Экипажи паромов «Норланд» прекратят работу с пятницы: переговоры о зарплате провалились."),
    ),
    "pl": (
        "Załogi promów za strajkiem",
        ("Załogi promów Norland przerwą pracę od piątku, ponieważ rozmowy o płacach zakończyły się fiaskiem."),
    ),
    "ja": ("フェリー乗組員がストライキを決議", "賃金交渉が決裂し、フェリー乗組員は金曜日から操業を停止する。"),
    "ar": (
        "طواقم العبارات تصوت على الإضراب",
        "ستتوقف طواقم عبارات نورلاند عن العمل من يوم الجمعة بعد فشل محادثات الأجور.",
    ),
}
FIRE = ("Fire in a ferry terminal", "A fire damaged the roof of the terminal of the Norland ferries on Monday.")


@pytest.mark.parametrize("language", ABROAD)
def test_a_report_in_another_language_is_nearer_than_another_report(language: str) -> None:
    seed, same, other = (np.array(vector) for vector in encode_gists([STRIKE, ABROAD[language], FIRE]))
    assert seed @ same > seed @ other + 0.1


def test_vectors_have_unit_length_and_are_in_order() -> None:
    many = [STRIKE, FIRE, ("", ""), ("", "x")] * 10
    vectors = np.array(encode_gists(many))
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1.0, abs=1e-3)
    assert vectors[:4] == pytest.approx(vectors[36:], abs=1e-3)
    assert encode_gists([]) == []


def test_only_the_opening_is_read() -> None:
    long, longer = encode_gists([(STRIKE[0], STRIKE[1] * 20), (STRIKE[0], STRIKE[1] * 2000)])
    assert long == pytest.approx(longer)


def test_the_model_works_on_one_core(monkeypatch: pytest.MonkeyPatch) -> None:
    encode_gists([STRIKE])
    backend = _load_model()._model
    seen, original = set[int](), backend._encode

    def look(texts: list[str]) -> object:
        seen.update(library["num_threads"] for library in threadpool_info() if library["user_api"] == "blas")
        return original(texts)

    monkeypatch.setattr(backend, "_encode", look)
    encode_gists([STRIKE])
    assert seen == {1}
