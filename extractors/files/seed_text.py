"""The text of a seed: bytes to words, without Markdown's marks."""

import re
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from extractors.plain_text import strip_markup, tidy

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

TITLE_LENGTH = 90
_CONTROLS = re.compile(rb"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]")
_SENTENCE_END = re.compile(r"""[.!?…]["'”’»)]?(?=\s)""")
_ENDS_A_LINE = tuple(".!?…:;\"'”’»)")


def decode_seed(body: bytes) -> str:
    """Decode a seed's bytes as UTF-8, else as Windows text; raises ValueError for what is no text."""
    if _CONTROLS.search(body):
        raise ValueError("is binary, and no text")
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        return body.decode("cp1252")
    except UnicodeDecodeError:
        raise ValueError("is not readable as UTF-8 text") from None


def read_markdown(body: str) -> tuple[str, str]:
    """Give the first heading, "" when there is none, and the text without Markdown's marks, a paragraph a line."""
    tokens = _markdown().parse(body)
    # a line --- below a paragraph makes a heading of it, where somebody more likely meant a rule
    headings = (inline for mark, inline in pairwise(tokens) if mark.type == "heading_open" and mark.markup != "-")
    return next(filter(None, map(tidy, map(_block_text, headings))), ""), tidy("".join(map(_block_text, tokens)))


@cache
def _markdown() -> "MarkdownIt":
    # imported late: not every process reads seeds
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark").disable("code")  # what is indented in an article is no program


def _block_text(token: "Token") -> str:
    match token.type:
        case "inline":
            return "".join(map(_inline_text, token.children or ())) + "\n"
        case "fence":
            return " ".join(token.content.split()) + "\n"
        case "html_block":
            return strip_markup(token.content) + "\n"
        case "list_item_open" if len(token.info) > 3:
            return f"{token.info}{token.markup} "  # a year: in some languages a date begins with it and a full stop
    return ""


def _inline_text(token: "Token") -> str:
    if token.type in {"softbreak", "hardbreak"}:
        return " "
    return token.content if token.type in {"text", "code_inline"} else ""


def read_plain(body: str) -> str:
    """Give a plain text, a paragraph a line.

    Lines wrapped at some width are joined, or a sentence would end wherever a line did. One that is shorter, or much
    longer, or ends like a sentence is a paragraph of its own.
    """
    lines: list[str] = []
    is_open = False
    for line in body.splitlines():
        stripped = line.strip()
        if is_open and stripped:
            lines[-1] = f"{lines[-1]} {stripped}"
        else:
            lines.append(stripped)
        is_open = len(stripped) >= 50 and len(line) <= 100 and not stripped.endswith(_ENDS_A_LINE)
    return tidy("\n".join(lines))


def make_title(text: str) -> str:
    """Make a title of a text's first sentence, shortened at a word."""
    line = text.split("\n", 1)[0]
    ends = [match.end() for match in _SENTENCE_END.finditer(line + " ") if 30 <= match.end() <= TITLE_LENGTH]
    if ends:
        return line[: ends[0]]
    if len(line) <= TITLE_LENGTH:
        return line
    return line[:TITLE_LENGTH].rsplit(" ", 1)[0].rstrip(" ,;:–-") + "…"
