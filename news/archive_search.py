"""The search of the archive: what is asked, what is found, the words under which an article is found, and excerpts."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlsplit

from news.model import Article
from news.search_words import SearchTerm, SearchTerms, parse_terms, place_words, split_words
from news.words import MAX_CHARACTERS

MOST_COUNTED = 1000  # articles found; of more, only this is said
GAP = ""  # stands where no word is
EVERY = "_a"  # a label that every article has
_MOST_WORDS = 16_000  # of an article; PostgreSQL counts places up to 16,383
_MOST_REPEATED = 255  # places of one word in an article that PostgreSQL keeps
_LONGEST_TITLE = 1000  # characters of it that are searched
_LONGEST_LABEL = 200
_EXCERPT, _BEFORE = 200, 60  # characters in all, and before what was found
_NOT_IN_LABEL = re.compile(r"[^\w.-]+")


@dataclass(frozen=True, slots=True)
class ArchiveQuery:
    """What to search for, as outside text; "" and None: anything.

    `words` as `parse_terms` reads them. `outlet`: words of the outlet's name, or its host, such as news.example.
    `since`, `until`: the first and the last day (UTC). `language`: an ISO 639-1 code. `seed`: the name of a story that
    the articles belong to.
    """

    words: str = ""
    outlet: str = ""
    since: date | None = None
    until: date | None = None
    language: str = ""
    seed: str = ""

    @property
    def terms(self) -> SearchTerms:
        """Its words as terms; none if there is no word among them."""
        return parse_terms(self.words)

    @property
    def labels(self) -> list[list[list[str]]]:
        """The labels that articles must have, in any one of some combinations for each thing asked."""
        asked = [[[label_of_language(self.language)]]] if self.language.strip() else []
        if self.outlet.strip():
            names, host = labels_of_outlet(self.outlet)
            asked.append([*([names] if names else []), [host]])
        return asked if asked or self.terms.required else [[[EVERY]]]

    def excerpt_of(self, text: str) -> str:
        """Some two hundred characters of a text around what is found in it, in one line."""
        return make_excerpt(text, self.terms)


@dataclass(frozen=True, slots=True)
class FoundArticle:
    """An article found. `seeds`: the stories that it belongs to. `excerpt`: plain text around what was found in it.

    `place` is its place in the archive, from which to go on.
    """

    id: int
    url: str
    title: str
    outlet: str
    published: datetime
    language: str
    seeds: tuple[str, ...]
    excerpt: str
    place: int


@dataclass(frozen=True, slots=True)
class SearchPage:
    """One page of what was found, newest first.

    `total` is how many were counted; if `is_more`, there are at least so many: what is beyond `MOST_COUNTED`, or takes
    long, is not counted. `before`: the place to go on from, None at the end. `unindexed`: how many earlier articles
    cannot be found yet. `left_out`: how many words of the query were too many and are not searched for.
    """

    found: tuple[FoundArticle, ...]
    total: int
    is_more: bool = False
    before: int | None = None
    unindexed: int = 0
    left_out: int = 0


def index_article(article: Article) -> tuple[list[str], list[str]]:
    """The words and the labels under which an article is found; see `index_words` and `labels_of`."""
    return index_words(article.title, article.text), labels_of(article)


def index_words(title: str, text: str) -> list[str]:
    """The words under which an article is found, in order, with gaps where no phrase may go on or a word is left out.

    Only the beginning of a very long text is searched.
    """
    words = [*split_words(title[:_LONGEST_TITLE]), GAP, *split_words(text[:MAX_CHARACTERS])][:_MOST_WORDS]
    if max(Counter(words).values()) <= _MOST_REPEATED:  # of nearly all
        return words
    seen: dict[str, int] = {}
    for place, word in enumerate(words):
        seen[word] = times = seen.get(word, 0) + 1
        if times > _MOST_REPEATED:
            words[place] = GAP
    return words


def labels_of(article: Article) -> list[str]:
    """What an article is also found by, besides its words: outlet, host and language."""
    labels = [EVERY, *(_label("o", word) for word in split_words(article.outlet))]
    labels += [_label("h", host) for host in _hosts(article.url)]
    if language := _primary(article.language):
        labels.append(_label("l", language))
    return sorted(set(labels))


def labels_of_outlet(asked: str) -> tuple[list[str], str]:
    """The labels of an outlet that a user names: those of all words of its name, or that of its host."""
    words = sorted({_label("o", word) for word in split_words(asked)})
    host = asked.strip().casefold().removeprefix("https://").removeprefix("http://").split("/")[0]
    return words, _label("h", host.removeprefix("www."))


def label_of_language(asked: str) -> str:
    """The label of a language that a user names."""
    return _label("l", _primary(asked))


def _label(kind: str, value: str) -> str:
    return f"_{kind}{_NOT_IN_LABEL.sub('', value.casefold())}"[:_LONGEST_LABEL]


def _primary(language: str) -> str:
    return re.split(r"[-_]", language.strip().casefold())[0]


def _hosts(url: str) -> Iterator[str]:
    """The host of a URL and the domains it is in, without the last."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return
    labels = host.split(".")[-6:]
    for place in range(max(1, len(labels) - 1)):
        yield ".".join(labels[place:])


def make_excerpt(text: str, terms: SearchTerms) -> str:
    """Some two hundred characters of a text around the first term that is found in it, else its beginning; one line."""
    read = text[:MAX_CHARACTERS]
    placed = list(place_words(read)) if terms.required else []
    start = _first_place([word for word, _ in placed], terms.required)
    hit = 0 if start is None else placed[start][1]
    begin = max(0, hit - _BEFORE)
    if begin:  # at the beginning of a word, if one is near
        space = read.find(" ", begin, hit)
        begin = space + 1 if space >= 0 else begin
    excerpt = " ".join(read[begin : begin + _EXCERPT].split())
    if begin + _EXCERPT < len(text):
        whole, _, last = excerpt.rpartition(" ")
        excerpt = f"{whole if whole and len(last) < _BEFORE else excerpt}…"
    return f"…{excerpt}" if begin else excerpt


def _first_place(words: Sequence[str], required: Sequence[SearchTerm]) -> int | None:
    beginnings = tuple({term.words[0] for term in required})
    for place, word in enumerate(words):
        if word.startswith(beginnings) and any(term.matches_at(words, place) for term in required):
            return place
    return None
