"""The weights of news/updates.py: two logistic regressions, made from stories with labelled stages.

That two reports are of one stage is fitted on all pairs of reports of a story that are not too far apart, without
background, each kind of story counting the same. That a text reports news is fitted on the first report of each stage
and on background.

One outlet seldom stands twice in a stage of these stories, since whoever collected them took one report of each. Its
weight comes from cases/outlets.tsv instead: pairs of reports of one incident and one day in `dev`, by the ids of the
corpora, with our label of whether they tell of the same stage. There are all pairs of one outlet and some of two that
were drawn at random, without background.
"""

import csv
from collections import Counter
from collections.abc import Mapping, Sequence
from math import log
from pathlib import Path
from types import MappingProxyType

import numpy as np

from benchmarks.regression import solve_logistic
from benchmarks.stages import BACKGROUND, Staged, first_of_stage
from news import INTERCEPT, LONGEST_STAGE, Opening, StageWeights, stage_cues

Read = tuple[Staged, Opening, Sequence[Opening]]
"""A story, the opening of its seed, and those of its reports."""
_OUTLETS = Path(__file__).parent / "cases" / "outlets.tsv"
_SAME_OUTLET = "same outlet"
_SCALE = 1000.0  # of the shares, so that the ridge weighs little beside them
Example = tuple[Mapping[str, float], bool, float]


def fit_stages(kinds: Sequence[Sequence[Read]]) -> StageWeights:
    """The weights for stories of several kinds."""
    pairs = [example for stories in kinds for example in _weigh([one for read in stories for one in _pairs(read)])]
    texts = [example for stories in kinds for read in stories for example in _texts(read)]
    same_stage = MappingProxyType({_SAME_OUTLET: weigh_outlet(), **_solve(pairs)})
    return StageWeights(same_stage, _solve(texts))


def weigh_outlet() -> float:
    """The weight of one outlet: the logarithm of the ratio of its odds of the same stage to those of two outlets."""
    with _OUTLETS.open(encoding="utf-8", newline="") as file:
        counts = Counter((row["outlets"], row["stage"]) for row in csv.DictReader(file, delimiter="\t"))
    one, two = (counts[outlets, "same"] / counts[outlets, "other"] for outlets in ("one", "two"))
    return round(log(one / two), 2)


def _pairs(read: Read) -> list[tuple[Mapping[str, float], bool]]:
    story, seed, openings = read
    found: list[tuple[Mapping[str, float], bool]] = []
    known = set(seed.numbers)
    for number, opening in enumerate(openings):
        for other in range(number):
            labels = story.stages[number], story.stages[other]
            if BACKGROUND not in labels and opening.published - openings[other].published <= LONGEST_STAGE:
                found.append((stage_cues(opening, openings[other], known), labels[0] == labels[1]))
        known |= opening.numbers
    return found


def _weigh(pairs: Sequence[tuple[Mapping[str, float], bool]]) -> list[Example]:
    return [(cues, same, 1.0 / len(pairs)) for cues, same in pairs]


def _texts(read: Read) -> list[Example]:
    story, _, openings = read
    firsts = zip(openings, first_of_stage(story), strict=True)
    return [(opening.cues, first is not None, 0.01) for opening, first in firsts if first is not False]


def _solve(examples: Sequence[Example]) -> Mapping[str, float]:
    names = [name for name in examples[0][0] if name != _SAME_OUTLET]
    parts = np.array([[*(cues[name] for name in names), 1.0] for cues, _, _ in examples])
    labels = np.array([1.0 if label else -1.0 for _, label, _ in examples])
    shares = np.array([share for *_, share in examples]) * _SCALE
    weights = solve_logistic(parts, labels, shares)
    return MappingProxyType(dict(zip([*names, INTERCEPT], (round(float(one), 2) for one in weights), strict=True)))
