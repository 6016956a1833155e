"""The response time of commands, and the memory of a monitor run with its reader processes.

`python -m benchmarks.startup [--articles 400] [--repeats 5] [--json OUT]`. Commands run in separate processes, as from
a shell, and so does a pass over a newsroom on loopback: without Prefect, and as a flow on a real Prefect server, which
is not counted. A few of the articles are follow-ups, so that the language model and the sentence encoder are loaded.
"""

import argparse
import json
import statistics
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.arguments import output_file, whole_number
from benchmarks.costs import Cost, run_python
from benchmarks.newsrooms import AS_FLOW, PLAINLY, Newsroom, open_newsroom
from benchmarks.weeks import make_week, write_seed
from service import PrefectServer, open_server

COMMAND = ("-c", "from cli.app import main; main()")
_PUBLISHED = datetime(2025, 3, 3, tzinfo=UTC)


def main() -> None:
    """Measure, print, and write the figures if a file is given."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=whole_number(), default=400)
    parser.add_argument("--repeats", type=whole_number(), default=5)
    parser.add_argument("--json", type=output_file)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        costs = measure(Path(name), args.articles, args.repeats)
    _show(args.repeats, costs)
    if args.json:
        command = ["python", "-m", "benchmarks.startup", *sys.argv[1:]]
        written = {name: [asdict(cost) for cost in each] for name, each in costs.items()}
        args.json.write_text(json.dumps({"command": command, **written}, indent=2), "utf-8")


def measure(folder: Path, articles: int, repeats: int) -> dict[str, list[Cost]]:
    """The costs by command."""
    with open_newsroom(folder, articles) as newsroom, open_server(newsroom.settings) as server:
        seed, article = _write_pair(folder)
        commands = {"storywake --help": ["--help"], "storywake check SEED ARTICLE": ["check", str(seed), str(article)]}
        costs = {
            name: [run_python([*COMMAND, *words], newsroom.variables(), folder) for _ in range(repeats)]
            for name, words in commands.items()
        }
        for kind, code in (("plain", PLAINLY), ("as a flow", AS_FLOW)):
            name = f"a run with {articles} new articles, {kind}"
            costs[name] = [_run(code, newsroom, server, folder) for _ in range(max(1, repeats // 2))]
    return costs


def _write_pair(folder: Path) -> tuple[Path, Path]:
    """Write a seed file and an article that is its follow-up."""
    casts, stories = make_week(_PUBLISHED)
    follow_up = next(story for story in stories if story.seed == 0)
    seed, article = folder / "seed.md", folder / "article.txt"
    seed.write_text(write_seed(casts[0], _PUBLISHED, "reader@example.org"), "utf-8")
    article.write_text(f"{follow_up.title}\n\n{follow_up.text}", "utf-8")
    return seed, article


def _run(code: str, newsroom: Newsroom, server: PrefectServer, folder: Path) -> Cost:
    newsroom.forget()
    return run_python(["-c", code], {**newsroom.variables(), **server.environment}, folder, watched=True)


def _show(repeats: int, costs: Mapping[str, list[Cost]]) -> None:
    table = Table(title=f"Start-up and memory, medians of {repeats} and {max(1, repeats // 2)}")
    for heading in ("command", "wall time, s", "CPU time, s", "peak MB"):
        table.add_column(heading, justify="left" if heading == "command" else "right")
    for name, each in costs.items():
        wall, cpu = (statistics.median(getattr(cost, measured) for cost in each) for measured in ("wall", "cpu"))
        memory = statistics.median(cost.memory for cost in each)
        table.add_row(name, f"{wall:.2f}", f"{cpu:.2f}", f"{memory:.0f}" if memory else "")
    Console(width=110).print(table)


if __name__ == "__main__":
    main()
