"""What other weights would give: hill climbing on the figures that count, beside the weights that ship.

`python -m benchmarks.climbing --data DIR [--running FOLDER]` moves the weights in random steps, some at a time, as long
as the mean of F1 at the shipped threshold and average precision over the corpora rises (stochastic hill climbing, J.
Spall, "Introduction to Stochastic Search and Optimization", 2003, section 2.2.3). Logistic regression, by which the
shipped ones were made (benchmarks/fitting.py), fits the many pairs that any weights decide alike instead. The corpora
are those in DIR, the invented stories in English (benchmarks/cases/stories), which have look-alikes about the same
people, and the dated updates of running stories in FOLDER, each whole and as first sentences without a headline. Every
second corpus is climbed on and the others are rated, and the other way round.

For speed, a story is reduced to the candidates that could become a follow-up, and to the links of those that could lead
on to others; so the counts of look-alikes taken are those of whole corpora, but not shares.
"""

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

from benchmarks.annotations import profile_corpus
from benchmarks.arguments import corpora_folder, folder_with
from benchmarks.corpora import Corpus, Task, read_corpora, strip_headlines
from benchmarks.drift import read_stories
from benchmarks.followed_tasks import Compared, Field, along_links, compare_task, links_of, settle, survey
from benchmarks.measures import Floats, Scores, rate_quickly, split
from news import BIAS, THRESHOLDS, WEIGHTS, to_logit

INVENTED = Path(__file__).parent / "cases" / "stories" / "english"
FREE = ("text", "lead", "actors", "topics", "meaning", "brevity", "detail", "time", "dates", "nearness", "trail")
_AT_FIRST = 3.0  # the weight of each part
_LEVELS = np.arange(-5.0, 5.5, 0.5).tolist()  # of the bias that are tried first, in logits
_STEPS = 420
_SEED = 1
_BOLD, _TIMID, _ROUND = 0.35, 0.8, 60  # the size of a step, its factor after a round with few gains, and steps a round
_FEW = 6  # gains in a round
_LEAST = 0.6  # of a weight, by which the size of a step is measured
_MOST_MOVED = 3  # weights in a step
_SHAKE = 0.25  # logits by which the bias is moved along
_FAR, _FAINT = -7.0, -3.5  # logits: no candidate below the one is found by any weights, none below the other leads on
_BRIEF = 35  # words: a feed's own two lines
_CUT = to_logit(THRESHOLDS["normal"])
_SHIPPED = np.array(list(WEIGHTS.values()))
_PLACES = [list(WEIGHTS).index(part) for part in FREE]


@dataclass(frozen=True, slots=True)
class Story:
    """A task with the n candidates in reach, and the links of the m `leading` ones to each, shape (m, n)."""

    field: Field
    task: Task
    compared: Compared
    leading: NDArray[np.intp]
    links: Floats

    def logits(self, weights: Floats, bias: float) -> Floats:
        """The logits of the candidates along the trail of what is found, shape (n,)."""
        refused = np.array(self.compared.objected)

        def decide(parts: Floats) -> Floats:
            return np.where(refused, _FAR * 10, parts @ weights + bias)

        def along(found: NDArray[np.intp]) -> Floats:
            return along_links(self.field, self.task, self.compared, self.leading[found], self.links[found])

        return decide(
            settle(self.compared.parts, lambda parts: np.flatnonzero(decide(parts)[self.leading] >= _CUT), along)
        )

    def scores(self, weights: Floats, bias: float) -> Scores:
        """The logits by kind of candidate."""
        return split(self.task, self.logits(weights, bias))


Corpora = Mapping[str, Sequence[Story]]


def in_reach(field: Field, task: Task, compared: Compared) -> Story:
    """A story without the candidates that the shipped weights leave far below the threshold."""
    logits = compared.parts @ _SHIPPED + BIAS
    follow_ups = np.arange(len(logits)) < len(task.pos)
    kept = np.flatnonzero(follow_ups | (logits > _FAR))
    ids = np.array(task.candidates(), object)
    hard = len(task.pos) + len(task.hard)
    near = Task(
        task.seed, task.pos, tuple(ids[kept[(kept >= len(task.pos)) & (kept < hard)]]), tuple(ids[kept[kept >= hard]])
    )
    leading = np.flatnonzero((follow_ups | (logits > _FAINT))[kept])
    cut = Compared(
        compared.parts[kept],
        tuple(np.array(compared.objected)[kept].tolist()),
        compared.published[kept],
        compared.across[kept],
    )
    return Story(field, near, cut, leading, links_of(field, near, leading))


def climb(corpora: Corpora, steps: int = _STEPS) -> tuple[Floats, float]:
    """Weights in the order of WEIGHTS, and the bias, for these corpora; always the same for the same ones."""
    weights, bias = _SHIPPED.copy(), BIAS
    typical = _typical_parts(corpora)
    bias += float((weights[_PLACES] - _AT_FIRST) @ typical)
    weights[_PLACES] = _AT_FIRST
    bias = max((bias + level for level in _LEVELS), key=lambda level: worth(corpora, weights, level))
    random, size, gains = np.random.default_rng(_SEED), _BOLD, 0
    best = worth(corpora, weights, bias)
    for step in range(1, steps + 1):
        moved = weights.copy()
        chosen = random.choice(_PLACES, random.integers(1, _MOST_MOVED + 1), replace=False)
        moved[chosen] += random.normal(0.0, size, len(chosen)) * np.maximum(_LEAST, weights[chosen])
        moved = np.maximum(moved, 0.0)
        # what is typical of a follow-up keeps its score, give or take a little
        shifted = bias - float((moved - weights)[_PLACES] @ typical) + random.normal(0.0, _SHAKE)
        now = worth(corpora, moved, shifted)
        if now > best:
            best, weights, bias, gains = now, moved, shifted, gains + 1
        if step % _ROUND == 0:
            size, gains = size * (_TIMID if gains < _FEW else 1.0), 0
    return weights, bias


def worth(corpora: Corpora, weights: Floats, bias: float) -> float:
    """The mean of F1 and average precision, over stories and then over corpora."""
    rated = (rate_quickly([story.scores(weights, bias) for story in stories], _CUT) for stories in corpora.values())
    return mean(value for figures in rated for value in figures)


def _typical_parts(corpora: Corpora) -> Floats:
    """The mean of each free part among follow-ups."""
    parts = [story.compared.parts[: len(story.task.pos), _PLACES] for stories in corpora.values() for story in stories]
    return np.asarray(np.concatenate(parts).mean(axis=0), np.float64)


def main() -> None:
    """Climb on each half of the corpora and rate the other, then on all; print the figures and the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=corpora_folder(least=2), required=True)
    parser.add_argument("--running", type=folder_with("articles.jsonl"))
    args = parser.parse_args()
    running = [read_stories(args.running)] if args.running else []
    every = [*read_corpora(args.data), *running, *read_corpora(INVENTED)]
    whole = {corpus.name: read_reach(corpus) for corpus in every}
    short = {corpus.name: read_reach(strip_headlines(corpus, _BRIEF)) for corpus in every}
    names, table = list(whole), Table("corpus", "shipped: F1", "AP", "alike", "climbed on others: F1", "AP", "alike")
    for half in (names[::2], names[1::2]):
        made = climb({**{name: whole[name] for name in half}, **{f"{name}, short": short[name] for name in half}})
        for name in names:
            for kind, stories in (("", whole[name]), (", first sentences", short[name])):
                if name not in half:
                    table.add_row(f"{name}{kind}", *_rate(stories, _SHIPPED, BIAS), *_rate(stories, *made))
    Console(width=120).print(table)
    weights, bias = climb({**whole, **{f"{name}, short": stories for name, stories in short.items()}})
    print({part: round(float(weights[place]), 2) for part, place in zip(FREE, _PLACES, strict=True)}, round(bias, 2))


def read_reach(corpus: Corpus) -> list[Story]:
    """The stories of a corpus with follow-ups."""
    field = survey(corpus, profile_corpus(corpus.name, corpus.articles))
    return [in_reach(field, task, compare_task(field, task)) for task in corpus.tasks if task.pos]


def _rate(stories: Sequence[Story], weights: Floats, bias: float) -> tuple[str, str, str]:
    scores = [story.scores(weights, bias) for story in stories]
    f1, ap = rate_quickly(scores, _CUT)
    return f"{f1:.3f}", f"{ap:.3f}", str(sum(int((one.hard >= _CUT).sum()) for one in scores))


if __name__ == "__main__":
    main()
