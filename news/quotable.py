"""Sentences that can be quoted on their own: whole, said by the report itself, and clear without their neighbours."""

import re

from news.lexicon.quotation_marks import is_left_open
from news.lexicon.references import points_outside
from news.sentences import split_sentences

SHORTEST, LONGEST = 25, 400  # characters of a sentence that can be quoted on its own
_LEAD = 6  # sentences among which the lead is sought
_SHORTEST_LEAD = 50  # characters; what is shorter is a heading or a standfirst
_PLACE = r"[A-ZÀ-Þ][\w.'’-]*"
_LAND = rf"(?:, {_PLACE}(?: (?:(?:and|of|the) )?{_PLACE}){{0,3}}){{0,2}}"  # "Va.", "Trinidad and Tobago"
_MONTH = r"[A-ZÀ-Þ][^\W\d_A-Z]{2,8}\.?"
_DAY = rf"(?:,? (?:{_MONTH} \d{{1,2}}|\d{{1,2}} {_MONTH})(?:,? \d{{4}})?)?"
_DASH = r"(?: ?[—―] ?| (?:--?|–) )"
# A place in capitals, or an agency in brackets: a dash alone also follows a name ("Firefly - who signed - left").
_DATELINE = re.compile(
    rf"^(?:[A-ZÀ-Þ][A-ZÀ-Þ .,'’/-]{{2,40}}{_LAND}{_DAY}(?: \([^)]{{2,40}}\))?"
    rf"|(?:{_PLACE}(?:[ /]{_PLACE}){{0,3}}{_LAND}{_DAY} )?\([A-Za-z][\w ./-]{{1,30}}\)){_DASH}(?=[\"“„«‘'(]*[A-ZÀ-Þ\d])"
)
_END = re.compile(r"[.!?…。](?:[\"”“’‘»«)\]]|[ \u00a0\u202f]»)*$")
_BYLINE = re.compile(
    r"^(?:by|von|par|por|автор:?)\s+(?:[A-ZÀ-ÞА-Я][\w.'-]*|staff|our|and|und|et|y|the)(?:[\s,]+\w[\w.'-]*){0,6}"
    r"(?:$|[,.|·]|\s+(?:published|updated|in)\b)",
    re.IGNORECASE,
)
_FURNITURE = re.compile(
    r"\b(?:published|posted|last updated|updated|first published|veröffentlicht|aktualisiert|publié|mis à jour"
    r"|publicado|actualizado)\b[^.]{0,20}\d{1,2}[:./ ]|\d{1,2}/\d{1,2}/\d{4}|\b\d+ min(?:ute)?s? read\b"
    r"|\b(?:photo|image|picture|foto|bild|credit|file photo|ap photo|afp photo|getty images|photograph)s?\s*[:/(|©]"
    r"|\((?:photo|image|foto|ap photo|file)\b|/(?:reuters|afp|ap|getty)\b|©"
    r"|\bpictured (?:above|below|left|right|here)\b|\b(?:file photo|stock photo|screenshot)\b"
    r"|^(?:read more|read also|see also|sign up|subscribe|watch:|listen:|click here|follow us|share this|related:"
    r"|lesen sie auch|lire aussi|lea también|читайте также)",
    re.IGNORECASE,
)
_CUT = re.compile(r"(?:\.{3}|…)[\"”’»)\]]*$")
_QUESTION = re.compile(r"[?؟？][\"”“’‘»«)\]\s]*$")
_LIST_NUMBER = re.compile(r"\d+, ")  # the rest of "House Resolution No. 601, the rule for ..."
_PROMISE = re.compile(r"^(?:how|why|what|wie|warum|was|comment|pourquoi|cómo|как|почему)\b", re.IGNORECASE)
_CAPTION = re.compile(
    r"^[^.]{3,80}\b(?:speaks|speak|talks|talk|arrives|arrive|poses|pose|shakes|shake|waves|wave|walks|walk|looks|look"
    r"|listens|listen|attends|attend|stands|stand|holds|hold|gestures|gesture|smiles|smile|sits|sit|meets|meet)\b"
    r"[^.]{0,120}\b(?:in|on|at|near|outside)\b[^.]{0,60}\b(?:19|20)\d\d\.$"
)


def read_quotable(title: str, text: str, most: int) -> list[tuple[int, str]]:
    """The first `most` sentences that can be quoted, each with its place in the text and without what is glued to it.

    A dateline, and a headline that the page put before the sentence, are cut off.
    """
    found = []
    for number, sentence in enumerate(split_sentences(text)[:most]):
        bare = _without_headline(_DATELINE.sub("", sentence), title)
        if stands_alone(bare):
            found.append((number, bare))
    return found


def find_lead(title: str, text: str) -> str:
    """The first sentence of a report that can be quoted; "" if none of its first sentences can."""
    return next((one for _, one in read_quotable(title, text, _LEAD) if len(one) >= _SHORTEST_LEAD), "")


def stands_alone(sentence: str) -> bool:
    """Whether a sentence is whole, is no byline or caption, and points to nothing outside itself."""
    if not SHORTEST <= len(sentence) <= LONGEST or not _END.search(sentence):
        return False
    if (
        _CUT.search(sentence)
        or _QUESTION.search(sentence)
        or _LIST_NUMBER.match(sentence)
        or _is_cut_quotation(sentence)
    ):
        return False
    unfit = (_BYLINE, _FURNITURE, _CAPTION, _PROMISE)
    return not (any(pattern.search(sentence) for pattern in unfit) or points_outside(sentence))


def _is_cut_quotation(sentence: str) -> bool:
    """Whether a quotation between marks that English does not use is left open; splitting keeps short ones whole."""
    return any(mark in sentence for mark in "„«»") and is_left_open(sentence)


def _without_headline(sentence: str, title: str) -> str:
    """The sentence after a headline in it; unchanged if there is none."""
    words = re.findall(r"\w+", title)
    if len(words) < 3:
        return sentence
    glued = re.search(r"\W+".join(map(re.escape, words)) + r"\W*", sentence, re.IGNORECASE)
    if glued is None:
        return sentence
    rest = sentence[glued.end() :]
    # a sentence may also quote its headline, and goes on in lower case then
    return rest if not rest or not rest[0].islower() else sentence
