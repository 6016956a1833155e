"""Detect the language of a text. The only module that imports py3langid."""

import threading
from array import array
from functools import cache
from typing import Any

from extractors.models.packed_tables import SharedBlocks, SparseRows

# Shorter texts are headlines or captions, whose names could be of any language.
_SHORTEST = 60
_SAMPLE = 4000

_lock = threading.Lock()


def detect_language(text: str) -> str:
    """The ISO 639-1 code of a text's language, "" if it is too short to detect. Thread-safe."""
    sample = " ".join(text[:_SAMPLE].split())
    if len(sample) < _SHORTEST:
        return ""
    with _lock:
        identifier = _identifier()
    code, _ = identifier.classify(sample)
    return str(code) if len(code) == 2 else ""


@cache
def _identifier() -> Any:
    # imported late: the model loads in half a second
    from py3langid.langid import MODEL_DIR, MODEL_FILE, LanguageIdentifier  # type: ignore[import-untyped]
    from py3langid.modelio import load_model  # type: ignore[import-untyped]

    weights, priors, languages, moves, rows, outputs = load_model(MODEL_DIR / MODEL_FILE)
    # as they are loaded, the tables take 73 MB
    return LanguageIdentifier(
        SparseRows(weights), priors, languages, SharedBlocks(moves), array("i", outputs), tk_row=rows
    )
