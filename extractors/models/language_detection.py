"""Which language a text is written in; py3langid stops here."""

import threading
from functools import cache
from typing import Any

# Less is a headline or a caption, and guessing at names gives any language at all.
_SHORTEST = 60
_SAMPLE = 4000

_lock = threading.Lock()


def detect_language(text: str) -> str:
    """Give the ISO 639-1 code of the language a text is written in, "" when it is too short to tell; thread-safe."""
    sample = " ".join(text[:_SAMPLE].split())
    if len(sample) < _SHORTEST:
        return ""
    with _lock:
        identifier = _identifier()
    code, _ = identifier.classify(sample)
    return str(code) if len(code) == 2 else ""


@cache
def _identifier() -> Any:
    # imported late: the model takes a third of a second to load
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # type: ignore[import-untyped]

    return LanguageIdentifier.from_model_file(MODEL_FILE)
