"""Detect the language of a text. The only module that imports py3langid."""

import threading
from functools import cache
from typing import Any

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
    # imported late: the model loads in a third of a second
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # type: ignore[import-untyped]

    return LanguageIdentifier.from_model_file(MODEL_FILE)
