"""The text of a seed: bytes to words, Markdown's marks lightly taken off."""

import re

from extractors.plain_text import tidy

TITLE_LENGTH = 90
_CONTROLS = re.compile(rb"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]")
_HEADING = re.compile(r"^ {0,3}#{1,6}\s+(.+?)\s*#*\s*$", re.MULTILINE)
_MARKS = (
    (re.compile(r"<!--.*?-->", re.DOTALL), ""),
    (re.compile(r"!\[[^\]\n]*\]\([^)\n]*\)"), ""),
    (re.compile(r"\[([^\]\n]+)\](?:\([^)\n]*\)|\[[^\]\n]*\])"), r"\1"),
    (re.compile(r"<(https?://[^>\s]+)>"), r"\1"),
    (re.compile(r"(\*\*\*|\*\*|\*|___|__|`)(?=\S)([^\n]*?\S)\1"), r"\2"),
    (re.compile(r"(?<!\w)_(?=\S)([^\n_]*?\S)_(?!\w)"), r"\1"),
    (re.compile(r"^ {0,3}(?:>\s?)+", re.MULTILINE), ""),
    (re.compile(r"^\s*(?:[-*_]\s*){3,}$", re.MULTILINE), ""),
    (re.compile(r"^(\s*)(?:[-*+]|\d{1,3}[.)])\s+", re.MULTILINE), r"\n\1"),
)
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
    """Give the first heading, "" when there is none, and the text without Markdown's marks."""
    for mark, replacement in _MARKS:
        body = mark.sub(replacement, body)
    heading = _HEADING.search(body)
    return (tidy(heading[1]) if heading else ""), _unwrap(_HEADING.sub(r"\n\1\n\n", body), shortest=1)


def read_plain(body: str) -> str:
    """Give a plain text, a paragraph a line."""
    return _unwrap(body)


def _unwrap(body: str, shortest: int = 50) -> str:
    """Join the lines of a text wrapped at some width, or a sentence would end wherever a line did.

    In plain text a line that is shorter, or much longer, or ends like a sentence is a paragraph of its own.
    """
    lines: list[str] = []
    is_open = False
    for line in body.splitlines():
        stripped = line.strip()
        if is_open and stripped:
            lines[-1] = f"{lines[-1]} {stripped}"
        else:
            lines.append(stripped)
        is_wrapped = shortest == 1 or (len(line) <= 100 and not stripped.endswith(_ENDS_A_LINE))
        is_open = is_wrapped and len(stripped) >= shortest
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
