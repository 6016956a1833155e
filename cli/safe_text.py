"""Outside text made harmless for a terminal, a file and a reader's eye. Pure."""

import re
import unicodedata
from collections.abc import Mapping, Sequence

_ESCAPES = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b[\]PX^_].*?(?:\x07|\x1b\\|$)|\x1b[ -/]*[0-~]|\x9b[0-?]*[ -/]*[@-~]")
_UNSEEN = re.compile("[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffe\uffff]")  # they turn or hide text
_SPACE = re.compile(r"\s+")
_REPLACED = {"Cc": " ", "Zl": " ", "Zp": " ", "Cs": "\ufffd"}


def clean(text: object) -> str:
    """Outside text as one line that cannot steer a terminal: no escape sequences, control or invisible characters."""
    return _SPACE.sub(" ", clean_lines(str(text))).strip()


def clean_lines(text: str) -> str:
    """As `clean`, but line breaks and tabs stay."""
    bare = _UNSEEN.sub("", _ESCAPES.sub("", text))
    return "".join(one if one in "\n\t" else _REPLACED.get(unicodedata.category(one), one) for one in bare)


def cleaned(value: object) -> object:
    """A value of plain objects, lists and texts, with every text in it cleaned."""
    if isinstance(value, str):
        return clean_lines(value)
    if isinstance(value, Mapping):
        return {clean(key): cleaned(part) for key, part in value.items()}
    if isinstance(value, Sequence):
        return [cleaned(part) for part in value]
    return value
