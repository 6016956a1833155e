"""The article text of a page, from the extraction, the page's structured data and its description.

The extraction returns what looks most like an article. But sites split an article over several containers, give its
full text only to search engines (schema.org's articleBody), set its first paragraph apart, and put captions, offers and
links between the paragraphs. This module corrects these cases from explicit information in the page.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any

from extractors.pages.carried_text import find_carried_text
from extractors.pages.script_data import find_data_sources
from extractors.pages.stated_body import find_stated_body, find_stated_posts, remove_stated_bodies
from extractors.pages.teasers import remove_teasers

Extraction = Callable[[Any], str]
Review = Callable[[str], str]

# Class names of boxes around a story. "related" and "teaser" are as often the story itself, so they are not listed.
_AROUND = re.compile("recirc|recommend|caption|promo|advert|sponsor|disclaim|disclosure|comment", re.IGNORECASE)
_AROUND_TAGS = ("div", "section", "aside", "ul", "ol", "p", "span", "figure", "figcaption", "dl")
_MOST_AROUND = 0.1  # of the paragraphs' text: a larger box is not beside the story, whatever its name

_PARAGRAPH = 80  # characters: shorter ones are captions and labels
_CONTAINER = 400  # characters of paragraphs, from which a container is part of a story
_FOUND_PART, _LOST_PART = (
    0.6,
    0.1,
)  # share of a part's text in the extraction: above the first it was extracted, below the second it was missed
_LOST = 0.25  # of the extraction's length, from which missed parts are worth joining

_TEASER = 600  # characters: a shorter text may be all that a page shows before its scripts run
_LONGER = 1.5  # times the extraction's length, from which articleBody is preferred
_SAME_TEXT = 0.3  # of the extraction's four-word runs in articleBody: below this it is a different text
_FEWEST_RUNS = 80

_LINK = 20  # characters: a shorter line may repeat the text of a link by chance
_LABEL = 30  # characters before a colon, as in "Read more: …"

_DESCRIPTIONS = "//meta[@name='description' or @property='og:description' or @name='twitter:description']/@content"
_SEEN = (  # the long ones first, because looking for ancestors takes time
    f"//body//text()[string-length() > {_LINK}]"
    "[not(ancestor::a or ancestor::aside or ancestor::nav or ancestor::footer or ancestor::script)]"
)
_DESCRIPTION = 40  # characters: the shortest description to search for
_LONGEST_LEAD = 600
_KNOWN_BY = 60  # leading characters by which a paragraph is recognised
_MOST_PLACES = 20  # elements checked for the lead

_WORD = re.compile(r"\w+")


def read_body(tree: Any, extract: Extraction, url: str = "", review: Review = str) -> str:
    """The text of a page's article, one line per paragraph, "" if there is none; modifies `tree`.

    `extract` returns the extraction's text of a tree; `review` the same text, or a better one. A text from the page's
    data is not reviewed, because nothing in the page's elements could confirm it.
    """
    headlines = headlines_of(tree)
    stated, is_sure = find_stated_body(tree, headlines, url)
    posts = find_stated_posts(tree, headlines, url)
    sources = find_data_sources(tree)
    remove_stated_bodies(tree)
    whole, links = _links_of(tree)
    _remove_around(tree)
    remove_teasers(tree)
    text = extract(tree)
    if _join_parts(tree, text):
        text = extract(tree)
    text = stated if _is_better(stated, text, is_sure=is_sure) else review(text)
    if len(text) < _TEASER:
        carried = find_carried_text(sources, headlines) or posts
        if len(carried) > _LONGER * len(text):
            return carried
    text = "\n".join(line for line in text.split("\n") if not _is_link(line, whole, links))
    lead = _find_lead(tree, text) if text else ""
    return f"{lead}\n{text}" if lead else text


def headlines_of(tree: Any) -> set[str]:
    """The headlines that a page gives itself: its title, its heading, and the title for sharing."""
    stated = tree.xpath("//head/title/text() | //meta[@property='og:title' or @name='twitter:title']/@content")
    return {" ".join(title.split()) for title in [*stated, *map(_text_of, tree.iter("h1"))]} - {""}


def _remove_around(tree: Any) -> None:
    """Remove boxes whose names say that they are captions, advertisements or comments."""
    most = _MOST_AROUND * sum(len(_text_of(paragraph)) for paragraph in tree.iter("p"))
    for element in list(tree.iter(*_AROUND_TAGS)):
        named = _AROUND.search(f"{element.get('class', '')} {element.get('id', '')}")
        if named and element.getparent() is not None and len(_text_of(element)) < most:
            element.drop_tree()


def _join_parts(tree: Any, text: str) -> bool:
    """Merge the parts of a story split over containers of one class into the first; returns whether there were any."""
    joined = False
    for parts in _parts_by_class(tree, text).values():
        begun = any(found > _FOUND_PART * length for length, found in parts.values())
        lost = sum(length for length, found in parts.values() if found < _LOST_PART * length)
        nested = any(above in parts for part in parts for above in part.iterancestors())
        if begun and lost > _LOST * len(text) and not nested:
            first, *others = parts
            first.extend([child for other in others for child in other])
            joined = True
    return joined


def _parts_by_class(tree: Any, text: str) -> dict[tuple[str, str], dict[Any, tuple[int, int]]]:
    """Containers of paragraphs by tag and class, with the length of their paragraphs and the extracted share."""
    known = {_words(line)[:_KNOWN_BY] for line in text.split("\n")}
    groups: dict[tuple[str, str], dict[Any, tuple[int, int]]] = defaultdict(dict)
    for element in tree.iter("div", "section", "article"):
        lines = [line for line in map(_text_of, element.iterchildren("p")) if len(line) >= _PARAGRAPH]
        length = sum(map(len, lines))
        if element.get("class") and length >= _CONTAINER:
            found = sum(len(line) for line in lines if _words(line)[:_KNOWN_BY] in known)
            groups[element.tag, element.get("class")][element] = length, found
    return groups


def _is_better(stated: str, found: str, *, is_sure: bool) -> bool:
    """Whether articleBody is much longer than the extraction, or the extraction is a different text.

    If it is not sure that it is the page's, only a text that the page begins to show counts.
    """
    theirs, ours = _runs(stated), _runs(found)
    is_other = len(ours & theirs) < _SAME_TEXT * len(ours)
    if is_other and not is_sure and len(ours) > _FEWEST_RUNS / 2:
        return False
    return (is_other and len(theirs) > max(_FEWEST_RUNS, len(ours) / 2)) or len(theirs) > _LONGER * len(ours)


def _links_of(tree: Any) -> tuple[set[str], set[str]]:
    """The lines that are no part of the text, alone or behind a label ("Read more: …"): the headline, links; links."""
    titles = {_words(_text_of(title)) for title in tree.iter("h1")}
    headings = {_words(_text_of(heading)) for heading in tree.iter("h2", "h3", "h4")}
    links = {words for words in (_words(_text_of(link)) for link in tree.iter("a")) if len(words) >= _LINK} - headings
    return titles | links, links


def _is_link(line: str, whole: set[str], links: set[str]) -> bool:
    label, _, rest = line.partition(":")
    return _words(line) in whole or (len(label) < _LABEL and _words(rest) in links)


def _find_lead(tree: Any, text: str) -> str:
    """The lead paragraph set apart above the article, recognised because the description repeats it; "" if none."""
    known = _words(text)
    stated = {words[:_KNOWN_BY] for words in map(_words, tree.xpath(_DESCRIPTIONS)) if len(words) >= _DESCRIPTION}
    starts = {start for start in stated if start not in known}
    for element in _places_of(tree, starts) if starts else ():
        for above in [element, *element.iterancestors()][:3]:
            lead = _text_of(above)
            if len(lead) <= _LONGEST_LEAD and _words(lead)[:_KNOWN_BY] in starts:
                return lead
    return ""


def _places_of(tree: Any, starts: set[str]) -> Iterator[Any]:
    """The first elements whose text starts like one of these."""
    likely = (
        node for node in tree.xpath(_SEEN) if any(start.startswith(_words(node)[:_KNOWN_BY] or "-") for start in starts)
    )
    for _, node in zip(range(_MOST_PLACES), likely, strict=False):
        yield node.getparent().getparent() if node.is_tail else node.getparent()


def _runs(text: str) -> set[tuple[str, ...]]:
    words = _WORD.findall(text.lower())
    return set(zip(words, words[1:], words[2:], words[3:], strict=False))


def _words(text: str) -> str:
    return " ".join(_WORD.findall(text.lower()))


def _text_of(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())
