"""Find names by their capitals, in texts of languages without a model."""

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace

from news import (
    OTHER_SCRIPTS,
    Mention,
    find_abroad,
    find_places,
    is_common,
    is_month,
    is_noun,
    is_person,
    is_surname_too,
    is_title,
    says_how_many,
    without_elisions,
)

_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ.][^\W\d_]+)*")
_SITE = re.compile(r"\w\.[a-z]{2,6}$")  # "Monde.fr" is where a text stands, not whom it is about
# With a capital they are part of a surname: Lo Presti, Le Pen, De Luca.
_PARTICLES = frozenset("la le lo li de del della di da dal dos das van von der den ter el al bin ben ould".split())
_JOINS = {" ", "-"}  # separators between two words of a name
# What stands right before the first word of a sentence or quotation, or of what follows a colon.
_OPENING = re.compile(r"(?:^|[.!?…:]|[«»–—](?=\s)|(?<!\w)[„“”\"«»‘‚'¿¡]|[–—])\s*$")
_CLOSING = re.compile(r"\s?[“”\"»«’']")  # after a run: a name in quotation marks, as of a ship
# "ROMA, 12 OTT -", "KÖLN (dpa) –": where and when a report was written.
_DATELINE = re.compile(r"^\W*(?P<place>[^\W\d_]{4,})(?:[ /'’-]+[^\W\d_a-z]+)*(?P<rest>[^–—!?]{0,40}?)\s*[–—-]+\s")
_PARENTHESIS = re.compile(r"\([^()]*\)")
_LETTERS = re.compile(r"[^\W\d_]{2,}")
_SUFFIX = re.compile(r"['’ʼ](?=[^\W\d_])")  # of an inflected name: "Ankara'da", "Kennedy'ego"
_WITH_SUFFIXES = {"tr", "az", "pl", "hu", "fi", "et"}
_SHORTEST_BEGINNING = 5  # letters of a word that may have an ending


def find_names(sentences: Sequence[str], language: str) -> list[Mention]:
    """Find countries (by their English names), people and organisations (as written).

    A run of capitalised words is a name. A single one is a name only if it does not open a sentence or quotation and,
    in German, which capitalises all nouns, only if the text has a full name with it, it is well known, a title stands
    before it or it is part of a compound with a hyphen. Common nouns and words of news ("Präsident"), institutions
    ("Justice"), titles, datelines and addresses of sites are not part of a name. In a script without capitals only
    places are found, by their names.
    """
    if language in OTHER_SCRIPTS:
        return [
            Mention(place, "place", number)
            for number, sentence in enumerate(sentences)
            for place, _ in find_places(sentence, language)
        ]
    written = frozenset(word for sentence in sentences for word in _WORD.findall(sentence) if word.islower())
    found = [(number, run) for number, sentence in enumerate(sentences) for run in _runs(sentence, language)]
    trimmed = [(number, one) for number, run in found if (one := _trim(run, language, written)).words]
    alone = {run.words[0] for _, run in trimmed if len(run.words) == 1 and not run.opens}
    whole = {run.words for _, run in trimmed if len(run.words) > 1}
    runs = [(number, part) for number, run in trimmed for part in _part(run, alone, whole - {run.words})]
    surnames = {run.words[-1] for _, run in runs if len(run.words) > 1}
    named = (_as_mention(number, run, language, surnames) for number, run in runs)
    return [mention for mention in named if mention]


@dataclass(frozen=True, slots=True)
class _Run:
    """Capitalised words in a row.

    `opens`: they begin a sentence or quotation; `is_titled`: a title stands before them; `is_compound`: a common noun
    follows after a hyphen.
    """

    words: tuple[str, ...]
    opens: bool
    is_titled: bool = False
    is_compound: bool = False


def _runs(sentence: str, language: str) -> Iterator[_Run]:
    run: _Run | None = None
    end = 0
    text = _without_dateline(without_elisions(sentence, language))
    for found in _WORD.finditer(text):
        word, before = _bare(found.group(), language), text[: found.start()]
        is_name = _is_name(word, before, language)
        goes_on = run is not None and before[end:] in _JOINS and not find_abroad(word)
        if run and not (is_name and goes_on and not find_abroad(run.words[-1])):
            yield _ended(run, text[end:], word)
            run = None
        if is_name and run:
            run = replace(run, words=(*run.words, word))
        elif is_name or find_abroad(word):
            run = _Run((word,), opens=bool(_OPENING.search(before)))
        end = found.end()
    if run:
        yield _ended(run, text[end:], "")


def _ended(run: _Run, after: str, word: str) -> _Run:
    """A run, given what follows it and the next word."""
    is_compound = after.startswith(f"-{word}") and word[:1].isupper()
    return replace(run, is_compound=is_compound, opens=run.opens and not _CLOSING.match(after))


def _is_name(word: str, before: str, language: str) -> bool:
    """Whether a word can be part of a name, given the text before it."""
    if not word[0].isupper() or _SITE.search(word):
        return False
    if is_title(word, language):
        return True
    if word.casefold() in _PARTICLES and word[1:].islower():
        return not _OPENING.search(before)
    is_counted = language == "de" and says_how_many(before)
    return not (is_counted or is_noun(word, language) or is_common(word, language))


def _bare(word: str, language: str) -> str:
    """A word without the ending that an apostrophe divides from a name."""
    return _SUFFIX.split(word)[0] if language in _WITH_SUFFIXES else word


def _without_dateline(sentence: str) -> str:
    found = _DATELINE.match(sentence)
    if found is None or not found["place"].isupper():
        return sentence
    words = _LETTERS.findall(_PARENTHESIS.sub(" ", found["rest"]))
    is_dateline = all(word.isupper() or is_month(word) for word in words)
    return sentence[found.end() :].rjust(len(sentence)) if is_dateline else sentence


def _trim(run: _Run, language: str, written: frozenset[str]) -> _Run:
    """A run without titles, and without a first word that the text has in lower case too."""
    words = run.words
    while words and words[-1].casefold() in _PARTICLES:
        words = words[:-1]
    if run.opens and len(words) > 1 and words[0].casefold() in written and not is_title(words[0], language):
        words = words[1:]
    last = max((place for place, word in enumerate(words) if is_title(word, language)), default=-1)
    if last == len(words) - 1 > 0 and is_surname_too(words[-1]):
        return replace(run, words=words)
    is_titled = 0 <= last < len(words) - 1
    left = words[last + 1 :] if is_titled else words[: last if last >= 0 else len(words)]
    opens = run.opens and len(left) == len(run.words)
    return replace(run, words=left, opens=opens, is_titled=is_titled)


def _part(run: _Run, alone: Set[str], whole: Set[tuple[str, ...]]) -> Iterator[_Run]:
    """A run, parted where two names meet in it: "Brakna Rufus Firefly", if the text has Brakna or the person alone too.

    `alone` are single words and `whole` runs that the text has elsewhere.
    """
    words = run.words
    for place in range(1, len(words) - 1):
        if words[place:] in whole or any(_are_alike(words[place - 1], one) for one in alone):
            yield replace(run, words=words[:place])
            yield replace(run, words=words[place:], opens=False)
            return
    yield run


def _are_alike(one: str, other: str) -> bool:
    """Whether two words are one name, but perhaps for the ending of a case."""
    length = max(_SHORTEST_BEGINNING, min(len(one), len(other)) - 2)
    return one == other or (one[:length] == other[:length] and len(other) >= _SHORTEST_BEGINNING)


def _as_mention(sentence: int, run: _Run, language: str, surnames: set[str]) -> Mention | None:
    first, *others = run.words
    if not others and len(first) == 1:
        return None  # "M." before a surname
    country = find_abroad(first) if not others else ""
    found = Mention(" ".join(run.words), "person", sentence)
    if country:
        return replace(found, text=country, kind="place")
    if others or run.is_titled or is_person(first) or first in surnames:
        return found
    if first.isupper():
        return replace(found, kind="organisation")
    if language == "de":
        return found if run.is_compound else None
    return None if run.opens else found
