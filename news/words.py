"""Content words of a text for similarity: lower case, normalised spelling, no stop words, plurals folded."""

import re
import unicodedata
from collections import Counter
from functools import lru_cache

MAX_CHARACTERS = 20_000  # of a text that are read, enough for a long live blog; Annotation.omitted counts the rest
HEADLINE_WORDS = 14  # content words: a headline and a little more, or the beginning of the first sentence
LEAD_WORDS = 60  # content words: about a headline and the first two sentences, in which a news text says what happened

_ENDING = re.compile(r"(?<=\w\w\w)s[ck](?:yy|yi|yj|iy|ij|ii|y|j|i)$")  # one Slavic ending with its ten romanisations
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*(?:[.-][^\W_]+)*")
_STOP_WORDS = frozenset(
    """a about above after again against ago all almost along already also although always am among an and another any
    anyone anything are aren't around as asked at away back be became because become been before began being below
    between both but by called came can can't cannot come comes could couldn't day days did didn't do does doesn't doing
    don't done down during each early either else even ever every everyone few first following for former found from
    full further gave get gets getting give given go goes going gone got had hadn't has hasn't have haven't having he
    he'd he'll he's her here hers herself him himself his how however i i'd i'll i'm i've if in including instead into
    is isn't it it's its itself just keep kept know known last late later least less let like likely long made make
    makes making many may me mean might more most mr mrs ms much must my myself need never new next no nor not nothing
    now of off often old on once one only or other others our ours ourselves out over own part people per put quite
    rather really right said same saw say saying says see seen set several shall she she'd she'll she's should since so
    some someone something soon still such take taken takes taking tell than that that's the their theirs them
    themselves then there there's these they they'd they'll they're they've thing things think this those though three
    through thus time times to today together told tomorrow too took toward towards two under until up upon us use used
    using very via want wanted wants was wasn't way ways we we'd we'll we're we've week weeks well went were weren't
    what what's when where whether which while who who's whom whose why will with within without won't would wouldn't
    year years yes yesterday yet you you'd you'll you're you've your yours monday tuesday wednesday thursday friday
    saturday sunday january february march april may june july august september october november december""".split()
)


def list_words(text: str) -> list[str]:
    """The content words of a text in order, normalised; numbers are kept because they distinguish stories."""
    plain = text if text.isascii() else unicodedata.normalize("NFKC", text).replace("’", "'")
    return [word for word in map(_normalise, _WORD.findall(plain.casefold())) if word]


def count_words(text: str) -> Counter[str]:
    """How often each content word occurs in a text."""
    return Counter(list_words(text))


@lru_cache(maxsize=50_000)  # a day's news contains some forty thousand different words
def _normalise(found: str) -> str:
    """A word in the form in which it is counted; "" if it is not a content word."""
    word = found.removesuffix("'s")
    if len(word) < 2 or word in _STOP_WORDS:
        return ""
    return fold_ending(fold_plural(word.replace(".", "")))


def fold_plural(word: str) -> str:
    """Fold an English plural onto its singular.

    This is the S-stemmer of D. Harman, "How effective is suffixing?", JASIS 42 (1991). Unlike Porter's stemmer, it
    hardly changes names and words of other languages.
    """
    if len(word) < 4 or not word.endswith("s"):
        return word
    if word.endswith("ies") and not word.endswith(("eies", "aies")):
        return word[:-3] + "y"
    if word.endswith("es") and not word.endswith(("aes", "ees", "oes")):
        return word[:-1]
    return word if word.endswith(("us", "ss")) else word[:-1]


def fold_ending(word: str) -> str:
    """Fold the spellings of Slavic surnames in -sky: Zelenskyy, Zelenskiy and Zelenskij become zelensky."""
    return _ENDING.sub("sky", word) if word.endswith(("y", "i", "j")) else word
