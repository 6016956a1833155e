"""`storywake run` and `storywake start`: one pass now, and passes on a schedule."""

import os
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from cli.errors import BAD_INPUT, FAILED, BadInputError, FailedError
from cli.lookup import settings
from cli.printing import at_terminal, progress, remark, say_json
from cli.summary import report_object, say_report

if TYPE_CHECKING:
    from flows import MonitorOptions, PassReport, PrefectServer, Settings


def add_to(app: typer.Typer) -> None:
    """Add the commands to the app."""
    app.command("run")(run)
    app.command("start")(start)


def run(
    seed: Annotated[str, typer.Option("--seed", metavar="NAME", help="Report and mail only this seed's.")] = "",
    feed: Annotated[str, typer.Option("--feed", metavar="URL", help="Poll only this feed.")] = "",
    due_only: Annotated[bool, typer.Option("--due-only", help="Poll only the feeds whose time has come.")] = False,
    no_mail: Annotated[bool, typer.Option("--no-mail", help="Send nothing: alerts wait.")] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Work on a copy that is thrown away, and send nothing.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """Poll, read, compare and send once, now; seen in the Prefect UI when a Prefect server answers."""
    from flows import MonitorOptions

    found = settings()
    options = MonitorOptions(seed=seed, feed=feed, due_only=due_only, deliver=not no_mail, dry_run=dry_run)
    report, engine = _pass(found, options, quiet=as_json)
    if as_json:
        say_json(report_object(report, engine))
    else:
        say_report(report)
    failures = _failures(report)
    for failure in failures:
        remark(f"storywake: {failure}")  # said again: of a run in a crontab often only this is read
    if failures:
        raise typer.Exit(BAD_INPUT if report.misconfigured else FAILED)


def _failures(report: "PassReport") -> list[str]:
    """What makes the run a failure, one line each."""
    delivering = report.delivering
    if not delivering.every_mail_failed:
        return list(report.failures)
    recipient, problem = next(iter(delivering.errors.items()))
    mails = "the only mail" if delivering.failed == 1 else f"all {delivering.failed} mails"
    return [*report.failures, f"{mails} of this run failed; {recipient}: {problem}"]


def _pass(found: "Settings", options: "MonitorOptions", *, quiet: bool) -> "tuple[PassReport, str]":
    from flows import connect

    server = connect(found)
    if server:
        report, engine = _prefect_pass(options, server), "prefect"
        remark(f"This run went through the Prefect server at {server.api_url}: its UI shows it.")
    else:
        report, engine = _plain_pass(found, options, quiet=quiet), "plain"
        remark("This run went plainly, without Prefect: no server answers. (`storywake start` brings one.)")
    return report, engine


def _prefect_pass(options: "MonitorOptions", server: "PrefectServer") -> "PassReport":
    # Prefect reads them when it is imported; its home stays the user's own
    os.environ |= {name: value for name, value in server.environment.items() if name != "PREFECT_HOME"}
    from flows.monitor import monitor_now

    return monitor_now(options)


def _plain_pass(found: "Settings", options: "MonitorOptions", *, quiet: bool) -> "PassReport":
    from flows import open_for, run_pass, utc_now

    with open_for(found, utc_now(), dry_run=options.dry_run) as runtime, progress(quiet=quiet) as tell:
        return run_pass(runtime, options, progress=tell)


def start(
    port: Annotated[
        int | None, typer.Option("--port", min=0, max=65535, help="The UI's port; 0: any free one.", show_default=False)
    ] = None,
) -> None:
    """Run on a schedule, with the Prefect server and its UI, until Ctrl-C."""
    from flows import ServerError
    from flows import start as run_on_schedule

    found = settings() if port is None else settings().model_copy(update={"ui_port": port})
    running: list[str] = []

    def announce(line: str) -> None:
        running.append(line)
        remark(line)

    if at_terminal(sys.stderr):
        remark("Starting; the first time takes up to half a minute …")
    try:
        run_on_schedule(found, announce)
    except ServerError as error:
        # before the greeting an address or a port was wrong; after it the server was lost
        raise FailedError(str(error)) if running else BadInputError(str(error)) from error
