"""Extract plain text from markup: the visible text, one line per paragraph."""

import html
import re
import sys
from functools import lru_cache

# With control characters, those that are never seen: soft hyphens, zero-width blanks, marks of direction, fillers, tags
# and variation selectors of letters. In a name or a keyword they would make it another word.
_UNSEEN_CHARACTERS = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff\ufffe\uffff"
    "\u00ad\u034f\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\U000e0000-\U000e007f"
    "\u115f\u1160\u3164\uffa0\ufff9-\ufffc]|(?<=[A-Za-z\u00c0-\u052f])[\ufe00-\ufe0f]+"
)
# Persian, Indic scripts and emoji are spelled with joiners; between Latin, Greek and Cyrillic letters they are strays.
_STRAY_JOINERS = re.compile("(?<=[\\s!-\u052f])[\u200c\u200d]+|[\u200c\u200d]+(?=[\\s!-\u052f])")
# One character that is written as the two halves of its UTF-16 form, which no parser accepts.
_SURROGATE = r"&#(?:[xX]0{0,4}[dD][89a-fA-F][0-9a-fA-F]{2}|0{0,4}5[5-7][0-9]{3});"
_SURROGATES = re.compile(f"{_SURROGATE}(?:{_SURROGATE})*")  # begins with characters, for which re can search fast
_NUMBER = re.compile(r"&#([xX]?)([0-9a-fA-F]+);")
_LARGE_NUMBER = re.compile(r"&#(?:[xX][0-9a-fA-F]{6,}|[0-9]{7,});")
_LINE_ENDS = re.compile(r"\r\n?|\x85|\u2028|\u2029")
_PARAGRAPHS = re.compile(r"\n\s*\n")
_MARKUP = re.compile(r"<[a-zA-Z/!?]|&[#a-zA-Z]")
_UNSEEN = frozenset({"script", "style", "noscript", "template", "iframe", "svg", "head", "button", "form"})
_BLOCKS = frozenset(
    "address article aside blockquote br center dd details div dl dt fieldset figcaption figure footer header hr"
    " h1 h2 h3 h4 h5 h6 li main nav ol p pre section summary table td th tr ul".split(" ")
)


def tidy(text: str) -> str:
    """Remove control and invisible characters, superfluous blanks and empty lines; keeps line breaks."""
    text = _without_unseen(_LINE_ENDS.sub("\n", text))
    return "\n".join(filter(None, (" ".join(line.split()) for line in text.split("\n"))))


def unescape(text: str) -> str:
    """Decode stray entities in a plain text."""
    return tidy(html.unescape(mend_references(text)) if "&" in text else text)


def mend_references(markup: str) -> str:
    """Replace references to UTF-16 surrogates by the character that two of them mean.

    A lone one, and a reference to a number beyond Unicode, become U+FFFD: parsers refuse the whole document for them.
    """
    if "&#" not in markup:
        return markup
    return _LARGE_NUMBER.sub(_replace_large, _SURROGATES.sub(_join_pairs, markup))


def _replace_large(reference: re.Match[str]) -> str:
    ((prefix, digits),) = _NUMBER.findall(reference[0])
    is_character = len(digits.lstrip("0")) < 9 and int(digits, 16 if prefix else 10) <= sys.maxunicode
    return reference[0] if is_character else "\ufffd"


def _join_pairs(run: re.Match[str]) -> str:
    numbers = [int(digits, 16 if prefix else 10) for prefix, digits in _NUMBER.findall(run[0])]
    if not all(0xD800 <= number <= 0xDFFF for number in numbers):
        return run[0]  # some other characters have neighbouring decimal numbers
    units = b"".join(number.to_bytes(2, "little") for number in numbers)
    return units.decode("utf-16-le", "replace")


def _without_unseen(text: str) -> str:
    text = _UNSEEN_CHARACTERS.sub("", text)
    return _STRAY_JOINERS.sub("", text) if "\u200c" in text or "\u200d" in text else text


@lru_cache(maxsize=2)  # feedparser gives the text of an entry twice if it has only one
def strip_markup(markup: str) -> str:
    """The text of an HTML fragment, one line per block, without scripts, styles and forms. Never raises."""
    markup = _UNSEEN_CHARACTERS.sub("", mend_references(_LINE_ENDS.sub("\n", markup)))
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
