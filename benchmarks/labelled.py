"""Labelled stories of several corpora as one newsroom would follow them: seeds in turns, and what was stored before."""

import random
from collections.abc import Sequence

from benchmarks.corpora import Corpus
from news import Article, Seed


class Stories:
    """Seeds of several corpora in turns, their follow-ups, and `stored` articles: the same ones each time."""

    def __init__(self, corpora: Sequence[Corpus], stored: int) -> None:
        chance = random.Random(7)  # noqa: S311  a benchmark is to be the same each time
        tasks = [[(corpus, task) for task in corpus.tasks if task.pos] for corpus in corpora]
        for each in tasks:
            chance.shuffle(each)
        longest = max(map(len, tasks))
        self._tasks = [each[place] for place in range(longest) for each in tasks if place < len(each)]
        told = [article for corpus in corpora for article in corpus.articles.values() if article.text]
        self.stored = chance.sample(told, min(stored, len(told)))

    def seeds(self, number: int) -> list[Seed]:
        """So many seeds."""
        return [corpus.seed(task) for corpus, task in self._tasks[:number]]

    def follow_ups(self, seeds: Sequence[Seed], number: int) -> list[tuple[Seed, Article]]:
        """So many follow-ups of these seeds, in turns."""
        told = {task.seed: [corpus.articles[one] for one in task.pos] for corpus, task in self._tasks}
        rounds = range(max(len(told[seed.name]) for seed in seeds))
        pairs = [(seed, told[seed.name][place]) for place in rounds for seed in seeds if place < len(told[seed.name])]
        return pairs[:number]
