"""Split a text into sentences by line breaks and punctuation, without a language model."""

import re
from collections.abc import Callable, Iterator

from news.lexicon.abbreviations import (
    BEFORE_ORDINALS,
    ORDINAL_LANGUAGES,
    ORDINALS_ANYWHERE,
    YEARS,
    read_abbreviations,
)
from news.lexicon.days import is_month
from news.lexicon.languages import is_function_word, language_of_article
from news.lexicon.quotation_marks import is_left_open
from news.words import MAX_CHARACTERS

_UNSPACED = r"(?<=[。！？])(?![」』”’）。！？])|(?<=[。！？][」』”’）])"  # no space follows
_END_IN_ENGLISH = re.compile(
    r"(?<!\b[A-Z]\.)(?<!\b[A-Z][a-z]\.)(?<!\b(?:Mrs|Gen|Sen|Gov|Rep|Col|Lt\s|Maj|Sgt|Cpl|Adm|Rev)\.)"
    r"(?<!\b(?:Jan|Feb|Mar|Apr|Aug|Oct|Nov|Dec)\.)(?<!\b(?:Sept|Sens|Reps|Gens|Govs)\.)(?<!\b(?:ST|FT|MT)\.)"
    r"(?<=[.!?…؟۔।])(?P<marks>[\"”’»)]*)"
    r"\s+(?<![ap]\.m\.\s(?=(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b))(?=[\"“‘«(]*[^\W\d_a-z]|\d)"
    r"(?!\([^()]{2,40}\)\s?[-–—―])"  # an agency: "MADISON, Wis. (AP) - "
    rf"|{_UNSPACED}"
)
# A mark that touches the stop closes a quotation, and so does » after a space; what stands before a word opens one.
_END = re.compile(
    r"(?<=[.!?…؟۔।])(?P<marks>(?:[\"”“‘’«»)\]]|[ \u00a0\u202f]»(?!\w))*)\s+"
    rf"(?=[\"“”„‘‚«»(\[¿¡–—-]*\s?(?P<word>[^\W\d_]+|\d+))|{_UNSPACED}"
)
_LAST = re.compile(r"(?:(?P<before>\w+)[ \u00a0])?(?P<word>\w[\wªº.-]*)\.$")
_WORD = re.compile(r"[^\W\d_]+")
_ORDINAL = re.compile(r"\d{1,2}|[IVXL]+")
_LONGEST = 400  # characters of a sentence that a quotation of several sentences is kept together in


def split_sentences(text: str, language: str = "") -> tuple[str, ...]:
    """Split a text into sentences by line breaks and punctuation, in order, without a language model.

    Without a `language`, that of the text is found by its words.
    """
    find_ends = _ends_of(language or language_of_article("", text))
    lines = (line.strip() for line in text[:MAX_CHARACTERS].split("\n"))
    return tuple(sentence for line in lines for sentence in find_ends(line) if sentence)


def _ends_of(language: str) -> Callable[[str], Iterator[str]]:
    if language == "en":
        return lambda line: _cut(line, [_around(found) for found in _END_IN_ENGLISH.finditer(line)])
    return lambda line: _cut(line, _keep_quotations(line, list(_find_ends(line, language))))


def _around(found: re.Match[str]) -> tuple[int, int]:
    """Where a sentence ends, with the marks that close it, and where the next one begins."""
    return (found.end("marks") if found["marks"] is not None else found.start()), found.end()


def _cut(line: str, ends: list[tuple[int, int]]) -> Iterator[str]:
    begin = 0
    for end, following in ends:
        yield line[begin:end]
        begin = following
    yield line[begin:]


def _find_ends(line: str, language: str) -> Iterator[tuple[int, int]]:
    begin = 0
    for found in _END.finditer(line):
        if found["word"] is None or not _goes_on(line[begin : found.start()], found["marks"], found["word"], language):
            yield _around(found)
            begin = found.end()


def _keep_quotations(line: str, ends: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The ends without those inside a quotation, if the sentence with the whole quotation is short enough."""
    kept, begin, closed = list[tuple[int, int]](), 0, [*ends, (len(line), len(line))]
    for number, (end, following) in enumerate(ends):
        if end < begin:
            continue
        later = (one for one, _ in closed[number + 1 :] if one - begin <= _LONGEST)
        if is_left_open(line[begin:end]) and any(not is_left_open(line[begin:one]) for one in later):
            continue
        kept.append((end, following))
        begin = following
    return kept


def _goes_on(sentence: str, marks: str, word: str, language: str) -> bool:
    """Whether a sentence goes on after what looks like its end, with this word or number."""
    if word[0].islower():
        return True
    last = None if marks else _LAST.search(sentence)
    if last is None:
        return False
    if last["word"] == sentence[:-1] and last["word"].isdecimal():
        return True  # the number of an entry in a list
    if _ORDINAL.fullmatch(last["word"]) and language in ORDINAL_LANGUAGES:
        return _is_ordinal(last["before"] or "", word, language)
    return _abbreviates(last["word"], sentence[: last.start("word")], word, language)


def _is_ordinal(before: str, word: str, language: str) -> bool:
    """Whether a number with a full stop is an ordinal, given the words around it."""
    if word.isdecimal() or is_month(word):
        return True
    if is_function_word(word.casefold(), language):
        return False
    led = before.casefold() in BEFORE_ORDINALS.get(language, "").split() or is_function_word(
        before.casefold(), language
    )
    return led or language in ORDINALS_ANYWHERE


def _abbreviates(short: str, before: str, word: str, language: str) -> bool:
    """Whether a short form goes before this word and ends no sentence."""
    names, numbers, may_end = read_abbreviations(language)
    folded = short.casefold()
    if folded in YEARS.get(language, "").split() and before[-2:-1].isdecimal():
        return _is_bare_date(before, language)
    if len(short) == 1 or folded in names or (folded in numbers and word.isdecimal()):
        return not short.isdecimal()
    return folded in may_end and not is_function_word(word.casefold(), language)


def _is_bare_date(text: str, language: str) -> bool:
    """Whether a text is nothing but a date: "W 2023 r." is no sentence."""
    return all(is_month(word) or is_function_word(word.casefold(), language) for word in _WORD.findall(text))
