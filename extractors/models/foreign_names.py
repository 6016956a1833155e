"""Find names by their capitals, in texts of languages without a model."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from news import OTHER_SCRIPTS, Mention, find_abroad, find_places, is_common, is_person, without_elisions

_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ.][^\W\d_]+)*")
_SITE = re.compile(r"\w\.[a-z]{2,6}$")  # "Monde.fr" is where a text stands, not whom it is about
_JOINS = {" ", "-"}  # separators between two words of a name


def find_names(sentences: Sequence[str], language: str) -> list[Mention]:
    """Find countries (by their English names), people and organisations (as written).

    A run of capitalised words is a name. A single one is a name only if it does not open the sentence and, in German,
    which capitalises all nouns, only if the text has a full name with it or it is well known. Common words of news
    ("Präsident"), institutions ("Justice") and addresses of sites are not part of a name. In a script without capitals
    only places are found, by their names.
    """
    if language in OTHER_SCRIPTS:
        return [
            Mention(place, "place", number)
            for number, sentence in enumerate(sentences)
            for place, _ in find_places(sentence, language)
        ]
    runs = [(number, run) for number, sentence in enumerate(sentences) for run in _runs(sentence, language)]
    surnames = {run.words[-1] for _, run in runs if len(run.words) > 1}
    named = (_as_mention(number, run, language, surnames) for number, run in runs)
    return [mention for mention in named if mention]


class _Run:
    """A run of capitalised words; `opens`: it starts the sentence."""

    def __init__(self, word: str, *, opens: bool) -> None:
        self.words = [word]
        self.opens = opens


def _runs(sentence: str, language: str) -> Iterator[_Run]:
    run: _Run | None = None
    end = 0
    for found in _WORD.finditer(without_elisions(sentence, language)):
        word = found.group()
        is_name = word[0].isupper() and not is_common(word, language) and not _SITE.search(word)
        goes_on = run is not None and sentence[end : found.start()] in _JOINS and not find_abroad(word)
        if run and not (is_name and goes_on and not find_abroad(run.words[-1])):
            yield run
            run = None
        if is_name and run:
            run.words.append(word)
        elif is_name or find_abroad(word):
            run = _Run(word, opens=end == 0)
        end = found.end()
    if run:
        yield run


def _as_mention(sentence: int, run: _Run, language: str, surnames: set[str]) -> Mention | None:
    if len(run.words) == 1 and len(run.words[0]) == 1:
        return None  # "M." before a surname
    country = find_abroad(run.words[0]) if len(run.words) == 1 else ""
    found = Mention(" ".join(run.words), "person", sentence)
    if country:
        return replace(found, text=country, kind="place")
    if len(run.words) > 1 or is_person(run.words[0]) or run.words[0] in surnames:
        return found
    if run.words[0].isupper() and len(run.words[0]) > 1:
        return replace(found, kind="organisation")
    return None if language == "de" or run.opens else found
