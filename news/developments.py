"""Developments: which follow-ups report the same new event.

Reports of one event are similar (kinship, news/stream.py), close in time, and have similar openings; what two stages of
one story share stands further down, as background. Each new report joins the development whose members it is nearest
to, or opens a new one: single-pass clustering as in topic detection and tracking (J. Allan, R. Papka and V. Lavrenko,
"On-line new event detection and tracking", SIGIR 1998). Nearness to a development is the mean over the
nearer half of its members, so that a single member that is near by chance, or far, does not decide.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from news.stream import Placed, Stream, scale
from news.word_likeness import WordingIndex

SAME_EVENT = 0.44  # kinship from which two reports of one day are about the same event
_DOUBT = 0.15  # added while the stream is empty: a development too many is better than one missed
_OPENING = 0.4  # weight of the difference between the similarity of the openings and of the texts
_FADING = 0.2  # kinship lost over sixty days between two reports, logarithmically; none within a day
_LONGEST = 60.0  # days
NOTHING_RETOLD: Mapping[int, int] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Report:
    """An article as the report of an event: its placed wording, and when it was published (None: unknown)."""

    placed: Placed
    published: datetime | None


def group_reports(
    reports: Sequence[Report], groups: Sequence[int | None], stream: Stream, retold: Mapping[int, int] = NOTHING_RETOLD
) -> list[int]:
    """The group number of each of n reports, in their order; `groups` has the known numbers, None for a new report.

    Known groups are kept. New reports are assigned in the order given; new groups get the next numbers. `stream` is
    the one in which the reports were placed. `retold` has the place of the earlier report that a new one retells, by
    the place of the new one, which joins its group.
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
        group = found[retold[place]] if place in retold else None
        if group is None:
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
    """The group nearest to a report, or None if none is near enough."""
    rated = [(_nearness(near[places]), -group) for group, places in members.items()]
    best, group = max(rated, default=(0.0, 0))
    return -group if best >= least else None


def _nearness(near: NDArray[Any]) -> float:
    half = (len(near) + 1) // 2
    return float(np.partition(near, -half)[-half:].mean())


def _fading(days: NDArray[Any]) -> NDArray[Any]:
    apart = np.clip(np.abs(np.nan_to_num(days)), 1.0, _LONGEST)
    return np.asarray(_FADING * np.log(apart) / np.log(_LONGEST))


RECENT = timedelta(days=_LONGEST)  # older reports attract no new ones
