"""Find the lines of an answer that its sender wrote, as opposed to the mail that it quotes. Pure.

Mail programs mark quotes in many ways and languages, and some not at all. So the lines are recognised by their form,
and, since we know the mail that is answered, by being in it.
"""

import re
from collections.abc import Sequence

from alerts.clean_text import clean_line
from alerts.html_text import CUT

MOST_LINES = 40  # of the sender's own
_MOST_READ = 2_000  # lines, with quotes
_LONGEST = 500  # characters of a line
_LEAST_WORDS = 20  # characters of a line that is recognised as one of our mail; shorter ones could be anybody's
_FIELD = re.compile(r"[*_]*[^\W\d_][^:：]{0,30}[*_]*\s?[:：]")  # "From:", "Von :", "差出人：", with Outlook's "*From:*"
_FIELDS = 3  # of a mail's header, one below the other
_TITLED_RULE = re.compile(r"[-_=]{3,}\s*[^\W\d_].*[-_=]{3,}|[-_=]{5,}\s*[^\W\d_].*")
_OURS = "storywake"  # the sender's name of our mails begins with it
_DATE = 4  # digits, at least
_WORD = re.compile(r"\w+")


def own_lines(text: str, sent: Sequence[str]) -> list[str]:
    """The lines that the sender wrote: above, below and between quoted ones. `sent` are the texts of our mail.

    Lines after an unmarked quote are not returned: whose they are cannot be seen.
    """
    lines = [clean_line(line, _LONGEST) for line in text.splitlines()[:_MOST_READ]]
    ours = [f" {_words(each)} " for each in sent]
    own: list[str] = []
    for number, line in enumerate(lines):
        if line == "--" or _begins_quote(lines, number) or _is_ours(line, ours) or len(own) >= MOST_LINES:
            break
        if line and not line.startswith(">"):
            own.append(line)
    return own


def _begins_quote(lines: Sequence[str], number: int) -> bool:
    """Whether the rest of the text is a mail that is not marked as a quote."""
    line = lines[number]
    if line == CUT or _TITLED_RULE.fullmatch(line):
        return True
    fields = lines[number : number + _FIELDS + 1]
    if all(map(_FIELD.match, fields[:_FIELDS])) and len(fields) >= _FIELDS:
        return any("@" in each or _OURS in each.lower() for each in fields)
    return _introduces_quote(lines, number)


def _introduces_quote(lines: Sequence[str], number: int) -> bool:
    """Whether this line ends a sentence like "On Monday storywake wrote:", and no marked quote follows."""
    if not lines[number].endswith((":", "：")):
        return False
    sentence = " ".join(lines[max(number - 1, 0) : number + 1]).lower()
    is_about_us = _OURS in sentence and ("@" in sentence or sum(map(str.isdecimal, sentence)) >= _DATE)
    following = next((line for line in lines[number + 1 :] if line), ">")
    return is_about_us and not following.startswith(">")


def _is_ours(line: str, ours: Sequence[str]) -> bool:
    words = "" if line.startswith(">") else _words(line)
    return len(words) >= _LEAST_WORDS and any(f" {words} " in each for each in ours)


def _words(text: str) -> str:
    return " ".join(_WORD.findall(text.casefold()))
