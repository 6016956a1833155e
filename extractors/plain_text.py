"""Extract plain text from markup: the visible text, one line per paragraph."""

import html
import re
from functools import lru_cache

_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")
_LINE_ENDS = re.compile(r"\r\n?|\x85|\u2028|\u2029")
_PARAGRAPHS = re.compile(r"\n\s*\n")
_MARKUP = re.compile(r"<[a-zA-Z/!?]|&[#a-zA-Z]")
_UNSEEN = frozenset({"script", "style", "noscript", "template", "iframe", "svg", "head", "button", "form"})
_BLOCKS = frozenset(
    "address article aside blockquote br center dd details div dl dt fieldset figcaption figure footer header hr"
    " h1 h2 h3 h4 h5 h6 li main nav ol p pre section summary table td th tr ul".split(" ")
)


def tidy(text: str) -> str:
    """Remove control characters, superfluous blanks and empty lines; keeps line breaks."""
    text = _CONTROLS.sub("", _LINE_ENDS.sub("\n", text))
    return "\n".join(filter(None, (" ".join(line.split()) for line in text.split("\n"))))


def unescape(text: str) -> str:
    """Decode stray entities in a plain text."""
    return tidy(html.unescape(text) if "&" in text else text)


@lru_cache(maxsize=2)  # feedparser gives the text of an entry twice if it has only one
def strip_markup(markup: str) -> str:
    """The text of an HTML fragment, one line per block, without scripts, styles and forms. Never raises."""
    markup = _CONTROLS.sub("", _LINE_ENDS.sub("\n", markup))
    if not _MARKUP.search(markup):
        return tidy(_join_lines(markup))
    return tidy("".join(_seen_text(markup)))


def _join_lines(text: str) -> str:
    # in markup a line break is a blank; only an empty line (in pasted plain text) starts a paragraph
    return "\n".join(" ".join(paragraph.split()) for paragraph in _PARAGRAPHS.split(text))


def _seen_text(markup: str) -> list[str]:
    # imported late: only needed for markup
    from lxml import etree  # type: ignore[import-untyped]

    # bytes, because lxml refuses a str with an encoding declaration
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)
    root = etree.fromstring(f"<html><body>{markup}</body></html>".encode(), parser)
    texts: list[str] = []
    if root is None:
        return texts
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        tag = element.tag
        if event == "start" and tag in _UNSEEN:
            walk.skip_subtree()
            continue
        if tag in _BLOCKS:
            texts.append("\n")
        if text := element.text if event == "start" else element.tail:
            texts.append(text if text.isprintable() else _join_lines(f"|{text}|")[1:-1])
    return texts
