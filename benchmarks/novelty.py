"""What is new in a later report: the quality of the chosen sentences and of the first three, on cases written for it.

`python -m benchmarks.novelty [--cases FILE]` reads cases with a seed, the text of earlier follow-ups, and a later
report in which the sentences are marked that are news to a reader who knows all of that. Precision is the share of the
chosen sentences that are marked, recall the share of the marked ones that are chosen.
"""

import argparse
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.arguments import input_file
from extractors import load_background
from news import find_news, words_of

CASES = Path(__file__).parent / "cases" / "novelty.txt"


@dataclass(slots=True)
class Case:
    """The known texts, and the sentences of the later report, each marked as new or not."""

    name: str
    known: list[str] = field(default_factory=list)
    sentences: list[str] = field(default_factory=list)
    new: list[bool] = field(default_factory=list)


def main() -> None:
    """Choose sentences, rate them, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=input_file, default=str(CASES))
    args = parser.parse_args()
    cases = read_cases(args.cases)
    if not cases:
        parser.error(f"argument --cases: {args.cases} has no cases (each begins with a line `== NAME`)")
    table = Table(title=f"What is new, in {len(cases)} later reports")
    for column in ("chosen", "precision", "recall", "F1"):
        table.add_column(column, justify="right")
    for name, choose in (("storywake", choose_news), ("the first three sentences", lambda case: case.sentences[:3])):
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


def choose_news(case: Case) -> Sequence[str]:
    """Choose sentences as the pipeline does."""
    return find_news("\n".join(case.sentences), words_of(*case.known), load_background(), words_of(*case.known[:1]))


def rate(cases: Sequence[Case], choose: Callable[[Case], Sequence[str]]) -> tuple[float, float, float]:
    """Precision, recall and F1 over all sentences of all cases."""
    right = chosen = wanted = 0
    for case in cases:
        picked = choose(case)
        right += sum(new for sentence, new in zip(case.sentences, case.new, strict=True) if sentence in picked)
        chosen, wanted = chosen + len(picked), wanted + sum(case.new)
    precision, recall = right / max(chosen, 1), right / max(wanted, 1)
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)


if __name__ == "__main__":
    main()
