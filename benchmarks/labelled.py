"""Labelled stories of several corpora, as if one newsroom followed them: seeds from each in turn, stored articles."""

import random
from collections.abc import Sequence

from benchmarks.corpora import Corpus
from news import Article, Seed


class Stories:
    """Seeds from several corpora in turn, their follow-ups, and `stored` articles; deterministic."""

    def __init__(self, corpora: Sequence[Corpus], stored: int) -> None:
        chance = random.Random(7)  # noqa: S311  a benchmark must be reproducible
        tasks = [[(corpus, task) for task in corpus.tasks if task.pos] for corpus in corpora]
        for each in tasks:
            chance.shuffle(each)
        longest = max(map(len, tasks))
        self._tasks = [each[place] for place in range(longest) for each in tasks if place < len(each)]
        articles = [article for corpus in corpora for article in corpus.articles.values() if article.text]
        self.stored = chance.sample(articles, min(stored, len(articles)))

    def seeds(self, number: int) -> list[Seed]:
        """The first `number` seeds."""
        return [corpus.seed(task) for corpus, task in self._tasks[:number]]

    def follow_ups(self, seeds: Sequence[Seed], number: int) -> list[tuple[Seed, Article]]:
        """At most `number` follow-ups of these seeds, one of each in turn."""
        by_seed = {task.seed: [corpus.articles[one] for one in task.pos] for corpus, task in self._tasks}
        rounds = range(max(len(by_seed[seed.name]) for seed in seeds))
        pairs = [
            (seed, by_seed[seed.name][place]) for place in rounds for seed in seeds if place < len(by_seed[seed.name])
        ]
        return pairs[:number]
