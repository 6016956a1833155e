"""Find what is new: the sentences of a report with facts from neither the seed nor the earlier reports.

A sentence scores the summed rarity of its content words that are not known yet, times their share of the sentence, so
that a long one that mostly repeats scores little. It scores less if it has no word of what the story is about, because
articles also cover other matters. The best sentence is chosen, its words count as known from then on, and so forth: the
concept coverage of D. Gillick and B. Favre, "A scalable global model for summarization" (2009), solved greedily, for
the update task of TAC 2008. Only sentences that can be quoted on their own are candidates (news/quotable.py).
"""

from collections.abc import Collection, Iterable, Mapping, Set

from news.background import Background
from news.lexicon.glosses import in_english
from news.model import Article
from news.quotable import find_lead, read_quotable
from news.records import Standing
from news.words import MAX_CHARACTERS, list_words

MOST_SENTENCES = 3
_READ = 40  # sentences of a report; those further down are background
_LEAST_SHARE = 0.3  # of a sentence that must be new
_OFF_TOPIC = 0.4  # factor for a sentence without any word of the story
_ON_TOPIC = 8.0  # nats of rarity in words of the story, from which a sentence counts in full
_EARLY = 0.5  # bonus of the first sentence over the last one read: news comes first


def words_of(*texts: str) -> frozenset[str]:
    """The content words of texts, which count as known."""
    return frozenset(word for text in texts for word in list_words(in_english(text[:MAX_CHARACTERS])))


def choose_news(
    article: Article, standing: Standing, known: Set[str], background: Background, about: Set[str]
) -> tuple[str, ...]:
    """The sentences with news: of an update with its lead, of a copy none.

    `known` are the words of the seed and of all earlier reports, `about` those of the seed.
    """
    if standing is Standing.REPEATS:
        return ()
    named = about | words_of(article.title)
    if standing.is_alerted:
        return _write_news(article.title, article.text, known, background, named)
    return find_news(article.text, known, background, named, article.title)


def _write_news(
    title: str, text: str, known: Collection[str], background: Background, about: Collection[str] = ()
) -> tuple[str, ...]:
    """What a reader learns from an update: its lead, then the sentences that add most to it, at most three in all."""
    lead = find_lead(title, text)
    if not lead:
        return find_news(text, known, background, about, title)
    facts = find_news(text, frozenset(known) | words_of(lead), background, about, title, MOST_SENTENCES - 1)
    return tuple(dict.fromkeys((lead, *facts)))


def find_news(
    text: str,
    known: Collection[str],
    background: Background,
    about: Collection[str] = (),
    title: str = "",
    most: int = MOST_SENTENCES,
) -> tuple[str, ...]:
    """Choose the sentences that add most to the known words, at most `most`, in the order of the text.

    `about` are the words of the story: the seed's and those of the report's own headline. A sentence that cannot be
    quoted on its own is not chosen.
    """
    sentences = [sentence for _, sentence in read_quotable(title, text, _READ)]
    words = {number: words_of(sentence) for number, sentence in enumerate(sentences)}
    seen, chosen = set(known), list[int]()
    while len(chosen) < most:
        worth = {
            number: _worth(each, seen, background)
            * _relevance(each, about, background)
            * (1.0 + _EARLY * (1.0 - number / len(sentences)))
            for number, each in words.items()
            if number not in chosen
        }
        best = max(worth, key=lambda number: (worth[number], -number), default=None)
        if best is None or not worth[best]:
            break
        chosen.append(best)
        seen |= words[best]
    return tuple(sentences[number] for number in sorted(chosen))


def _relevance(words: Iterable[str], about: Collection[str], background: Background) -> float:
    shared = sum(background.rarity(word) for word in words if word in about)
    return _OFF_TOPIC + (1.0 - _OFF_TOPIC) * min(1.0, shared / _ON_TOPIC)


def _worth(words: Iterable[str], known: Collection[str], background: Background) -> float:
    """The rarity of the new words times their share of the sentence; 0 if too little is new."""
    rarity: Mapping[str, float] = {word: background.rarity(word) for word in words}
    new, whole = sum(rarity[word] for word in rarity if word not in known), sum(rarity.values())
    share = new / whole if whole else 0.0
    return new * share if share >= _LEAST_SHARE else 0.0
