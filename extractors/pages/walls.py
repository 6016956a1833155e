"""Detect pages that are not articles: bot checks, errors, consent prompts, subscription offers.

Sites send these instead of an article, often with status 200. They are short, speak to their reader, and most of their
text says one of a few things, in any language. News also reports attacks on web sites, stolen personal data, prices of
subscriptions, and pages that have disappeared; but a notice addresses its reader ("your browser", "our partners") or
is a label of a few words ("Access denied"), while a report tells of others in whole sentences, names sources and days,
and quotes. So a sentence only identifies a notice if it does the former, and a quotation never does.
"""

import re
from collections.abc import Sequence

from extractors.pages.wall_phrases import KINDS, Language, Sentence, count_letters, label_kinds, languages_of

_LONGEST_NOTICE = 3_000  # letters: a longer text is not a notice
_LONGEST_READ = 6_000  # characters, of which so many letters may be
_LONGEST_TITLE = 300  # characters: enough for any
_LEAST_SHARE = 0.25  # of a notice's letters are in sentences that identify it
_LEAST_SHARE_IF_DATED = 0.5  # the same for a page that says when it was published, as articles do
_LEAST_SPOKEN = 0.5  # of a notice's letters are in these, in sentences to the reader, and in labels
_SHORT_LABEL = 4  # words
_LONGEST_BLANK = 300  # letters below a title by which there is no such page
_LONGEST_TEASER = 2_000  # characters: a longer text above an offer is the article itself
_SHORTEST_TEASER = 40  # letters
_PROSE = 60  # letters: a shorter line is a label, a button or a footnote

_SENTENCE = re.compile(r"(?<=[.!?…؟।])\s+|(?<=[。！？])|\n")
_END = re.compile(r"[.!?…。！？؟।][\"”»’)]*\s*$")
# Each kind ends where another of its kind begins, so that a mark that is never closed costs no time.
_QUOTED = re.compile(
    r"“[^“”\n]*(?:”|$)|„[^„“”\n]*(?:[“”]|$)|«[^«»\n]*(?:»|$)|»[^«»\n]*«|”[^”\n]*”|「[^「」\n]*」|『[^『』\n]*』"
    r"""|"[^"\n]*"|‹[^‹›\n]*›|(?<!\w)‘[^‘\n]{1,300}?’(?!\w)|(?<!\w)'[^\n]{2,300}?'(?!\w)|‚[^‚‘\n]*‘""",
    re.MULTILINE,
)
_KINDS = {
    "robot": "only checks for robots",
    "error": "only shows an error",
    "consent": "only asks for consent",
    "offer": "only offers a subscription",
}


class WallError(Exception):
    """A page shows a notice instead of an article; the message says which, as what "the page" does."""


def find_notice(title: str, text: str, *, is_dated: bool = False) -> str:
    """Say what a page that is no article does: "only checks for robots"; "" if its text may be an article.

    `is_dated`: the page states when it was published.
    """
    whole = f"{title[:_LONGEST_TITLE]}\n{text}"
    if len(text) > _LONGEST_READ or count_letters(text) >= _LONGEST_NOTICE:
        return ""
    sentences = _sentences(whole)
    languages = languages_of(whole)
    said = {sentence: _kinds_of(sentence, languages) for sentence in sentences}
    letters = {kind: sum(found.letters for found in sentences if kind in said[found]) for kind in KINDS}
    identified = sum(sentence.letters for sentence in sentences if said[sentence])
    total = count_letters(whole)
    least = _LEAST_SHARE_IF_DATED if is_dated else _LEAST_SHARE
    spoken = sum(found.letters for found in sentences if said[found] or _is_spoken(found, languages))
    if identified and identified >= least * total and spoken >= _LEAST_SPOKEN * total:
        return _KINDS[max(letters, key=lambda kind: letters[kind])]
    is_missing = not is_dated and _is_missing(title, text, languages)
    return _KINDS["error"] if is_missing else ""


def cut_offer(text: str) -> str:
    """A text without the offer of a subscription at its end; as it is if it is long, or nothing else."""
    if len(text) > _LONGEST_TEASER:
        return text
    languages = languages_of(text)
    lines = text.split("\n")
    last_prose = max((number for number, line in enumerate(lines) if _is_prose(line, languages)), default=-1)
    for number in range(last_prose + 1, len(lines)):
        if _offers(lines[number], languages) and _invites(lines[number:], languages):
            teaser = "\n".join(lines[:number])
            return teaser if count_letters(teaser) >= _SHORTEST_TEASER else text
    return text


def _sentences(text: str) -> list[Sentence]:
    return [Sentence(part) for part in _SENTENCE.split(_QUOTED.sub("“", text)) if part.strip()]


def _kinds_of(sentence: Sentence, languages: Sequence[Language]) -> set[str]:
    """The kinds of notices that a sentence identifies."""
    said = {kind for kind in KINDS for language in languages if language.says(kind, sentence)}
    return said | label_kinds(sentence)


def _is_spoken(sentence: Sentence, languages: Sequence[Language]) -> bool:
    """Whether a sentence is a label or speaks to the reader, and does not report."""
    return sentence.words <= _SHORT_LABEL or any(
        language.addresses(sentence) and not language.reports(sentence) for language in languages
    )


def _is_missing(title: str, text: str, languages: Sequence[Language]) -> bool:
    """Whether a short text is below a title by which there is no such page, and reports nothing."""
    if count_letters(text) > _LONGEST_BLANK or _QUOTED.search(text):
        return False
    heading = Sentence(title[:_LONGEST_TITLE])
    said = [language for language in languages if language.missing.search(heading.lower)]
    return bool(said) and heading.is_label and not any(language.reports(Sentence(text)) for language in said)


def _offers(line: str, languages: Sequence[Language]) -> bool:
    """Whether a line is nothing but an offer."""
    sentences = _sentences(line)
    return any("offer" in _kinds_of(sentence, languages) for sentence in sentences) and all(
        sentence.is_label or _is_spoken(sentence, languages) for sentence in sentences
    )


def _invites(lines: Sequence[str], languages: Sequence[Language]) -> bool:
    """Whether lines ask the reader to do something about the offer, instead of asking whether he has."""
    return any(
        "offer" in _kinds_of(sentence, languages) and not sentence.text.rstrip().endswith(("?", "？"))
        for line in lines
        for sentence in _sentences(line)
    )


def _is_prose(line: str, languages: Sequence[Language]) -> bool:
    """Whether a line is a paragraph of which the lesser part speaks to the reader."""
    letters = count_letters(line)
    if letters < _PROSE or not _END.search(line):
        return False
    spoken = sum(sentence.letters for sentence in _sentences(line) if _is_spoken(sentence, languages))
    return spoken < letters / 2
