"""Lists of other stories on an article's page: "More on this", "Most read", "Latest".

Their teasers are sentences, so an extraction takes them for paragraphs. They are recognised by their form, whatever
their names: several elements of one kind in a row, each with little text and a headline or picture that is a link.
"""

from collections import Counter
from typing import Any

_FEWEST = 3  # teasers in a list
_MOST_OTHERS = 0.3  # of the elements in a list are headings, buttons or advertisements
_LONGEST = 400  # characters of a teaser; an entry of a list article is longer
_LABEL = 15  # characters of a headline; a shorter link is a section, a tag or a button
_MOST_REMOVED = 0.5  # of the paragraphs' text, from which a list may be the story itself
_LISTS = ("div", "section", "aside", "ul", "ol")
_ITEMS = frozenset({"div", "li", "article", "section", "a"})
_HEADINGS = ("h2", "h3", "h4", "h5", "h6")
_PICTURES = ("img", "picture", "svg", "amp-img")


def remove_teasers(tree: Any) -> None:
    """Remove the lists of teasers from a page; modifies `tree`."""
    most = _MOST_REMOVED * sum(len("".join(paragraph.itertext())) for paragraph in tree.iter("p"))
    for element in list(tree.iter(*_LISTS)):
        items = _items_of(element) if len(element) >= _FEWEST else []
        if len(items) < _FEWEST or element.getparent() is None:
            continue
        teasers = [item for item in items if _is_teaser(item)]
        if len(teasers) >= (1 - _MOST_OTHERS) * len(items) and sum(map(_length, items)) < most:
            element.drop_tree()


def _items_of(element: Any) -> list[Any]:
    """The children of the commonest kind, if most are of one kind."""
    children = [child for child in element if isinstance(child.tag, str)]
    kinds = Counter((child.tag, child.get("class")) for child in children if child.tag in _ITEMS)
    if not kinds:
        return []
    kind, number = kinds.most_common(1)[0]
    is_list = number >= (1 - _MOST_OTHERS) * len(children)
    return [child for child in children if (child.tag, child.get("class")) == kind] if is_list else []


def _is_teaser(item: Any) -> bool:
    if _length(item) > _LONGEST:
        return False
    links = [link for link in item.iter("a") if link.get("href") and _length(link) >= _LABEL]
    has_picture = next(item.iter(*_PICTURES), None) is not None
    return any(_is_heading(link) or (has_picture and 2 * _length(link) >= _length(item)) for link in links)


def _is_heading(link: Any) -> bool:
    return any(next(found, None) is not None for found in (link.iter(*_HEADINGS), link.iterancestors(*_HEADINGS)))


def _length(element: Any) -> int:
    """The characters of an element's text, as far as they matter."""
    length = 0
    for text in element.itertext():
        length += len(text.strip())
        if length > _LONGEST:
            break
    return length
