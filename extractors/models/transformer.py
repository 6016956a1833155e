"""Run sentence encoders of BERT's kind (J. Devlin et al., 2019) with onnxruntime, their layers' weights as bytes.

The layers are graphs without weights (tools/encoder_graphs.py). The weights have seven bits: onnxruntime multiplies
them as bytes, in half the time of floats and a quarter of the memory, and an eighth bit could overflow on processors
without instructions for it.
"""

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from extractors.models.onnx_session import open_session

Floats = NDArray[np.float32]

_MOST = 63  # of a weight of seven bits
_KEPT = (1.0, 0.9, 0.8, 0.7)  # shares of the largest weight of a column that its scale may have room for
_WORDS, _PLACES, _KIND = "emb.word", "emb.pos", "emb.type"  # tensors that make the first vector of a token
_NUMBERS = ("ao.b", "aln.w", "aln.b", "fi.b", "fo.b", "oln.w", "oln.b")  # of a layer, as they are


class Weights(Protocol):
    """The weights of a model, by the names that its graph has for them."""

    layers: int

    def numbers(self, name: str) -> Floats:
        """A tensor of any shape. Raises ModelError."""

    def matrix(self, name: str) -> Floats:
        """A matrix by which states are multiplied, shape (out, in). Raises ModelError."""

    def rows(self, name: str, chosen: Sequence[int]) -> Floats:
        """Rows of a matrix, shape (chosen, width). Raises ModelError."""


class Transformer:
    """A model, loaded. `encode` is thread-safe; a lock keeps concurrent batches from using every core."""

    def __init__(self, graph: Path, weights: Weights) -> None:
        """Load a model; `graph` is the file of its layers. Raises ModelError if a weight is missing."""
        self._weights = weights
        self._session = open_session(graph, _weights_of_layers(weights))
        width = weights.numbers("emb.ln.w").size
        kind = weights.numbers(_KIND).reshape(-1, width)[0]  # of a first text; there is no second one
        self._places = weights.numbers(_PLACES).reshape(-1, width) + kind
        self._lock = threading.Lock()

    def encode(self, tokens: Sequence[int]) -> Floats:
        """The mean of the vectors of a text's tokens, as in training; shape (width,)."""
        states = self._weights.rows(_WORDS, tokens) + self._places[: len(tokens)]
        with self._lock:
            (states,) = self._session.run(None, {"states": states[np.newaxis]})
        return np.asarray(states[0].mean(axis=0), np.float32)


def to_unit(vector: Floats) -> tuple[float, ...]:
    """A vector scaled to length 1, as it is stored: with five digits."""
    return tuple(np.asarray(vector / np.linalg.norm(vector), np.float32).round(5).tolist())


def _weights_of_layers(weights: Weights) -> dict[str, NDArray[np.generic]]:
    found = dict[str, NDArray[np.generic]]()
    for layer in range(weights.layers):
        heads = [f"l{layer}.{name}" for name in ("q", "k", "v")]
        found |= _quantize(f"l{layer}.qkv", np.concatenate([weights.matrix(f"{head}.w") for head in heads]))
        found[f"l{layer}.qkv.b"] = np.concatenate([weights.numbers(f"{head}.b").ravel() for head in heads])
        for name in ("ao", "fi", "fo"):
            found |= _quantize(f"l{layer}.{name}", weights.matrix(f"l{layer}.{name}.w"))
        found |= {f"l{layer}.{name}": weights.numbers(f"l{layer}.{name}").ravel() for name in _NUMBERS}
    return found | {name: weights.numbers(name).ravel() for name in ("emb.ln.w", "emb.ln.b")}


def _quantize(name: str, matrix: Floats) -> dict[str, NDArray[np.generic]]:
    """A matrix of shape (out, in) as bytes of shape (in, out), each column with the scale that loses least.

    A scale by which the largest weights are cut off may lose less than one that has room for them.
    """
    largest = np.abs(matrix).max(axis=1)
    scales = np.array([largest * kept / _MOST for kept in _KEPT])
    losses = [np.square(_round(matrix, scale) * scale[:, np.newaxis] - matrix).sum(axis=1) for scale in scales]
    best = scales[np.argmin(losses, axis=0), np.arange(len(matrix))].astype(np.float32)
    zeros = np.zeros(len(matrix), np.int8)
    return {f"{name}.w": np.ascontiguousarray(_round(matrix, best).T), f"{name}.scale": best, f"{name}.zero": zeros}


def _round(matrix: Floats, scales: Floats) -> NDArray[np.int8]:
    return np.asarray(np.rint(matrix / scales[:, np.newaxis]).clip(-_MOST, _MOST), np.int8)
