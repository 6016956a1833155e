"""Quotation marks of many languages: whether a quotation is left open.

Which of two marks opens differs between languages: „…“, “…”, ”…”, «…», »…«. The side on which a word touches the mark
decides; the French put a space inside, so that « opens after any space.
"""

import re

_MARK = re.compile(r"[„“”«»\"]")
_BEFORE_OPENING = frozenset(" \t\u00a0\u202f([{–—-:/¿¡'’‘‚„“”«»\"")
_AFTER_OPENING = frozenset("„“”«»\"'‘‚(¿¡…[-–—")


def is_left_open(text: str) -> bool:
    """Whether a quotation begins in a text and does not end in it."""
    depth = 0
    for found in _MARK.finditer(text):
        depth = depth + 1 if _opens(text, found.start()) else max(0, depth - 1)
    return depth > 0


def _opens(text: str, place: int) -> bool:
    mark, before, after = text[place], text[place - 1 : place], text[place + 1 : place + 2]
    if mark == "„":
        return True
    if before and before not in _BEFORE_OPENING:
        return False
    return mark == "«" or after.isalnum() or after in _AFTER_OPENING
