"""Recognise settings in a seed file that are not fenced as front matter, and files that are no plain text at all."""

import re

from extractors.files.front_matter import READERS

_FIRST_LINES = 15  # that are not empty, in which settings stand
_KEY = re.compile(r"([A-Za-z][A-Za-z_]{1,30})[ \t]*:(?:\s|$)")
_CONFLICT = re.compile(r"(?:<{7}|>{7}) \S")
_FENCE = re.compile(r"[\u200b\ufeff]*(?:[-\u2010-\u2015\u2212]{1,3}|\+{3})\s*")
_DOCUMENT = re.compile(r"\s*(?:\{\\rtf|<!doctype html|<html\b)", re.IGNORECASE)
# words that an article may begin a line with as well
_COMMON = frozenset({"title", "url", "published", "feeds", "alerts", "languages", "more", "less", "expires", "paused"})


def find_unfenced(text: str) -> tuple[int, str] | None:
    """The line, from 1 on, and what is wrong with it, where a text begins with settings; None if it does not.

    They would otherwise be read as the article, and the story would be followed without them.
    """
    if _DOCUMENT.match(text):
        return 1, "is a web page or a word processor's document; a seed is plain text or Markdown"
    lines = [(number, line.strip()) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
    conflict = next((number for number, line in lines if _CONFLICT.match(line)), None)
    if conflict:
        return conflict, "is a mark of two versions that were not merged"
    keys = [(number, key[1].lower()) for number, line in lines[:_FIRST_LINES] if (key := _KEY.match(line))]
    known = [(number, key) for number, key in keys if key in READERS]
    is_fenced = bool(lines and _FENCE.fullmatch(lines[0][1]))
    if not known or not (is_fenced or len(known) > 1 or known[0][1] not in _COMMON):
        return None
    return known[0][
        0
    ], f"the setting {known[0][1]} stands outside the front matter, which begins and ends with a line ---"
