"""What a pass decides about single things: whose article, which spot check, which alert, which turn of a feed.

Each is a pure function of what is known, so that it can be read and tested without a pass.
"""

import hashlib
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from enum import StrEnum

from news.records import Standing

SPOT_CHECK = 50  # one in so many of the articles that nearly passed a look gets the full comparison all the same
SECOND_ALERT = timedelta(hours=12)  # after the last alert about a development; until then outlets fill in details
WEIGHTY = 3  # names and numbers not known before, in how a report opens, from which it is worth a second alert
FAILING = 4  # failed polls in a row, by then more than an hour and a half: a person should know


class Turn(StrEnum):
    """What changed about a feed that a person should know once."""

    NONE = ""
    FAILS = "fails"
    RECOVERED = "answers again"


def is_for(folders: Iterable[str], wanted: Iterable[str]) -> bool:
    """Whether an article from feeds in `folders` concerns a seed that follows the `wanted` ones; none means all."""
    names = {folder.casefold() for folder in wanted}
    return not names or not names.isdisjoint(folder.casefold() for folder in folders)


def is_spot_checked(url: str) -> bool:
    """Whether an article that nearly passed a look is compared in full all the same: one in `SPOT_CHECK`."""
    return int.from_bytes(hashlib.sha256(url.encode("utf-8", "replace")).digest()[:4], "big") % SPOT_CHECK == 0


def is_due_for_alert(published: datetime, alerted: Collection[datetime]) -> bool:
    """Whether a later report may alert, given when the alerted reports of its development were published."""
    return not alerted or published - max(alerted) >= SECOND_ALERT


def choose_standing(*, is_first: bool, is_copy: bool, is_due: bool, new_facts: int) -> Standing:
    """What a report is to its development; `new_facts` counts names and numbers that no earlier report had."""
    if is_first:
        return Standing.OPENS
    if is_copy:
        return Standing.REPEATS
    return Standing.ADDS if is_due and new_facts >= WEIGHTY else Standing.JOINS


def turn_of(failures: int, *, failed: bool) -> Turn:
    """What to report of a feed that had failed `failures` times in a row before this poll."""
    if not failed:
        return Turn.RECOVERED if failures >= FAILING else Turn.NONE
    return Turn.FAILS if failures + 1 == FAILING else Turn.NONE
