"""Does every new stage of a story bring an alert, and only one? storywake and simpler rules, in one run.

`python -m benchmarks.chapters --data DIR [--json OUT] [--fit]` takes the labelled stories under DIR (`dev/allsides2021`
and `extra/timeline_updates`, those that are there) and the invented ones in benchmarks/cases/chapters; those in its
folder `later` were written after the rule. The true follow-ups are given to each rule in the order of publication. A
stage is alerted if any of its reports is. The table has the share of stages alerted, the same of the close ones, which
begin within half a day of the stage before, the alerts per stage, and which share is alerted of the reports that are
not the first of their stage, and of those that are background. "As found" are the running stories with the follow-ups
that storywake finds itself. Of an incident (`dev/gva`) each day counts as a stage, although a later day often only
retells.

`--fit` makes the weights of news/updates.py from the running stories, with their reports spread over some hours, and
the invented ones without `later`, and prints them. In the table each of these stories is then decided by weights made
without it.
"""

import argparse
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import timedelta
from itertools import compress, pairwise
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.annotations import profile_corpus
from benchmarks.arguments import folder_with, output_file
from benchmarks.corpora import read_corpus
from benchmarks.followed_tasks import compare_task, follow, survey
from benchmarks.peers import alert_new_facts, alert_new_titles
from benchmarks.stage_fit import Read, fit_stages
from benchmarks.stages import (
    BACKGROUND,
    INVENTED,
    Staged,
    first_of_stage,
    in_time,
    read_days,
    read_invented,
    read_sagas,
    read_timelines,
    spread,
)
from extractors import Encoder, load_background
from news import (
    FITTED,
    Article,
    FollowUp,
    Opening,
    Report,
    StageWeights,
    Stream,
    arrange,
    count_article,
    group_reports,
    head_shingles,
    place,
    read_opening,
    shingles,
    word_article,
)

_RUNNING, _TIMELINES, _INVENTED, _LATER = "running stories", "timelines", "invented", "invented later"
_DAYS = "incidents by day"
_CLOSE = timedelta(hours=12)
_PARTS = 8  # into which the stories of a kind are split, each decided by weights made from the others
Kinds = Mapping[str, Sequence[Read]]


@dataclass(frozen=True, slots=True)
class Rating:
    """Share of stages alerted, alerts per stage, and the share alerted of some reports, None if there are none.

    `close` are the stages that begin within half a day of the one before.
    """

    stages: float
    close: float | None
    alerts: float
    retellings: float | None
    background: float | None


def main() -> None:
    """Decide every kind of story by every rule, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=folder_with("*/*/articles.jsonl"), required=True)
    parser.add_argument("--json", type=output_file)
    parser.add_argument("--fit", action="store_true")
    args = parser.parse_args()
    kinds = read_kinds(args.data)
    if _RUNNING not in kinds and _TIMELINES not in kinds:
        parser.error(f"argument --data: {args.data} has neither dev/allsides2021 nor extra/timeline_updates")
    learnt = spread_out(kinds) if args.fit else {}
    if args.fit:
        print_weights(fit_stages(list(learnt.values())))
    weights = {name: choose_weights(reads, learnt, name) for name, reads in kinds.items()}
    figures = {name: rate_kind(reads, weights[name]) for name, reads in kinds.items()}
    if _RUNNING in kinds:
        found = find_follow_ups(args.data / "dev/allsides2021")
        figures[_RUNNING]["storywake, as found"] = rate_found(kinds[_RUNNING], weights[_RUNNING], found)
    print_table(figures)
    if args.json:
        rows = {kind: {rule: asdict(one) for rule, one in rated.items()} for kind, rated in figures.items()}
        args.json.write_text(json.dumps(rows, indent=1), "utf-8")


def read_kinds(folder: Path) -> dict[str, list[Read]]:
    """The stories of every kind that is there, with what their reports begin with."""
    found = {
        _RUNNING: _read_if_there(read_sagas, folder / "dev/allsides2021"),
        _TIMELINES: _read_if_there(read_timelines, folder / "extra/timeline_updates"),
        _INVENTED: read_invented(),
        _LATER: read_invented(INVENTED / "later"),
        _DAYS: _read_if_there(read_days, folder / "dev/gva"),
    }
    encoder = Encoder()
    return {kind: [read_story(story, encoder) for story in stories] for kind, stories in found.items() if stories}


def _read_if_there(read: Callable[[Path], list[Staged]], folder: Path) -> list[Staged]:
    return read(folder) if folder.is_dir() else []


def read_story(story: Staged, encoder: Encoder) -> Read:
    """A story with the openings of its seed and of its reports."""
    articles = [story.seed, *story.reports]
    meanings = encoder.encode([(one.title, one.text) for one in articles])
    seed, *openings = (_open(one, meaning) for one, meaning in zip(articles, meanings, strict=True))
    return story, seed, openings


def _open(article: Article, meaning: Sequence[float]) -> Opening:
    return read_opening(article, word_article(article, load_background()), meaning)


def spread_out(kinds: Kinds) -> dict[str, list[Read]]:
    """The stories to make weights from; the reports of a round-up, which have one time, are spread over some hours."""
    encoder = Encoder()
    running = [read_story(one, encoder) for one in spread([story for story, *_ in kinds.get(_RUNNING, ())], 1)]
    return {name: reads for name, reads in ((_RUNNING, running), (_INVENTED, list(kinds[_INVENTED]))) if reads}


def choose_weights(reads: Sequence[Read], learnt: Kinds, kind: str) -> list[StageWeights]:
    """The weights that decide each story: the program's own or, of stories to learn from, some made without it."""
    if kind not in learnt:
        return [fit_stages(list(learnt.values())) if learnt else FITTED] * len(reads)
    made: dict[str, StageWeights] = {}
    for part in range(_PARTS):
        left_out = {read[0].name for read in reads[part::_PARTS]}
        rest = [[read for read in each if read[0].name not in left_out] for each in learnt.values()]
        made |= dict.fromkeys(left_out, fit_stages(rest))
    return [made[read[0].name] for read in reads]


def rate_kind(reads: Sequence[Read], weights: Sequence[StageWeights]) -> dict[str, Rating]:
    """The rating of each rule on stories of one kind, all of which are in the stream."""
    stream = _stream_of(one for story, *_ in reads for one in story.reports)
    decided = [decide_story(read, stream, made) for read, made in zip(reads, weights, strict=True)]
    return {rule: rate([read[0] for read in reads], [one[rule] for one in decided]) for rule in decided[0]}


def _stream_of(articles: Iterable[Article]) -> Stream:
    return Stream(load_background(), [count_article(one.title, one.text) for one in articles])


def find_follow_ups(folder: Path) -> dict[str, list[bool]]:
    """Which follow-ups of each task of a corpus storywake finds, by the seed's id, in the order of publication."""
    corpus = read_corpus(folder)
    field, found = survey(corpus, profile_corpus(corpus.name, corpus.articles)), {}
    for task in corpus.tasks:
        called = dict(zip(task.candidates(), follow(field, task, compare_task(field, task)), strict=True))
        found[task.seed] = [called[number][1] for number in in_time(corpus, task)]
    return found


def rate_found(reads: Sequence[Read], weights: Sequence[StageWeights], found: Mapping[str, Sequence[bool]]) -> Rating:
    """The rating of storywake with the follow-ups that it finds itself; what it does not find is not alerted."""
    stream = _stream_of(one for story, *_ in reads for one in compress(story.reports, found[story.name]))
    alerted = []
    for (story, seed, openings), made in zip(reads, weights, strict=True):
        own = found[story.name]
        some = replace(story, reports=tuple(compress(story.reports, own)), stages=tuple(compress(story.stages, own)))
        chosen = iter(decide_story((some, seed, list(compress(openings, own))), stream, made)["storywake"])
        alerted.append([is_found and next(chosen) for is_found in own])
    return rate([story for story, *_ in reads], alerted)


def decide_story(read: Read, stream: Stream, weights: StageWeights) -> dict[str, Sequence[bool]]:
    """Which reports of a story each rule alerts."""
    story, seed, openings = read
    wordings = [word_article(one, stream.background) for one in story.reports]
    reports = [Report(place(one, stream), opening.published) for one, opening in zip(wordings, openings, strict=True)]
    follow_ups = [
        FollowUp(report, opening, shingles(one.text), head_shingles(one.text))
        for report, opening, one in zip(reports, openings, story.reports, strict=True)
    ]
    developments = group_reports(reports, [None] * len(reports), stream)
    return {
        "storywake": [one.standing.is_alerted for one in arrange(seed, follow_ups, stream, weights)],
        "new names and numbers": alert_new_facts(story.seed, story.reports, developments),
        "NewsBlur's rule, titles": alert_new_titles(story.reports),
        "every report": [True] * len(reports),
    }


def rate(stories: Sequence[Staged], alerted: Sequence[Sequence[bool]]) -> Rating:
    """Rate which reports of stories are alerted."""
    stages = {(number, stage) for number, story in enumerate(stories) for stage in story.stages if stage != BACKGROUND}
    reached, retold, background = set[tuple[int, str]](), list[bool](), list[bool]()
    for number, (story, chosen) in enumerate(zip(stories, alerted, strict=True)):
        reached |= {(number, stage) for stage, is_alerted in zip(story.stages, chosen, strict=True) if is_alerted}
        for is_first, is_alerted in zip(first_of_stage(story), chosen, strict=True):
            if not is_first:
                (background if is_first is None else retold).append(is_alerted)
    close = [each in reached for each in _close_stages(stories)]
    alerts = sum(map(sum, alerted)) / len(stages)
    return Rating(len(reached & stages) / len(stages), _share(close), alerts, _share(retold), _share(background))


def _close_stages(stories: Sequence[Staged]) -> Iterator[tuple[int, str]]:
    """The stages, by the number of their story, whose first report comes within `_CLOSE` of the stage's before."""
    for number, story in enumerate(stories):
        firsts = [
            (report.published, stage)
            for report, stage, is_first in zip(story.reports, story.stages, first_of_stage(story), strict=True)
            if is_first
        ]
        yield from ((number, stage) for (before, _), (then, stage) in pairwise(firsts) if then - before <= _CLOSE)


def _share(chosen: Sequence[bool]) -> float | None:
    return sum(chosen) / len(chosen) if chosen else None


def print_weights(made: StageWeights) -> None:
    """Print weights as they stand in the program."""
    for name, weights in (("same_stage", made.same_stage), ("reports_news", made.reports_news)):
        Console().print(f"{name}: {dict(weights)}", highlight=False)


def print_table(figures: Mapping[str, Mapping[str, Rating]]) -> None:
    """Print a row for each rule and kind of story."""
    table = Table(title="New stages of stories, by which reports are alerted")
    table.add_column("stories")
    table.add_column("rule")
    for column in ("stages alerted", "close ones", "alerts a stage", "retellings alerted", "background alerted"):
        table.add_column(column, justify="right")
    for kind, rated in figures.items():
        for rule, one in rated.items():
            close, retellings, background = (
                "–" if share is None else f"{share:.3f}" for share in (one.close, one.retellings, one.background)
            )
            table.add_row(kind, rule, f"{one.stages:.3f}", close, f"{one.alerts:.2f}", retellings, background)
    Console(width=120).print(table)


if __name__ == "__main__":
    main()
