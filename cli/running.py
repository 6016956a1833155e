"""`storywake run` and `storywake start`: one pass now, and passes on a schedule."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from cli.errors import FAILED
from cli.lookup import settings
from cli.printing import progress, remark, say_json
from cli.summary import report_object, say_report

if TYPE_CHECKING:
    from flows import MonitorOptions, PassReport, Settings


def add_to(app: typer.Typer) -> None:
    """Add the commands to the app."""
    app.command("run")(run)
    app.command("start")(start)


def run(
    seed: Annotated[
        str, typer.Option("--seed", metavar="NAME", help="Report and mail only this seed's follow-ups.")
    ] = "",
    feed: Annotated[str, typer.Option("--feed", metavar="URL", help="Poll only this feed.")] = "",
    due_only: Annotated[bool, typer.Option("--due-only", help="Poll only the feeds whose time has come.")] = False,
    no_mail: Annotated[bool, typer.Option("--no-mail", help="Send nothing: alerts wait.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """Poll, read, compare and send once, now. Seen in the Prefect UI when a Prefect server answers."""
    from flows import MonitorOptions

    found = settings()
    options = MonitorOptions(seed=seed, feed=feed, due_only=due_only, deliver=not no_mail)
    report, engine = _pass(found, options, quiet=as_json)
    if as_json:
        say_json(report_object(report, engine))
    else:
        say_report(report)
    if report.failures:
        raise typer.Exit(FAILED)


def _pass(found: "Settings", options: "MonitorOptions", *, quiet: bool) -> "tuple[PassReport, str]":
    from flows.serving import find_api

    api = find_api(found)
    if api:
        remark(f"running through the Prefect server at {api}")
        return _prefect_pass(options), "prefect"
    remark("no Prefect server answers: running plainly, here (`storywake start` starts one)")
    return _plain_pass(found, options, quiet=quiet), "plain"


def _prefect_pass(options: "MonitorOptions") -> "PassReport":
    from flows.monitor import monitor

    return monitor(options)


def _plain_pass(found: "Settings", options: "MonitorOptions", *, quiet: bool) -> "PassReport":
    from flows import PlainExecution, Progress, open_runtime, run_pass

    with open_runtime(found) as runtime, progress(quiet=quiet) as tell:
        runtime.progress = Progress(tell)
        return run_pass(runtime, options, PlainExecution(), lambda: datetime.now(UTC))


def start(
    port: Annotated[
        int | None, typer.Option("--port", min=0, max=65535, help="The UI's port; 0: any free one.")
    ] = None,
) -> None:
    """Run on a schedule, with the Prefect server and its UI, until Ctrl-C."""
    from flows.serving import serve

    serve(settings(), port=port)
