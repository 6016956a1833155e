"""Find what is new: the sentences of a report with facts from neither the seed nor the earlier reports.

A sentence scores the summed rarity of its content words that are not known yet, times their share of the sentence, so
that a long one that mostly repeats scores little. It scores less if it has no word of what the story is about, because
articles also cover other matters. The best sentence is chosen, its words count as known from then on, and so forth: the
concept coverage of D. Gillick and B. Favre, "A scalable global model for summarization" (2009), solved greedily, for
the update task of TAC 2008.
"""

import re
from collections.abc import Collection, Iterable, Mapping

from news.background import Background
from news.lexicon.glosses import in_english
from news.words import MAX_CHARACTERS, list_words

MOST_SENTENCES = 3
_READ = 40  # sentences of a report; those further down are background
_SHORTEST, _LONGEST = 25, 400  # characters of a sentence that can be quoted on its own
_LEAST_SHARE = 0.3  # of a sentence that must be new
_OFF_TOPIC = 0.4  # factor for a sentence without any word of the story
_ON_TOPIC = 8.0  # nats of rarity in words of the story, from which a sentence counts in full
_EARLY = 0.5  # bonus of the first sentence over the last one read: news comes first
_END = re.compile(
    r"(?<!\b[A-Z]\.)(?<!\b[A-Z][a-z]\.)(?<!\b(?:Mrs|Gen|Sen|Gov|Rep|Col|Lt\s|Rev|Jan|Feb|Mar|Apr|Aug|Oct|Nov|Dec)\.)"
    r"(?<!\bSept\.)(?<=[.!?…])[\"”’»)]*\s+(?=[\"“‘«(]*[^\W\d_a-z]|\d)"
)
_DATELINE = re.compile(r"^[A-Z][A-Z .,'/-]{2,40}(?:, [A-Z][a-z]{2,8}\.? \d{1,2})?(?: \([^)]{2,40}\))? [-–—]+ ")


def split_sentences(text: str) -> tuple[str, ...]:
    """Split a text into sentences by line breaks and punctuation, in order, without a language model."""
    lines = (line.strip() for line in text[:MAX_CHARACTERS].split("\n"))
    return tuple(sentence for line in lines for sentence in _END.split(line) if sentence)


def words_of(*texts: str) -> frozenset[str]:
    """The content words of texts, which count as known."""
    return frozenset(word for text in texts for word in list_words(in_english(text[:MAX_CHARACTERS])))


def find_news(
    text: str, known: Collection[str], background: Background, about: Collection[str] = ()
) -> tuple[str, ...]:
    """Choose the sentences that add most to the known words, at most three, in the order of the text.

    `about` are the words of the story: the seed's and those of the report's own headline.
    """
    split = (_DATELINE.sub("", one) for one in split_sentences(text)[:_READ])
    sentences = [one for one in split if _SHORTEST <= len(one) <= _LONGEST]
    words = {number: words_of(sentence) for number, sentence in enumerate(sentences)}
    seen, chosen = set(known), list[int]()
    while len(chosen) < MOST_SENTENCES:
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
