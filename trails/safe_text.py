"""Make outside text safe to print: strip escape sequences, control and invisible characters. Pure."""

import re
import unicodedata
from collections.abc import Mapping, Sequence

_ESCAPES = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b[\]PX^_].*?(?:\x07|\x1b\\|$)|\x1b[ -/]*[0-~]|\x9b[0-?]*[ -/]*[@-~]")
# invisible characters, some of which reverse the direction of text
_UNSEEN = re.compile("[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffe\uffff]")
_SPACE = re.compile(r"\s+")
_REPLACED = {"Cc": " ", "Zl": " ", "Zp": " ", "Cs": "\ufffd"}


def clean(text: object) -> str:
    """Reduce outside text to one line without escape sequences, control or invisible characters."""
    return _SPACE.sub(" ", clean_lines(str(text))).strip()


def clean_lines(text: str) -> str:
    """Clean as `clean` does, but keep line breaks and tabs."""
    bare = _UNSEEN.sub("", _ESCAPES.sub("", text))
    return "".join(one if one in "\n\t" else _REPLACED.get(unicodedata.category(one), one) for one in bare)


def cleaned(value: object) -> object:
    """Clean every string in a value made of mappings, sequences and strings."""
    if isinstance(value, str):
        return clean_lines(value)
    if isinstance(value, Mapping):
        return {clean(key): cleaned(part) for key, part in value.items()}
    if isinstance(value, Sequence):
        return [cleaned(part) for part in value]
    return value
