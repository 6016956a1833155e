"""Corrections: a report that takes back or corrects an earlier one, or an article that says something else now."""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from itertools import accumulate

from news.identity import fingerprint
from news.lexicon.correction_words import find_mark, find_note, is_note, without_mark, without_newness
from news.lexicon.languages import language_of_article
from news.model import Article
from news.near_duplicates import head_shingles, is_copy, shingles
from news.quotable import find_lead, read_quotable
from news.sentences import split_sentences
from news.words import list_words

_OPENING = 1200  # characters in which a note on a correction stands
_CLOSING = 600  # some outlets put it at the end
_LATEST = timedelta(days=14)  # between a report and its correction
_LEAST_SHARED = 0.4  # of the words of the shorter headline
_LEAST_LIKE = 0.5  # of the words of two sentences, one of which was made of the other
_LEAST_ABOUT = 0.33  # of the words of a sentence that a note names again
_READ = 40  # sentences of a report in which what was changed is sought
_LONGEST_NOTE = 480  # characters that are quoted of a note
_LEAST_KEPT = 0.5  # of the shingles of the new beginning; with fewer it is not the old one, extended


class CorrectionKind(StrEnum):
    """What a correction does to the report that it is about; `UPDATED`: the next stage is told in its place."""

    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"
    RETITLED = "retitled"
    UPDATED = "updated"


@dataclass(frozen=True, slots=True)
class Correction:
    """What a report said, and what is said now."""

    kind: CorrectionKind
    said: str
    says: str


def read_correction(title: str, text: str) -> CorrectionKind | None:
    """The kind of correction that a report says it is; None if it does not say so."""
    found = find_mark(title) or find_note(f"{text[:_OPENING]}\n{text[_OPENING:][-_CLOSING:]}")
    return CorrectionKind(found) if found else None


def find_correction(article: Article, earlier: Sequence[Article]) -> tuple[int, Correction] | None:
    """What a report corrects: the number of the earlier report of its story, and what it says instead; None if nothing.

    `earlier` are reports of the same story, in any order.
    """
    kind = read_correction(article.title, article.text)
    about = find_corrected(article, earlier) if kind else None
    if kind is None or about is None:
        return None
    return about, describe_correction(kind, earlier[about], article)


def find_corrected(correction: Article, earlier: Sequence[Article]) -> int | None:
    """The number of the report that a correction is about; None if none of the earlier ones of its story is like it.

    A report is like it if one is a copy of the other but for what is corrected, or their headlines share words; but
    what an outlet notes below a report of its own is about no report of another outlet that is not a copy. Of several,
    the same outlet's comes first, then the one with most words in common, then the latest.
    """
    is_marked = bool(find_mark(correction.title))
    own, words = shingles(correction.text), set(list_words(without_mark(correction.title)))
    rated = []
    for number, one in enumerate(earlier):
        if one.url == correction.url or not timedelta(0) <= correction.published - one.published <= _LATEST:
            continue
        others = set(list_words(without_mark(one.title)))
        shared = len(words & others) / max(1, min(len(words), len(others)))
        copied = is_copy(own, shingles(one.text))
        is_meant = is_marked or one.outlet == correction.outlet
        if copied or (is_meant and shared >= _LEAST_SHARED):
            rated.append((one.outlet == correction.outlet, shared + copied, one.published, number))
    return max(rated)[-1] if rated else None


def compare_versions(before: Article, after: Article) -> Correction | None:
    """What was changed between two versions of an article that a reader must know of; None if nothing was.

    That is another headline, and a note on a correction that was not there before.
    """
    kind = read_correction(after.title, after.text)
    if kind and kind is not read_correction(before.title, before.text):
        return describe_correction(kind, before, after)
    if before.title and after.title and _bare(before.title) != _bare(after.title):
        return Correction(CorrectionKind.RETITLED, before.title, after.title)
    return None


def begins_anew(before: Article, after: Article) -> bool:
    """Whether an edited article begins in other words than before, as where a page tells each stage of a story in turn.

    Under the same headline it is no edit that a page could be read where the feed's text stood before, or the reverse.
    """
    head = head_shingles(after.text)
    kept = len(head & shingles(before.text))
    is_edit = before.text_from == after.text_from or _bare(before.title) != _bare(after.title)
    return is_edit and bool(head) and kept < _LEAST_KEPT * len(head)


def _bare(headline: str) -> str:
    """The words of a headline without what only says how new it is."""
    return fingerprint(without_newness(headline))


def describe_correction(kind: CorrectionKind, before: Article, after: Article) -> Correction:
    """The headlines of the two or, if these are the same but for the mark, what differs in the texts."""
    said, says = without_mark(before.title), without_mark(after.title)
    if kind is CorrectionKind.WITHDRAWN:
        return Correction(kind, said, _find_note(before, after)[0] or find_lead(after.title, after.text) or after.title)
    if fingerprint(said) == fingerprint(says):
        said, says = _compare_texts(before, after) or (said, says)
    return Correction(kind, said, says)


def _compare_texts(before: Article, after: Article) -> tuple[str, str] | None:
    """What two texts under one headline say differently; None if nothing can be quoted.

    That is the whole note, for its first sentence often repeats the error alone; or, if the note has no other, the
    sentence that was changed. Else it is the leads.
    """
    note, sentences = _find_note(before, after)
    changed = _find_change(before, after, note)
    if note and (sentences > 1 or not changed):
        return changed[0] if changed else _nearest(note, before), note
    said, says = (find_lead(one.title, one.text) for one in (before, after))
    return changed or ((said, says) if said and says else None)


def _find_note(before: Article, after: Article) -> tuple[str, int]:
    """The paragraph that says what was wrong, as far as it can be quoted, and its sentences; ("", 0) if none does."""
    lines = (line.strip() for line in after.text.split("\n"))
    note = next((line for line in lines if is_note(line) and line not in before.text), "")
    sentences = split_sentences(note, language_of_article(after.title, after.text)) if note else ()
    first = next((number for number, sentence in enumerate(sentences) if is_note(sentence)), 0)
    if len(note) <= _LONGEST_NOTE:
        first = 0
    lengths = accumulate(len(sentence) + 1 for sentence in sentences[first:])
    kept = [one for one, length in zip(sentences[first:], lengths, strict=True) if length <= _LONGEST_NOTE + 1]
    return " ".join(kept), len(kept)


def _find_change(before: Article, after: Article, note: str) -> tuple[str, str] | None:
    """The first sentence that was changed, as it was and as it is; None if none is like another."""
    old = [one for _, one in read_quotable(before.title, before.text, _READ)]
    new = [one for _, one in read_quotable(after.title, after.text, _READ) if one not in note]
    for sentence in new:
        words = set(list_words(sentence))
        if sentence in old or not words:
            continue
        shared = {one: len(words & (was := set(list_words(one)))) / len(words | was) for one in old if one not in new}
        best = max(shared, key=lambda one: shared[one], default="")
        if best and shared[best] >= _LEAST_LIKE:
            return best, sentence
    return None


def _nearest(note: str, before: Article) -> str:
    """The sentence of the earlier report that a note is about: the one with most of its words in it."""
    words = set(list_words(note))
    shared = {one: _share(words, one) for _, one in read_quotable(before.title, before.text, _READ)}
    best = max(shared, key=lambda one: shared[one], default="")
    lead = find_lead(before.title, before.text) or without_mark(before.title)
    return best if best and shared[best] >= _LEAST_ABOUT else lead


def _share(words: Set[str], sentence: str) -> float:
    own = set(list_words(sentence))
    return len(own & words) / max(1, len(own))
