"""Put labelled articles into the markup of real pages, in place of the recorded story.

Corpora have texts, recordings have markup, and no source has both with labels. Everything around the story on its page
(navigation, teasers of other stories, notices) is kept.
"""

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree, html  # type: ignore[import-untyped]

from news import Article

_WORD = re.compile(r"\w+")
_TEXT_TAGS = ("p", "div", "span", "li", "h2", "h3", "blockquote", "section", "font")
_FEWEST_WORDS = 5  # of a paragraph that is searched in the gold text
_SENTENCES = 3  # of the new story per paragraph
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
_DAY = re.compile(r"\b(?:19|20)\d\d-\d\d-\d\d(?=\b|T)")
_STATED = ("og:title", "twitter:title", "og:description", "twitter:description", "description")


def transplant(page: str, text: str, article: Article) -> bytes | None:
    """The page's markup, as UTF-8, with the article instead of `text`; None if the text is not found in the page."""
    tree = html.document_fromstring(page.encode("utf-8", "replace"), parser=html.HTMLParser(encoding="utf-8"))
    places = list(_places(tree, text))
    if len(places) < 2:
        return None
    paragraphs = list(_paragraphs(article.text))
    tag = places[0].tag
    for paragraph in paragraphs:
        element = etree.SubElement(places[0].getparent(), tag, places[0].attrib)
        element.text = paragraph
        places[0].addprevious(element)
    for place in places:
        place.drop_tree()
    _restate(tree, article)
    _without_date(tree)
    return bytes(etree.tostring(tree, encoding="utf-8", method="html"))


def _places(tree: Any, text: str) -> Iterator[Any]:
    """The innermost elements that contain the paragraphs of the text, in order."""
    known = " ".join(_WORD.findall(text.lower()))
    for element in list(tree.iter(*_TEXT_TAGS)):
        if any(child.tag in _TEXT_TAGS and child.tag != "span" for child in element.iterchildren()):
            continue
        if any(above.tag in {"p", "li", "blockquote"} for above in element.iterancestors()):
            continue
        words = _WORD.findall(" ".join(element.itertext()).lower())
        if len(words) >= _FEWEST_WORDS and f" {' '.join(words)} " in f" {known} ":
            yield element


def _paragraphs(text: str) -> Iterator[str]:
    for line in filter(None, map(str.strip, text.split("\n"))):
        sentences = _SENTENCE_END.split(line)
        for start in range(0, len(sentences), _SENTENCES):
            yield " ".join(sentences[start : start + _SENTENCES])


def _restate(tree: Any, article: Article) -> None:
    """Replace the metadata of the page's own story in the head."""
    for heading in tree.iter("h1", "title"):
        for child in list(heading):
            heading.remove(child)
        heading.text = article.title
    for element in tree.iter("meta"):
        name = _name_of(element)
        if name in _STATED:
            element.set("content", article.title if name.endswith("title") else article.text[:200])
    for script in tree.xpath("//script[contains(@type, 'ld+json')]"):
        script.getparent().remove(script)


def _without_date(tree: Any) -> None:
    """Take out the date of the page's own story: the feed tells that of the new one."""
    for stated in tree.xpath("//body//time | //body//*[contains(@itemprop, 'date')]"):
        if stated.getparent() is not None:
            stated.drop_tree()
    for element in tree.iter("meta"):
        name = _name_of(element)
        if "time" in name or "date" in name:
            element.set("content", "")
    for script in tree.iter("script"):
        script.text = _DAY.sub("", script.text or "")


def _name_of(element: Any) -> str:
    """What a meta element states, in lower case."""
    return str(element.get("property") or element.get("name") or "").lower()
