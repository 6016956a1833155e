"""The objects in the data that a page carries, and which of their texts is that of its article.

Besides its own article, a page's data hold related ones, comments and the posts of live blogs. A text counts if its
address or its headline is the page's; one without either may be the page's if it stands alone.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from extractors.pages.script_literals import parse_json
from extractors.plain_text import strip_markup

HEADLINE_KEYS = ("headline", "headlines", "title", "name", "articleTitle", "heading")
# Some state several headlines, or one with its markup.
_HEADLINE_FORMS = ("basic", "rendered", "default", "main", "text", "value")
_RELATED = re.compile(
    r"relat|recommend|recirc|mention|itemlist|haspart|trending|popular|readmore|readnext|latest|liveblogupdate|comments?$",
    re.IGNORECASE,
)
# Scripts that put no blanks between words: Thai, Lao, Burmese, Khmer, Japanese, Chinese.
UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
_WORD = re.compile(r"[^\W_]+")
_SAME_HEADLINE = 0.6  # of the words of the shorter one
_LEAST_OF_TITLE = 0.3  # of the words of the longer one
_MOST_NODES = 100_000
DEEPEST = 60
_LONG = 200  # characters: a shorter text holds no data that matter


@dataclass(frozen=True, slots=True)
class CarriedText:
    """A text in the data, its headline, whether it stands among those of other articles, and whose address it has.

    `is_own` is None if it has no address, or one that may be the page's or not.
    """

    text: str
    headline: str
    is_related: bool
    is_own: bool | None = None

    @property
    def is_alone(self) -> bool:
        """Whether nothing speaks for another article."""
        return not self.is_related and self.is_own is not False


def choose_text(found: Collection[CarriedText], headlines: Iterable[str]) -> tuple[str, bool]:
    """The text of the page's article and whether its address or headline says so; "" if there is none."""
    pages = [_words_of(headline) for headline in headlines]
    equal = [one for one in found if one.headline and _words_of(one.headline) in pages]
    alone = [one for one in found if one.is_alone]
    sure = (
        [one for one in found if one.is_own],
        [one for one in equal if one.is_alone],
        [one for one in alone if any(_are_same(_words_of(one.headline), words) for words in pages)],
    )
    # an article may be known by several addresses, or stand in a list with related ones
    unsure = (
        [one for one in equal if one.is_own is not False],
        [one for one in equal if not one.is_related],
        [one for one in alone if not one.headline],
    )
    for is_sure, groups in ((True, sure), (False, unsure)):
        for group in filter(None, groups):
            return max((one.text for one in group), key=len), is_sure
    return "", False


def is_headline(headline: str, headlines: Iterable[str]) -> bool:
    """Whether a headline is one of these, with some words more or less."""
    words = _words_of(headline)
    return any(_are_same(words, _words_of(other)) for other in headlines)


def walk_nodes(data: Any) -> Iterator[tuple[Mapping[str, Any], bool, str]]:
    """The objects in some data, whether they stand among related ones, and the next headline above them."""
    waiting: list[tuple[Any, bool, str, int]] = [(data, False, "", 0)]
    for _ in range(_MOST_NODES):
        if not waiting:
            return
        value, is_related, above, depth = waiting.pop()
        if depth > DEEPEST:
            continue
        if isinstance(value, dict):
            yield value, is_related, above
            headline = headline_in(value) or above
            waiting += [
                (one, is_related or bool(_RELATED.search(key)), headline, depth + 1) for key, one in value.items()
            ]
        elif isinstance(value, list):
            many = sum(isinstance(one, dict) and bool(headline_in(one)) for one in value) > 1
            waiting += [(one, is_related or many, above, depth + 1) for one in value]
        elif isinstance(value, str) and len(value) >= _LONG and (inner := parse_json(value)) is not None:
            waiting.append((inner, is_related, above, depth + 1))


def headline_in(node: Mapping[str, Any]) -> str:
    """The headline that an object states, without markup; "" if it has none."""
    for key in HEADLINE_KEYS:
        value = node.get(key)
        if isinstance(value, dict):
            value = next((value[form] for form in _HEADLINE_FORMS if isinstance(value.get(form), str)), "")
        if isinstance(value, str) and value.strip():
            return strip_markup(value)
    return ""


def _words_of(headline: str) -> set[str]:
    """The words of a headline; pairs of letters where the script has no blanks between words."""
    words: set[str] = set()
    for word in _WORD.findall(headline.casefold()):
        pairs = pairwise(word) if UNSPACED.search(word) else ()
        words |= {"".join(pair) for pair in pairs} or {word}
    return words


def _are_same(words: set[str], others: set[str]) -> bool:
    """Whether most words of the shorter headline are in the other; few of a long title are the name of the outlet."""
    shorter, longer = sorted((len(words), len(others)))
    return len(words & others) >= max(_SAME_HEADLINE * max(3, shorter), _LEAST_OF_TITLE * longer)
