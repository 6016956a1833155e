"""`storywake run`: run one pass now."""

import os
from typing import TYPE_CHECKING, Annotated

import typer

from cli.descriptions import examples
from cli.errors import BAD_INPUT, FAILED
from cli.lookup import settings
from cli.pass_summary import report_object, say_report
from cli.terminal import progress, remark, say_json

if TYPE_CHECKING:
    from pipeline import MonitorOptions, PassReport, Settings
    from service import PrefectServer


def add_to(app: typer.Typer) -> None:
    """Add the command to the app."""
    app.command(
        "run", epilog=examples("storywake run", "storywake run --dry-run", "storywake run --seed minerals-deal --json")
    )(run)


def run(
    seed: Annotated[str, typer.Option("--seed", metavar="NAME", help="Report and mail only this seed's matches.")] = "",
    feed: Annotated[str, typer.Option("--feed", metavar="URL", help="Poll only this feed.")] = "",
    due_only: Annotated[bool, typer.Option("--due-only", help="Poll only the feeds that are due.")] = False,
    no_mail: Annotated[bool, typer.Option("--no-mail", help="Send no mail; alerts stay waiting.")] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Work on a temporary copy of the database and send nothing.")
    ] = False,
    trust_clock: Annotated[
        bool, typer.Option("--trust-clock", help="Also if the clock seems to be behind what is stored.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Poll, read, compare and send once. If a Prefect server is running, its UI shows the run."""
    from pipeline import MonitorOptions

    found = settings()
    options = MonitorOptions(
        seed=seed, feed=feed, due_only=due_only, deliver=not no_mail, trust_clock=trust_clock, dry_run=dry_run
    )
    report, engine = _pass(found, options, quiet=as_json)
    if as_json:
        say_json(report_object(report, engine))
    else:
        say_report(report)
    failures = _failures(report)
    for failure in failures:
        remark(f"storywake: {failure}")  # repeated on stderr: from a cron job, often only stderr is read
    if failures:
        raise typer.Exit(BAD_INPUT if report.misconfigured else FAILED)


def _failures(report: "PassReport") -> list[str]:
    """The reasons why the run failed, one line each; empty if it did not."""
    delivering = report.delivering
    if not delivering.every_mail_failed:
        return list(report.failures)
    recipient, problem = next(iter(delivering.errors.items()))
    mails = "the only mail" if delivering.failed == 1 else f"all {delivering.failed} mails"
    return [*report.failures, f"{mails} of this run failed; {recipient}: {problem}"]


def _pass(found: "Settings", options: "MonitorOptions", *, quiet: bool) -> "tuple[PassReport, str]":
    from service import connect

    server = connect(found)
    if server:
        report, engine = _prefect_pass(options, server), "prefect"
        remark(f"This run used the Prefect server at {server.api_url}; its UI shows it.")
    else:
        report, engine = _plain_pass(found, options, quiet=quiet), "plain"
        remark(_why_plain(found))
    return report, engine


def _why_plain(found: "Settings") -> str:
    from service import has_foreign_server

    if has_foreign_server(found):
        return f"This run did not use Prefect: the server on port {found.ui_port} is not of this installation."
    return "This run did not use Prefect: no server is running. (`storywake start` starts one.)"


def _prefect_pass(options: "MonitorOptions", server: "PrefectServer") -> "PassReport":
    # set before the import, because Prefect reads them then; PREFECT_HOME stays the user's own
    os.environ |= {name: value for name, value in server.environment.items() if name != "PREFECT_HOME"}
    from flows.monitor import monitor_now

    return monitor_now(options)


def _plain_pass(found: "Settings", options: "MonitorOptions", *, quiet: bool) -> "PassReport":
    from pipeline import open_for, run_pass, utc_now

    with open_for(found, utc_now(), dry_run=options.dry_run) as runtime, progress(quiet=quiet) as update:
        return run_pass(runtime, options, progress=update)
