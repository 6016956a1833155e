"""How the weights of the vectors of many languages hold for corpora and for languages that they were not chosen on.

Only what decides on texts of other languages is chosen here: the weights "gist" and "abroad", and the likeness from
which the vectors speak for a match. All others are as shipped. Each setting of a coarse grid decides every pair, along
the trail of what it finds, and is worth the mean of F1 and AP over the corpora. Chosen is the middle of the best
quarter, because the very best is often so by chance. It is chosen on all corpora but one and rated on that one; and on
all pairs without a language, and rated on those with it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import astuple, dataclass
from itertools import product
from statistics import mean

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

from benchmarks.corpora import Corpus, Task
from benchmarks.followed_tasks import Compared, Field, grow
from benchmarks.measures import Figures, Floats, Scores, average, rate_corpus, rate_quickly, split
from news import BIAS, NEUTRAL, THRESHOLDS, WEIGHTS, language_of_article, name_language, to_logit

_GRID = tuple(product((6.0, 8.0, 10.0, 12.0, 14.0), (8.0, 11.0, 14.0, 17.0), (0.3, 0.35, 0.4, 0.45)))
_STEPS = (2.0, 3.0, 0.05)  # of the grid
_GOOD = 0.25  # share of the settings of which the middle is chosen
_FEWEST = 20  # follow-ups of a language that is left out
_CUT = to_logit(THRESHOLDS["normal"])
_NEVER = -100.0  # of a candidate that the seed's own rules refuse
_GIST = list(WEIGHTS).index("gist")


@dataclass(frozen=True, slots=True)
class Setting:
    """The weights of the vectors, in logits, and the likeness from which they speak for a match."""

    gist: float = WEIGHTS["gist"]
    abroad: float = WEIGHTS["abroad"]
    neutral: float = NEUTRAL

    def logits(self, parts: Floats) -> Floats:
        """The logits of the scores of pairs, from their parts of shape (pairs, parts)."""
        weights = np.array(list({**WEIGHTS, "gist": self.gist, "abroad": self.abroad}.values()))
        moved = parts.copy()
        moved[:, _GIST] = np.where(parts[:, _GIST] == NEUTRAL, 0.0, parts[:, _GIST] - self.neutral)
        return np.asarray(moved @ weights + BIAS + WEIGHTS["gist"] * NEUTRAL, dtype=np.float64)


@dataclass(frozen=True, slots=True)
class Decided:
    """Some tasks of a corpus, the languages of its articles by id, and each setting's logits of every candidate."""

    tasks: Sequence[Task]
    languages: Mapping[str, str]
    logits: Mapping[Setting, Sequence[Floats]]

    def count(self) -> int:
        """The number of follow-ups."""
        return sum(len(task.pos) for task in self.tasks)

    def rate(self, setting: Setting) -> Figures:
        """The figures of a setting."""
        return rate_corpus(self._scores(setting), _CUT)

    def _scores(self, setting: Setting) -> list[Scores]:
        return [split(*one) for one in zip(self.tasks, self.logits[setting], strict=True)]

    def worth(self, setting: Setting) -> float:
        """The mean of F1 and AP of a setting."""
        return mean(rate_quickly(self._scores(setting), _CUT))

    def only(self, language: str) -> "Decided":
        """The pairs of which seed or candidate is in a language, of tasks with such follow-ups."""
        return self._cut(lambda spoken: spoken == language)

    def without(self, language: str) -> "Decided":
        """The pairs of which neither is in a language, of tasks with such follow-ups."""
        return self._cut(lambda spoken: spoken != language, both=True)

    def _cut(self, counts: Callable[[NDArray[np.str_]], NDArray[np.bool_]], *, both: bool = False) -> "Decided":
        masks = []
        for task in self.tasks:
            spoken = np.array([self.languages[number] for number in (task.seed, *task.candidates())])
            seed, articles = counts(spoken)[0], counts(spoken)[1:]
            masks.append(articles & seed if both else articles | seed)
        cut = [_cut_task(*one) for one in zip(self.tasks, masks, strict=True)]
        kept = [number for number, task in enumerate(cut) if task.pos]
        logits = {setting: [rows[number][masks[number]] for number in kept] for setting, rows in self.logits.items()}
        return Decided([cut[number] for number in kept], self.languages, logits)


def decide(corpus: Corpus, field: Field, compared: Sequence[Compared]) -> Decided:
    """What every setting says of every candidate of a corpus; `compared` are its tasks, without a trail."""
    settings = {Setting(), *(Setting(*one) for one in _GRID)}
    languages = {number: language_of_article(one.title, one.text) for number, one in corpus.articles.items()}
    tasks = list(zip(corpus.tasks, compared, strict=True))
    return Decided(corpus.tasks, languages, {each: [_follow(field, *one, each) for one in tasks] for each in settings})


def _follow(field: Field, task: Task, compared: Compared, setting: Setting) -> Floats:
    refused = np.array(compared.objected)

    def logits(parts: Floats) -> Floats:
        return np.where(refused, _NEVER, setting.logits(parts))

    return logits(grow(field, task, compared, lambda parts: (logits(parts) >= _CUT).tolist()))


def report(corpora: Mapping[str, Decided]) -> None:
    """Print what the choice is, and how it does where a corpus or a language had no part in it."""
    every = list(corpora.values())
    shipped, chosen = Setting(), choose(every)
    print(f"chosen on all corpora: {chosen}; shipped: {shipped}")
    table, rows = _table("each corpus", "corpus"), list[list[Figures]]()
    for name, one in corpora.items():
        best = choose([other for other in every if other is not one])
        rows.append([one.rate(each) for each in (shipped, chosen, best)])
        _add_row(table, name, rows[-1])
    _add_row(table, "MEAN", [average(column) for column in zip(*rows, strict=True)])
    Console(width=110).print(table)
    table = _table("pairs with each language, in all corpora", "language")
    for language in sorted({spoken for one in every for spoken in one.languages.values()}):
        pairs = [one.only(language) for one in every]
        if sum(one.count() for one in pairs) >= _FEWEST:
            best = choose([one.without(language) for one in every])
            figures = [average([one.rate(each) for one in pairs if one.tasks]) for each in (shipped, chosen, best)]
            _add_row(table, f"{name_language(language) or language}", figures)
    Console(width=110).print(table)


def choose(corpora: Sequence[Decided]) -> Setting:
    """The setting of the grid that is nearest to the middle of the best quarter, by the mean of F1 and AP."""
    rated = [one for one in corpora if one.tasks]
    settings = list(rated[0].logits)
    best = sorted(settings, key=lambda each: -mean(one.worth(each) for one in rated))[: round(_GOOD * len(settings))]
    places = {each: np.array(astuple(each)) / _STEPS for each in settings}
    middle = np.mean([places[each] for each in best], axis=0)
    return min(settings, key=lambda each: float(np.linalg.norm(places[each] - middle)))


def _cut_task(task: Task, mask: NDArray[np.bool_]) -> Task:
    kept = {number for number, is_kept in zip(task.candidates(), mask, strict=True) if is_kept}
    return Task(task.seed, *(tuple(one for one in kind if one in kept) for kind in (task.pos, task.hard, task.easy)))


def _table(title: str, rows: str) -> Table:
    table = Table(title=f"{title}: weights as shipped, chosen on all, and chosen without it")
    table.add_column(rows)
    for choice in ("shipped", "all", "without"):
        for figure in ("F1", "AP"):
            table.add_column(f"{choice}: {figure}", justify="right")
    table.add_column("F1 lost by leaving it out", justify="right")
    return table


def _add_row(table: Table, name: str, figures: Sequence[Figures]) -> None:
    values = [value for row in figures for value in (row.f1, row.ap)]
    lost = (figures[1].f1 or 0.0) - (figures[2].f1 or 0.0)
    table.add_row(name, *("-" if value is None else f"{value:.3f}" for value in values), f"{lost:+.3f}")
