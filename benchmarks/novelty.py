"""What is new in a later report: the quality of the chosen sentences, beside that of the first three.

`python -m benchmarks.novelty [--cases FILE] [--data DIR] [--json OUT]` reads cases with a seed, the text of earlier
follow-ups, and a later report in which the sentences are marked that are news to a reader who knows all of that.
Precision is the share of the chosen sentences that are marked, recall the share of the marked ones that are chosen.

`--data` is a folder with `dev/allsides2021`, of which real reports are marked (cases/novelty_gold.md); their sentences
are chosen as the pipeline does it, with the follow-ups arranged before. A third of them, by whole stories, was held out
while the rule was worked on. `orphans` counts the chosen sentences with a pronoun or a "this" that points outside.
"""

import argparse
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.arguments import folder_with, input_file, output_file
from benchmarks.chapters import read_story
from benchmarks.novelty_gold import CORPUS, MarkedReport, agree, read_marked
from benchmarks.peers import most_new_words
from extractors import Encoder, load_background
from news import (
    FollowUp,
    Report,
    Standing,
    Stream,
    arrange,
    choose_news,
    count_article,
    find_news,
    head_shingles,
    place,
    points_outside,
    shingles,
    word_article,
    words_of,
)

CASES = Path(__file__).parent / "cases" / "novelty.txt"
_FIRST = 3  # sentences of a report that a reader gets without any choice
Arranged = tuple[MarkedReport, Standing]


@dataclass(slots=True)
class Case:
    """The known texts, and the sentences of the later report, each marked as new or not."""

    name: str
    known: list[str] = field(default_factory=list)
    sentences: list[str] = field(default_factory=list)
    new: list[bool] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Rating:
    """How many sentences were chosen, how many of them point outside, and the quality of the choice."""

    chosen: int
    orphans: int
    precision: float
    recall: float
    f1: float


def main() -> None:
    """Choose sentences, rate them, and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=input_file, default=str(CASES))
    parser.add_argument("--data", type=folder_with(f"{CORPUS}/articles.jsonl"))
    parser.add_argument("--json", type=output_file)
    args = parser.parse_args()
    rate_cases(args, parser)
    figures = rate_marked(args.data) if args.data else {}
    if args.json:
        rows = {part: {rule: asdict(one) for rule, one in rated.items()} for part, rated in figures.items()}
        args.json.write_text(json.dumps(rows, indent=1), "utf-8")


def rate_cases(args: argparse.Namespace, parser: argparse.ArgumentParser) -> None:
    """Print the table of the cases that were written for it."""
    cases = read_cases(args.cases)
    if not cases:
        parser.error(f"argument --cases: {args.cases} has no cases (each begins with a line `== NAME`)")
    table = Table(title=f"What is new, in {len(cases)} later reports")
    for column in ("chosen", "precision", "recall", "F1"):
        table.add_column(column, justify="right")
    for name, choose in (("storywake", choose_of_case), ("the first three sentences", first_of_case)):
        table.add_row(name, *(f"{value:.3f}" for value in rate(cases, choose)))
    Console(width=80).print(table)


def read_cases(path: Path) -> list[Case]:
    """The cases in a file; all other lines are comments."""
    cases: list[Case] = []
    for line in path.read_text("utf-8").splitlines():
        if line.startswith("== "):
            cases.append(Case(line[3:]))
        elif line.startswith(("seed: ", "told: ")):
            cases[-1].known.append(line[6:])
        elif cases and line.startswith(("+ ", "- ")):
            cases[-1].sentences.append(line[2:])
            cases[-1].new.append(line.startswith("+"))
    return cases


def choose_of_case(case: Case) -> Sequence[str]:
    """Choose sentences as the pipeline does for a report that is no update."""
    return find_news("\n".join(case.sentences), words_of(*case.known), load_background(), words_of(*case.known[:1]))


def first_of_case(case: Case) -> Sequence[str]:
    """The first sentences of the later report."""
    return case.sentences[:_FIRST]


def rate(cases: Sequence[Case], choose: Callable[[Case], Sequence[str]]) -> tuple[float, float, float]:
    """Precision, recall and F1 over all sentences of all cases."""
    right = chosen = wanted = 0
    for case in cases:
        picked = choose(case)
        right += sum(new for sentence, new in zip(case.sentences, case.new, strict=True) if sentence in picked)
        chosen, wanted = chosen + len(picked), wanted + sum(case.new)
    precision, recall = right / max(chosen, 1), right / max(wanted, 1)
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)


def rate_marked(folder: Path) -> dict[str, dict[str, Rating]]:
    """Rate each rule on the marked reports, print the table, and return its figures by part of the reports and rule."""
    reports = [one for story in arrange_marked(folder) for one in story]
    parts = {
        "worked on": [one for one in reports if not one[0].held_out],
        "held out": [one for one in reports if one[0].held_out],
        "held out, updates alone": [one for one in reports if one[0].held_out and one[1].is_alerted],
    }
    rules: dict[str, Callable[[Arranged], Sequence[int]]] = {
        "storywake": choose_marked,
        "the first three sentences": lambda one: range(min(_FIRST, len(one[0].sentences))),
        "most new words": lambda one: most_new_words(one[0].sentences, one[0].known, _FIRST),
    }
    figures = {
        part: {rule: rate_choice(some, choose) for rule, choose in rules.items()} for part, some in parts.items()
    }
    twice, kappa, f1 = agree([report for report, _ in reports])
    title = f"What is new, in {len(reports)} real reports; {twice} were marked twice: kappa {kappa:.2f}, F1 {f1:.2f}"
    table = Table("reports", "chosen by", "sentences", "orphans", "precision", "recall", "F1", title=title)
    for part, rated in figures.items():
        for rule, one in rated.items():
            values = (f"{value:.3f}" for value in (one.precision, one.recall, one.f1))
            table.add_row(f"{part} ({len(parts[part])})", rule, str(one.chosen), str(one.orphans), *values)
    Console(width=120).print(table)
    return figures


def arrange_marked(folder: Path) -> Iterator[list[Arranged]]:
    """The marked reports of each story with their standing in it, as the pipeline would find it."""
    encoder, background = Encoder(), load_background()
    for story, marked in read_marked(folder):
        _, seed, openings = read_story(story, encoder)
        stream = Stream(background, [count_article(one.title, one.text) for one in story.reports])
        follow_ups = [
            FollowUp(
                Report(place(word_article(one, background), stream), opening.published),
                opening,
                shingles(one.text),
                head_shingles(one.text),
            )
            for opening, one in zip(openings, story.reports, strict=True)
        ]
        placed = arrange(seed, follow_ups, stream)
        yield [(one, found.standing) for one, found in zip(marked, placed, strict=True)]


def choose_marked(one: Arranged) -> list[int]:
    """The numbers of the sentences of a marked report that the pipeline would choose."""
    report, standing = one
    about = words_of(report.known[0].title, report.known[0].text)
    known = about | words_of(*(text for each in report.known for text in (each.title, each.text)))
    article = replace(report.article, text="\n".join(report.sentences))
    chosen = choose_news(article, standing, known, load_background(), about)
    return sorted({next(n for n, each in enumerate(report.sentences) if sentence in each) for sentence in chosen})


def rate_choice(reports: Sequence[Arranged], choose: Callable[[Arranged], Sequence[int]]) -> Rating:
    """Rate the choice of sentences over all marked reports."""
    picked = [(report, number) for report, standing in reports for number in choose((report, standing))]
    right = sum(report.new[number] for report, number in picked)
    orphans = sum(number in one.orphans or points_outside(one.sentences[number]) for one, number in picked)
    precision, recall = right / max(len(picked), 1), right / sum(sum(report.new) for report, _ in reports)
    return Rating(len(picked), orphans, precision, recall, 2 * precision * recall / max(precision + recall, 1e-9))


if __name__ == "__main__":
    main()
