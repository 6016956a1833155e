"""Small decisions of a pass: which folders concern a seed, what is spot-checked, what is alerted and reported.

They are pure functions, so that they can be tested without a pass.
"""

import hashlib
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from enum import StrEnum

from news.records import Standing

SPOT_CHECK = 50  # one in this many of the articles that the cheap checks only just reject is compared in full
SECOND_ALERT = timedelta(hours=12)  # since the last alert about a development; before that, reports only add details
WEIGHTY = 3  # new names and numbers in the opening of a report from which it is worth a second alert
FAILING = 4  # failed polls in a row after which a feed is reported; they take more than an hour and a half


class HealthChange(StrEnum):
    """A change in the health of a feed that is reported once."""

    NONE = ""
    FAILS = "fails"
    RECOVERED = "recovered"


def is_for(folders: Iterable[str], wanted: Iterable[str]) -> bool:
    """Whether an article from feeds in `folders` concerns a seed that follows the `wanted` ones; none means all."""
    names = {folder.casefold() for folder in wanted}
    return not names or not names.isdisjoint(folder.casefold() for folder in folders)


def is_spot_checked(url: str) -> bool:
    """Whether an article that the cheap checks only just reject is compared in full: one in `SPOT_CHECK`, by URL."""
    return int.from_bytes(hashlib.sha256(url.encode("utf-8", "replace")).digest()[:4], "big") % SPOT_CHECK == 0


def is_due_for_alert(published: datetime, alerted: Collection[datetime]) -> bool:
    """Whether a later report may be alerted, given when the alerted reports of its development were published."""
    return not alerted or published - max(alerted) >= SECOND_ALERT


def choose_standing(*, is_first: bool, is_copy: bool, is_due: bool, new_facts: int) -> Standing:
    """The standing of a report in its development; `new_facts` counts names and numbers that no earlier report had."""
    if is_first:
        return Standing.OPENS
    if is_copy:
        return Standing.REPEATS
    return Standing.ADDS if is_due and new_facts >= WEIGHTY else Standing.JOINS


def find_health_change(failures: int, *, failed: bool) -> HealthChange:
    """The change to report for a feed that had failed `failures` times in a row before this poll."""
    if not failed:
        return HealthChange.RECOVERED if failures >= FAILING else HealthChange.NONE
    return HealthChange.FAILS if failures + 1 == FAILING else HealthChange.NONE
