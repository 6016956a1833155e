"""Developments: which follow-ups report the same new event.

Reports of one event are akin (news/stream.py), close in time, and open alike: what two stages of one story share stands
further down, where the story so far is told. Each new report joins the development whose members it is nearest to, or
opens one: single-pass clustering as in topic detection and tracking (J. Allan, R. Papka and V. Lavrenko, "On-line new
event detection and tracking", SIGIR 1998). Nearness to a development is the mean over the nearer half of its members:
one member that is near by chance draws nobody in, and one that is far keeps nobody out.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from news.stream import Placed, Stream, scale
from news.word_likeness import WordingIndex

SAME_EVENT = 0.44  # kinship from which two reports of one day are of one event
_DOUBT = 0.15  # more while nothing was polled to set them against: an event too many is better than one missed
_OPENING = 0.4  # of how much more the openings are alike than the texts
_FADING = 0.2  # of kinship, lost over sixty days between two reports, by the logarithm; none within a day
_LONGEST = 60.0  # days


@dataclass(frozen=True, slots=True)
class Report:
    """An article as the report of an event: where its wording lies, and when it came out (None: nobody knows)."""

    placed: Placed
    published: datetime | None


def group_reports(reports: Sequence[Report], groups: Sequence[int | None], stream: Stream) -> list[int]:
    """The group of each of n reports, in their order; `groups` has what is known so far, None for a new report.

    A group that is known stays. New reports are taken in the order given, new groups are numbered on. `stream` is the
    one that they were placed in.
    """
    least = SAME_EVENT + _DOUBT * (1.0 - stream.trust) ** 2
    index = WordingIndex([report.placed.wording for report in reports])
    closeness = np.array([report.placed.closeness for report in reports])
    days = np.array([report.published.timestamp() / 86_400 if report.published else np.nan for report in reports])
    found = list(groups)
    members = defaultdict[int, list[int]](list)
    for place, group in enumerate(groups):
        if group is not None:
            members[group].append(place)
    unused = max(members, default=-1) + 1
    for place, report in enumerate(reports):
        if found[place] is not None:
            continue
        wording = report.placed.wording
        near = scale(index.likeness(wording), closeness, closeness[place]) - _fading(days - days[place])
        near += _OPENING * (np.sqrt(index.leads(wording)) - np.sqrt(index.texts(wording)))
        group = _nearest(near, members, least)
        if group is None:
            group, unused = unused, unused + 1
        found[place] = group
        members[group].append(place)
    return [group for group in found if group is not None]


def _nearest(near: NDArray[Any], members: dict[int, list[int]], least: float) -> int | None:
    """The group that a report is nearest to, if it is near enough to any."""
    rated = [(_nearness(near[places]), -group) for group, places in members.items()]
    best, group = max(rated, default=(0.0, 0))
    return -group if best >= least else None


def _nearness(near: NDArray[Any]) -> float:
    half = (len(near) + 1) // 2
    return float(np.partition(near, -half)[-half:].mean())


def _fading(days: NDArray[Any]) -> NDArray[Any]:
    apart = np.clip(np.abs(np.nan_to_num(days)), 1.0, _LONGEST)
    return np.asarray(_FADING * np.log(apart) / np.log(_LONGEST))


RECENT = timedelta(days=_LONGEST)  # what is older draws nothing in
