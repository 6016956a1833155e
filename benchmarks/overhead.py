"""The cost of Prefect: the same pass without it and as a flow on a real Prefect server.

`python -m benchmarks.overhead [--articles 1000] [--repeats 5] [--json OUT]`. A newsroom on loopback publishes the
articles. Each pass starts with an empty database in a separate process, the two kinds alternate, and each is followed
by a run with nothing new. CPU time is that of the process and its descendants, without the Prefect server, which serves
all runs. At the end, runs with nothing new are started as `storywake start` does it.
"""

import argparse
import json
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any
from unittest.mock import patch

from rich.console import Console
from rich.table import Table

from benchmarks.arguments import output_file, whole_number
from benchmarks.costs import Cost, run_python
from benchmarks.newsrooms import AS_FLOW, PLAINLY, Newsroom, open_newsroom
from service import PrefectServer, ask, open_server, serve_deployments, trigger_run, wait_for_run

_KINDS = {"plain": PLAINLY, "flow": AS_FLOW}
_TRIES = 30
Costs = Mapping[str, Sequence[Cost]]


def main() -> None:
    """Measure, print, and write the figures if a file is given."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=whole_number(), default=1000)
    parser.add_argument("--repeats", type=whole_number(), default=5)
    parser.add_argument("--json", type=output_file)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        figures = measure(Path(name), args.articles, args.repeats)
    _show(args.articles, args.repeats, figures)
    if args.json:
        written = {"command": ["python", "-m", "benchmarks.overhead", *sys.argv[1:]], **figures}
        args.json.write_text(json.dumps(written, indent=2), "utf-8")


def measure(folder: Path, articles: int, repeats: int) -> dict[str, Any]:
    """The costs of runs by kind of work and execution, and the seconds that served runs take."""
    with ExitStack() as stack:
        newsroom = stack.enter_context(open_newsroom(folder, articles))
        server = stack.enter_context(open_server(newsroom.settings))
        new, quiet = defaultdict[str, list[Cost]](list), defaultdict[str, list[Cost]](list)
        for repeat in range(repeats):
            for kind in sorted(_KINDS, reverse=bool(repeat % 2)):
                newsroom.forget()
                new[kind].append(_run(kind, newsroom, server, folder))
                quiet[kind].append(_run(kind, newsroom, server, folder))
        stack.enter_context(patch.dict("os.environ", newsroom.variables()))
        stack.enter_context(serve_deployments(server, newsroom.settings))
        served = [_serve_one(server) for _ in range(repeats)]
    return {"new": _as_json(new), "quiet": _as_json(quiet), "served, quiet": served}


def _run(kind: str, newsroom: Newsroom, server: PrefectServer, folder: Path) -> Cost:
    return run_python(["-c", _KINDS[kind]], {**newsroom.variables(), **server.environment}, folder)


def _serve_one(server: PrefectServer) -> float:
    """The seconds from the start of a run's process until the server has recorded its end."""
    for _ in range(_TRIES):
        run = wait_for_run(server, trigger_run(server, "monitor/monitor", {"options": {"due_only": False}}).id)
        if run.state == "COMPLETED":
            states = ask(server, "GET", f"/flow_run_states/?flow_run_id={run.id}")
            moments = {state["type"]: datetime.fromisoformat(state["timestamp"]) for state in states}
            return (moments["COMPLETED"] - moments["PENDING"]).total_seconds()
        time.sleep(3)  # the concurrency slot of the previous run is not free yet
    raise SystemExit(f"{run.name}: {run.state} {run.message}")


def _as_json(costs: Costs) -> dict[str, Any]:
    return {kind: [asdict(cost) for cost in each] for kind, each in costs.items()}


def _show(articles: int, repeats: int, figures: Mapping[str, Any]) -> None:
    table = Table(title=f"The cost of Prefect in seconds, medians of {repeats}")
    for heading in ("run", "plain", "as a flow", "Prefect's share"):
        table.add_column(heading, justify="left" if heading == "run" else "right")
    for name, work in (("new", f"{articles} new articles"), ("quiet", "nothing new")):
        for measured, unit in (("cpu", "CPU time"), ("wall", "wall time")):
            plain, flow = (_median(figures[name][kind], measured) for kind in ("plain", "flow"))
            share = f"{flow - plain:+.1f} s, {(flow - plain) / flow:.1%}"
            table.add_row(f"{work}, {unit}", f"{plain:.1f}", f"{flow:.1f}", share)
    table.add_row(
        "nothing new, served as by `storywake start`", "", f"{statistics.median(figures['served, quiet']):.1f}", ""
    )
    Console(width=110).print(table)


def _median(costs: Sequence[Mapping[str, float]], measured: str) -> float:
    return statistics.median(cost[measured] for cost in costs)


if __name__ == "__main__":
    main()
