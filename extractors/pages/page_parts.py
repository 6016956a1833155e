"""One part of a page, such as a post of a live blog, which a link names by its fragment."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import unquote

from extractors.feeds.dates import DateReader
from extractors.plain_text import strip_markup

_ENOUGH = 60  # characters: less is a label or a mark in the text
_MOST = 0.9  # of the page's text: more is the whole article
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_OTHER_THINGS = ("comment", "respond", "disqus", "footer", "share")
_MOST_ELEMENTS = 400  # that follow a mark, up to the next one


@dataclass(frozen=True, slots=True)
class PagePart:
    """The text of a part of a page, its heading and its time; "" and None if it has none."""

    text: str
    title: str
    published: datetime | None


def find_part(tree: Any, fragment: str) -> PagePart | None:
    """The part of a page that has this id or name; None if there is none, or if it is the whole article.

    Sites that set the id by a script write it into a data attribute, or with another word before it.
    """
    name = unquote(fragment.lstrip("#"))
    if not name or any(other in name.lower() for other in _OTHER_THINGS):
        return None
    marks = tree.xpath("//*[@id=$name or @name=$name]", name=name) or _like(tree, name)
    body = next(tree.iter("body"), None)
    if not marks or body is None or marks[0].tag in {"html", "body", "main", "meta", "input", "form"}:
        return None
    elements = _elements_of(marks[0])
    text = _text_of(elements)
    if len(text) < _ENOUGH or len(text) > _MOST * len(_text_of([body])):
        return None
    return PagePart(*_without_heading(elements, text), _time_of(elements))


def _like(tree: Any, name: str) -> list[Any]:
    """The elements with a name like this one, if they all have the same."""
    named = tree.xpath("//body//@*[name()='id' or (starts-with(name(), 'data-') and contains(name(), 'id'))]")
    alike = [value for value in named if _is_like(value, name) or _is_like(name, value)]
    return [value.getparent() for value in alike] if len({*alike}) == 1 else []


def _is_like(name: str, ending: str) -> bool:
    """Whether a name ends with another one that has a number, after a word ("post-p17", "p17")."""
    begin = len(name) - len(ending)
    is_numbered = len(ending) > 1 and any(map(str.isdigit, ending))
    return name == ending or (is_numbered and name.endswith(ending) and name[begin - 1 : begin] in {*"-_:."})


def _elements_of(mark: Any) -> list[Any]:
    """The element itself if it has a text, else what follows it up to the next mark of its kind."""
    while mark.tag not in _HEADINGS and not len(_text_of([mark])) and _is_first(mark):
        mark = mark.getparent()
    if mark.tag not in _HEADINGS and len(_text_of([mark])) >= _ENOUGH:
        return [mark]
    elements = [mark]
    for _, element in zip(range(_MOST_ELEMENTS), mark.itersiblings(), strict=False):
        if element.tag == mark.tag and (element.tag in _HEADINGS or element.get("id") or element.get("name")):
            break
        elements.append(element)
    return elements


def _is_first(element: Any) -> bool:
    """Whether an empty mark begins a paragraph or heading, which is then meant."""
    parent = element.getparent()
    return parent is not None and parent.tag in {"p", *_HEADINGS} and element.getprevious() is None


def _without_heading(elements: list[Any], text: str) -> tuple[str, str]:
    title = next((line for line in map(_line_of, _iterate(elements, *_HEADINGS)) if line), "")
    return text.removeprefix(title).lstrip("\n") if title else text, title


def _time_of(elements: list[Any]) -> datetime | None:
    stated = (element.get("datetime") for element in _iterate(elements, "time"))
    reader = DateReader()
    return next(filter(None, (reader.read(one) for one in stated if one)), None)


def _iterate(elements: list[Any], *tags: str) -> Iterator[Any]:
    return (found for element in elements for found in element.iter(*tags))


def _line_of(element: Any) -> str:
    return " ".join(strip_markup("".join(element.itertext())).split())


def _text_of(elements: list[Any]) -> str:
    from lxml import etree  # type: ignore[import-untyped]

    markup = "\n".join(etree.tostring(one, encoding="unicode", method="html", with_tail=False) for one in elements)
    return strip_markup(markup)
