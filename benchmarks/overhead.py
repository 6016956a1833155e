"""What Prefect costs: one pass done plainly and as a flow on a real Prefect server, side by side.

`python -m benchmarks.overhead [--articles 1000] [--repeats 5] [--json OUT]`. A newsroom on loopback publishes the
articles; each pass begins with an empty database, in a process of its own, the two kinds in turn, and each is followed
by a run with nothing new. Seconds of a processor are those of the process and of all that it starts; the server, which
runs beside it for all runs, is left out. Last, runs with nothing new are started as `storywake start` does it.
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
    """Measure, print, and write the figures where asked to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=whole_number(), default=1000)
    parser.add_argument("--repeats", type=whole_number(), default=5)
    parser.add_argument("--json", type=output_file)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        figures = measure(Path(name), args.articles, args.repeats)
    _show(args.articles, args.repeats, figures)
    if args.json:
        told = {"command": ["python", "-m", "benchmarks.overhead", *sys.argv[1:]], **figures}
        args.json.write_text(json.dumps(told, indent=2), "utf-8")


def measure(folder: Path, articles: int, repeats: int) -> dict[str, Any]:
    """Costs of runs by what they had to do and how they ran, and seconds from start to end of runs that are served."""
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
    """Seconds of a run from the moment at which its process is started until its end is known to the server."""
    for _ in range(_TRIES):
        run = wait_for_run(server, trigger_run(server, "monitor/monitor", {"options": {"due_only": False}}).id)
        if run.state == "COMPLETED":
            states = ask(server, "GET", f"/flow_run_states/?flow_run_id={run.id}")
            moments = {state["type"]: datetime.fromisoformat(state["timestamp"]) for state in states}
            return (moments["COMPLETED"] - moments["PENDING"]).total_seconds()
        time.sleep(3)  # the slot of the run before is not free yet
    raise SystemExit(f"{run.name}: {run.state} {run.message}")


def _as_json(costs: Costs) -> dict[str, Any]:
    return {kind: [asdict(cost) for cost in each] for kind, each in costs.items()}


def _show(articles: int, repeats: int, figures: Mapping[str, Any]) -> None:
    table = Table(title=f"What Prefect costs: seconds, medians of {repeats}")
    for heading in ("a run", "plain", "as a flow", "Prefect's part"):
        table.add_column(heading, justify="left" if heading == "a run" else "right")
    for name, told in (("new", f"{articles} new articles"), ("quiet", "nothing new")):
        for measured, unit in (("cpu", "of a processor"), ("wall", "by the clock")):
            plain, flow = (_median(figures[name][kind], measured) for kind in ("plain", "flow"))
            share = f"{flow - plain:+.1f} s, {(flow - plain) / flow:.1%}"
            table.add_row(f"{told}, {unit}", f"{plain:.1f}", f"{flow:.1f}", share)
    table.add_row(
        "nothing new, served as by `storywake start`", "", f"{statistics.median(figures['served, quiet']):.1f}", ""
    )
    Console(width=110).print(table)


def _median(costs: Sequence[Mapping[str, float]], measured: str) -> float:
    return statistics.median(cost[measured] for cost in costs)


if __name__ == "__main__":
    main()
