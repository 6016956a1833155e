"""Other methods to compare with in the same run: keyword alerts, BM25, TF-IDF, sentence vectors, NewsBlur's rule, and
rules for which reports of a story to alert.

None has a threshold that fits every story. Each gets the best single one for the data it is rated on, an advantage that
its users do not have.
"""

import re
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime, timedelta
from math import log

import numpy as np
from numpy.typing import NDArray

from benchmarks.corpora import Corpus, Task
from news import Article, Background, Profile, capitalises_all, count_words, split_sentences, words_of

Scorer = Callable[[Task], list[float]]
_QUERY_TERMS = 25  # as Lucene's MoreLikeThis picks them
_K1, _B = 1.2, 0.75  # Lucene's BM25
_SECOND_ALERT = timedelta(hours=12)
_WEIGHTY = 3  # new names and numbers
_OPENING = 3  # sentences, including the headline
_CAPITAL_NOUNS = frozenset({"de", "lb"})
_NAME_OR_NUMBER = re.compile(r"(?<=[^.!?…\s\"“‘«(]\s)[A-Z]\w+|\b\w*\d[\w.,]*")


def keyword_alert(corpus: Corpus, profiles: Mapping[str, Profile]) -> Scorer:
    """A saved search for the seed's three top names: the share of them in the text."""
    texts = {number: f"{article.title}\n{article.text}".casefold() for number, article in corpus.articles.items()}

    def score(task: Task) -> list[float]:
        names = [(actor.name, *actor.aliases) for actor in profiles[task.seed].actors[:3]]
        return [_share_named(names, texts[number]) for number in task.candidates()]

    return score


def tfidf_cosine(corpus: Corpus, background: Background) -> Scorer:
    """Cosine of the TF-IDF vectors of the whole texts."""
    texts = {number: f"{article.title}\n{article.text}" for number, article in corpus.articles.items()}
    vectors = {number: background.weigh(count_words(text)) for number, text in texts.items()}

    def score(task: Task) -> list[float]:
        seed = vectors[task.seed]
        return [
            sum(value * vectors[number].get(word, 0.0) for word, value in seed.items()) for number in task.candidates()
        ]

    return score


def sentence_vectors(profiles: Mapping[str, Profile]) -> Scorer:
    """Cosine of the MiniLM vectors of the openings."""
    return _cosine({number: np.array(profile.meaning) for number, profile in profiles.items()})


def multilingual_vectors(profiles: Mapping[str, Profile]) -> Scorer:
    """Cosine of the vectors of the openings by multilingual-e5-small; 0 where a corpus has none."""
    return _cosine({number: np.array(profile.gist or [0.0]) for number, profile in profiles.items()})


def _cosine(vectors: Mapping[str, NDArray[np.float64]]) -> Scorer:
    def score(task: Task) -> list[float]:
        return [float(vectors[task.seed] @ vectors[number]) for number in task.candidates()]

    return score


def averaged(*scorers: Scorer) -> Scorer:
    """The plain average of other scorers."""

    def score(task: Task) -> list[float]:
        return [sum(values) / len(values) for values in zip(*(scorer(task) for scorer in scorers), strict=True)]

    return score


def newsblur_rule(corpus: Corpus) -> Scorer:
    """NewsBlur's published rule for stories that belong together, by their titles alone; 0 or 1."""
    titles = _titles(corpus)

    def score(task: Task) -> list[float]:
        return [float(_share_title(titles[task.seed], titles[number])) for number in task.candidates()]

    return score


def same_titles(corpus: Corpus) -> NDArray[np.bool_]:
    """Whether two titles belong together by NewsBlur's rule, shape (n, n)."""
    titles = list(_titles(corpus).values())
    return np.array([[_share_title(one, other) for other in titles] for one in titles])


def _titles(corpus: Corpus) -> dict[str, frozenset[str]]:
    return {number: frozenset(count_words(article.title)) for number, article in corpus.articles.items()}


def _share_title(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether titles are equal, or have at least five words and share at least three and 0.6 of the shorter title.

    An empty title matches none.
    """
    shared, shorter = len(one & other), min(len(one), len(other))
    return bool(shorter) and (one == other or (shorter >= 5 and shared >= max(3, 0.6 * shorter)))


def alert_new_titles(reports: Sequence[Article]) -> list[bool]:
    """Alert each report whose title belongs to no earlier one by NewsBlur's rule."""
    titles = [frozenset(count_words(one.title)) for one in reports]
    return [not any(_share_title(title, one) for one in titles[:number]) for number, title in enumerate(titles)]


def alert_new_facts(seed: Article, reports: Sequence[Article], developments: Sequence[int]) -> list[bool]:
    """Alert the first report of a development, then each with three new names or numbers in its opening, in time.

    In time is half a day after the development's last alert. This was storywake's own rule before it judged updates.
    """
    known = words_of(seed.title, seed.text)
    last: dict[int, datetime] = {}
    alerted = []
    for one, development in zip(reports, developments, strict=True):
        before = last.get(development)
        is_late = before is not None and one.published - before >= _SECOND_ALERT
        weighty = is_late and _count_new_facts(one.title, one.text, known, one.language) >= _WEIGHTY
        alerted.append(before is None or weighty)
        if alerted[-1]:
            last[development] = max(one.published, before or one.published)
        known |= words_of(one.title, one.text)
    return alerted


def _count_new_facts(title: str, text: str, known: Collection[str], language: str) -> int:
    """Count the names and numbers in the opening of a report that are not known yet.

    Names are recognised by their capitals. Where all nouns are capitalised, or every word of a headline, only numbers
    count.
    """
    opening = split_sentences(text)[: _OPENING - 1]
    if not capitalises_all(title):
        opening = (title, *opening)
    if language in _CAPITAL_NOUNS:
        opening = tuple(re.sub(r"\b[^\W\d_]\w*", "", sentence) for sentence in opening)
    named = {word for sentence in opening for found in _NAME_OR_NUMBER.findall(sentence) for word in words_of(found)}
    return len(named - set(known))


def most_new_words(sentences: Sequence[str], known: Sequence[Article], most: int) -> list[int]:
    """The sentences with the most content words that the earlier texts do not have, at most `most`, in their order.

    This is the new word count of J. Allan, C. Wade and A. Bolivar, "Retrieval and novelty detection at the sentence
    level", SIGIR 2003.
    """
    seen = words_of(*(text for one in known for text in (one.title, one.text)))
    counts = [len(words_of(sentence) - seen) for sentence in sentences]
    return sorted(sorted(range(len(counts)), key=lambda number: -counts[number])[:most])


def more_like_this(corpus: Corpus) -> Scorer:
    """BM25 with the seed's 25 most distinctive words as the query, divided by the seed's own score.

    Source: S. Robertson and H. Zaragoza, "The probabilistic relevance framework: BM25 and beyond", 2009; the choice of
    words is Lucene's MoreLikeThis.
    """
    counts = {number: count_words(f"{each.title}\n{each.text}") for number, each in corpus.articles.items()}
    lengths = {number: sum(words.values()) for number, words in counts.items()}
    usual = sum(lengths.values()) / max(len(lengths), 1)
    texts = Counter(word for words in counts.values() for word in words)
    rarity = {word: log(1 + (len(counts) - n + 0.5) / (n + 0.5)) for word, n in texts.items()}

    def rate(query: list[str], number: str) -> float:
        norm = _K1 * (1 - _B + _B * lengths[number] / usual)
        words = counts[number]
        return sum(rarity[word] * words[word] * (_K1 + 1) / (words[word] + norm) for word in query if word in words)

    def score(task: Task) -> list[float]:
        own = counts[task.seed]
        query = sorted(own, key=lambda word: (-own[word] * rarity[word], word))[:_QUERY_TERMS]
        best = rate(query, task.seed) or 1.0
        return [rate(query, number) / best for number in task.candidates()]

    return score


def _share_named(names: list[tuple[str, ...]], text: str) -> float:
    return sum(any(name.casefold() in text for name in each) for each in names) / max(len(names), 1)
