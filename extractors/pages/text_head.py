"""What stands above the first sentence of a text and is none of it: the headline again, a byline, the time.

A byline of the day adds a day and figures to what a report is compared by, and would be quoted as its lead.
"""

import re
from collections.abc import Iterable

_FEWEST_WORDS = 3  # of a headline; a shorter one may begin the first sentence
_LONGEST = 300  # characters of what stands above a text

_MONTH = r"(?:(?!\d)\w{3,10}\.?)"
_DAY = (
    rf"(?:\d{{1,2}}(?:st|nd|rd|th|\.)? (?:de )?{_MONTH} (?:de )?(?:19|20)\d\d|{_MONTH} \d{{1,2}},? (?:19|20)\d\d"
    r"|\d{1,2}([./-])\d{1,2}\1(?:19|20)\d\d|(?:19|20)\d\d([./-])\d{1,2}\2\d{1,2})"
)
_ZONE = r"(?: ?(?:Uhr|GMT|UTC|MSK|IST|BST|CES?T|EES?T|[ECMP][SD]?T)\b)"
_CLOCK = rf"(?:\d{{1,2}}[:.h]\d\d(?::\d\d)?(?: ?[ap]\.?m\b\.?)?|\d{{1,2}} ?[ap]\.?m\b\.?){_ZONE}?"
_STATED = (
    r"(?:(?:last |first )?(?:published|posted|updated|modified|veröffentlicht|aktualisiert|stand|publié|mis à jour"
    r"|publicado|actualizado)(?: on| at| am| le| el)?:? )?(?:\w{2,10}\.?, )?"
)
_MARK = r"[·•|–—-]"
# The clock after the day, and a mark or a new sentence after both: "12 March 2025 was a Wednesday" is a sentence.
_TIME = re.compile(
    rf"(?i:{_STATED}{_DAY}(?:,? (?:at |um |à |{_MARK} )?{_CLOCK})?)\s*(?:{_MARK}\s*|$|(?=[\"“„«‘'(]*[^\W\d_a-zà-ÿа-я]))"
)
_NOBODY = r"(?!(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|Montag|Dienstag|lunes|mardi\b)"
_NAME = r"[A-ZÀ-ÞА-Я][\w.'’-]*"
_NAMES = (
    rf"{_NOBODY}(?:{_NAME}|our\b|staff\b)"
    rf"(?:,? (?:{_NAME}|staff|and|und|et|y|in|of|the|reporters?|correspondents?|editors?)){{0,8}}?(?!\w)"
)
# A name alone could begin a sentence ("By Lake Trantura Firefly waited"): a mark, the time or the line's end follows.
_BYLINE = re.compile(rf"(?:By|Von|Par|Por|Text:) {_NAMES},?\s*(?:{_MARK}\s*|$|(?={_TIME.pattern}))")
_CLOSED = re.compile(r"[.!?…。:,;][\"”’»)\]]*\s*\Z")


def cut_before(text: str, prose: str) -> str:
    """A text of one line from where the first of the page's lines of prose begins, unless a sentence stands before it.

    An extraction that falls back to all the text of a short page joins its headline and byline with its paragraphs.
    """
    first = prose.partition("\n")[0]
    at = text.find(first) if first and "\n" not in text else -1
    return text[at:] if 0 < at <= _LONGEST and not _CLOSED.search(text, 0, at) else text


def cut_head(text: str, headlines: Iterable[str]) -> str:
    """A text without its headline, its byline and the time at its beginning; as it is if nothing would be left."""
    rest = text
    for one in sorted(headlines, key=len, reverse=True):
        rest = _after_headline(rest, one)
    for pattern in (_TIME, _BYLINE, _TIME):
        line, newline, below = rest.partition("\n")
        found = pattern.match(line)
        rest = f"{line[found.end() :]}{newline}{below}".strip() if found else rest
    return rest or text


def _after_headline(text: str, headline: str) -> str:
    """The text after a headline at its beginning; unchanged if the first sentence only begins like the headline."""
    words = re.findall(r"\w+", headline)
    if len(words) < _FEWEST_WORDS:
        return text
    same = r"\W{1,3}".join(map(re.escape, words))
    found = re.match(rf"\W{{0,3}}{same}[?!…\"”’»')\]]*(?:\s*{_MARK}|:)?(?:\s+|$)", text, re.IGNORECASE)
    rest = text[found.end() :] if found else ""
    return rest if rest and not rest[0].islower() else text
