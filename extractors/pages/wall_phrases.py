"""The phrases of walls by language, from wall_phrases.toml, and what a sentence says in them."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib.resources import files

KINDS = ("robot", "error", "consent", "offer")
_LABEL, _LABEL_LETTERS = 8, 45  # words and letters: a longer sentence with a phrase must also address the reader
_SUBJECT_LABEL = 3  # words
_FEWEST_BEFORE_SPEECH = 5  # words, as in "The screen showed all of them: access denied"
_NEVER = r"(?!)"
_CONTINUED = "\n    "

_WORD = re.compile(r"\w+")
_IDEOGRAPH = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]")  # no blanks between words, of about two each
_SYLLABLE = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3]")  # as much text as two letters


@dataclass(frozen=True)
class Sentence:
    """A sentence or line of a page, without what it quotes."""

    text: str

    @cached_property
    def said(self) -> str:
        """The sentence without what follows a colon and a few words, which is mostly what somebody else says."""
        before, colon, _ = self.text.partition(": ")
        return before if colon and len(_WORD.findall(before)) > _FEWEST_BEFORE_SPEECH else self.text

    @cached_property
    def lower(self) -> str:
        """The sentence in small letters."""
        return self.text.lower()

    @cached_property
    def words(self) -> int:
        """About how many words it has."""
        return len(_WORD.findall(_IDEOGRAPH.sub(" ", self.text))) + (len(_IDEOGRAPH.findall(self.text)) + 1) // 2

    @cached_property
    def letters(self) -> int:
        """About how many letters it has."""
        return count_letters(self.text)

    @property
    def is_label(self) -> bool:
        """Whether it is as short as a heading or the text of a button."""
        return self.words <= _LABEL and self.letters <= _LABEL_LETTERS


@dataclass(frozen=True)
class Language:
    """The phrases of a language; `missing` are those that only pages say that do not exist."""

    missing: re.Pattern[str]
    kinds: Mapping[str, re.Pattern[str]]
    address: re.Pattern[str]
    reported: re.Pattern[str]
    any: re.Pattern[str] = field(repr=False)

    def says(self, kind: str, sentence: Sentence) -> bool:
        """Whether a sentence contains a phrase of a kind of notice, and speaks as notices do."""
        return (
            bool(self.kinds[kind].search(sentence.said.lower()))
            and (sentence.is_label or self.addresses(sentence))
            and (not self.reports(sentence))
        )

    def addresses(self, sentence: Sentence) -> bool:
        """Whether a sentence speaks to the reader, or of the site that it is on."""
        return bool(self.address.search(sentence.said))

    def reports(self, sentence: Sentence) -> bool:
        """Whether a sentence names a source or a day, as news does."""
        return bool(self.reported.search(sentence.lower))


def label_kinds(sentence: Sentence) -> set[str]:
    """The kinds of notices that a label of a few words belongs to."""
    if sentence.words > _SUBJECT_LABEL:
        return set()
    return {kind for kind, pattern in _read().labels.items() if pattern.search(sentence.lower)}


def languages_of(text: str) -> list[Language]:
    """The languages that have a phrase in a text."""
    lower = text.lower()
    return [language for language in _read().languages if language.any.search(lower)]


def count_letters(text: str) -> int:
    """About how many letters a text has; a syllable or an ideograph counts as two."""
    return sum(map(len, _WORD.findall(text))) + len(_SYLLABLE.findall(text))


@dataclass(frozen=True)
class _Phrases:
    languages: tuple[Language, ...]
    labels: Mapping[str, re.Pattern[str]]


@cache
def _read() -> _Phrases:
    stated = tomllib.loads((files("extractors.pages") / "wall_phrases.toml").read_text("utf-8"))
    labels = {kind: re.compile(_joined(stated["labels"][kind])) for kind in KINDS}
    everywhere = stated["all"]["reported"]
    names = [name for name in stated if name not in ("labels", "all")]
    return _Phrases(tuple(_language(stated[name], everywhere) for name in names), labels)


def _language(stated: Mapping[str, str], everywhere: str) -> Language:
    start = r"\b" if stated.get("has_blanks", True) else ""

    def pattern(*names: str, more: str = "", flags: int = 0) -> re.Pattern[str]:
        parts = [_joined(stated[name]) for name in names if name in stated] + [_joined(more)] * bool(more)
        return re.compile(f"{start}(?:{'|'.join(parts) or _NEVER})", flags)

    kinds = {kind: pattern(kind, *(["missing"] if kind == "error" else [])) for kind in KINDS}
    return Language(
        missing=pattern("missing"),
        kinds=kinds,
        address=pattern("address", flags=re.IGNORECASE),
        reported=pattern("reported", more=everywhere),
        any=pattern("missing", *KINDS),
    )


def _joined(lines: str) -> str:
    return lines.strip("\n").replace(_CONTINUED, "").replace("\n", "|")
