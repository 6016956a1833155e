"""The text of a page in a few milliseconds, in two ways that know nothing of each other or of trafilatura.

The only module that imports resiliparse. Its errors on hostile markup are let through.
"""

import re
from html import unescape

from extractors.plain_text import tidy

_AROUND = [
    *("nav", "footer", "aside", "form", "figcaption", "button", "iframe", "select"),
    *("[role=navigation]", "[role=complementary]"),
]
_LINE = 60  # characters: shorter ones are labels, captions and headings
_LONG_LINE = 120  # characters: counts as prose even without a full stop
_MOST_LINKS = 0.5  # of a line
_LINK = re.compile(r"<a(?: [^>]*)?>(.*?)</a>")
_TAG = re.compile(r"<[^>]*>")
_END = re.compile(r"""[.!?…。:)"”»’']\s*$""")


def find_prose(html: str) -> str:
    """The lines of a page that read like prose: long, with few links, outside its navigation.

    C. Kohlschütter, P. Fankhauser and W. Nejdl, "Boilerplate detection using shallow text features", WSDM 2010.
    """
    from resiliparse.extract.html2text import extract_plain_text

    marked: str = extract_plain_text(
        html, preserve_formatting="minimal_html", links=True, alt_texts=False, skip_elements=_AROUND
    )
    return tidy("\n".join(filter(None, map(_prose, marked.split("\n")))))


def find_main_text(html: str) -> str:
    """The main content of a page by the names and places of its elements."""
    from resiliparse.extract.html2text import extract_plain_text

    return tidy(extract_plain_text(html, main_content=True, alt_texts=False))


def _prose(line: str) -> str:
    """The text of a line of markup if it reads like prose, else ""."""
    if len(line) < _LINE:
        return ""
    text = unescape(_TAG.sub("", line)).strip()
    if len(text) < _LINE:
        return ""
    if "<a" in line and sum(len(_TAG.sub("", link)) for link in _LINK.findall(line)) > _MOST_LINKS * len(text):
        return ""
    return text if len(text) >= _LONG_LINE or "<p>" in line or _END.search(text) else ""
