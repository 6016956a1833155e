"""Figures on which the reports of one event disagree: "12 dead" in one outlet, "14 dead" in another."""

import re
from collections.abc import Sequence

from news.lexicon.genres import find_numbers
from news.sentences import split_sentences

_COUNTED = re.compile(
    r"(?<![\w.,$€£%])(\d{1,3}(?:[.,]\d{3})*|\d+|[^\W\d_]+)[  -](?:(?:people|persons|others) )?([^\W\d_]{4,})"
)
_NEVER = frozenset(
    """
    day days hour hours minute minutes week weeks month months year years time times percent january february march
    april june july august september october november december years-old tage tagen jahre jahren uhr prozent monate
    stunden jours heures mois semaines ans heure días horas meses años semanas million millions billion billions
    millionen milliarden millones miles thousand hundred pounds dollars euros other others more things points
    """.split()
)
_SENTENCES = 2  # besides the headline


def find_disagreements(reports: Sequence[tuple[str, str, str]]) -> list[tuple[tuple[str, str], ...]]:
    """The figures on which outlets disagree, from (outlet, headline, text) of each report of one event, in order.

    Each is a tuple of (figure, outlet): (("12 dead", "Wire"), ("14 dead", "Courier")). Only what the headline or the
    first two sentences say counts, and of an outlet what it says first.
    """
    said: dict[str, dict[str, tuple[str, str]]] = {}
    for outlet, headline, text in reports:
        opening = ". ".join((headline, *split_sentences(text)[:_SENTENCES]))
        for number, noun in _COUNTED.findall(opening):
            value = next(iter(find_numbers(number)), "")
            if value and noun.casefold() not in _NEVER:
                said.setdefault(noun.casefold(), {}).setdefault(
                    outlet, (value, f"{number.casefold()} {noun.casefold()}")
                )
    disputed = (one for one in said.values() if len({value for value, _ in one.values()}) > 1)
    return [tuple((shown, outlet) for outlet, (_, shown) in one.items()) for one in disputed]
