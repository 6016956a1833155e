"""`storywake demo`: run everything on a sample newsroom, with the same code as in production."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, NoReturn

import typer

from cli.demo_polls import Clockwork, Play, State
from cli.demo_stage import FOLDER, RECIPIENT, SEED, Stage, set_stage
from cli.errors import FailedError, exit_code_of
from cli.terminal import at_terminal, progress, remark, say, say_table
from trails import counted, why

if TYPE_CHECKING:
    from news import StoredMatch

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


def add_to(app: typer.Typer) -> None:
    """Add the command to the app."""
    app.command("demo")(demo)


def demo() -> None:
    """Run everything on a sample newsroom, with mail and the Prefect UI; all files stay in var/demo."""
    from service import ServerError

    try:
        with _one_signal_only(), ExitStack() as opened:
            _demonstrate(opened.enter_context(set_stage(FOLDER)), opened)
    except (ServerError, OSError) as error:
        raise FailedError(f"the demo failed: {error}") from error
    except Exception as error:
        if exit_code_of(error) is None:
            raise
        raise FailedError(f"the demo failed: {error}") from error


@contextmanager
def _one_signal_only() -> Iterator[None]:
    """End the demo at the first Ctrl-C or SIGTERM; ignore later ones so that its child processes can be stopped."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.getsignal(number) for number in _SIGNALS}

    def end(number: int, frame: FrameType | None) -> None:
        _ignore_signals()
        handler = before[signal.Signals(number)]
        if callable(handler):
            handler(number, frame)
        raise KeyboardInterrupt

    for number in _SIGNALS:
        signal.signal(number, end)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _ignore_signals() -> None:
    for number in _SIGNALS:
        signal.signal(number, signal.SIG_IGN)


def _demonstrate(stage: Stage, opened: ExitStack) -> None:
    play = _open_play(stage, opened)
    before = play.state()
    if before.follow_ups:
        remark(f"Already stored in {FOLDER} by earlier demos: {_known(before)}.")
    with progress() as update:
        play.perform(update)
    _say_follow_ups(play, before)
    _say_alerts(play, before)
    _say_troubles(play)
    watched = at_terminal() and sys.stdin.isatty()
    say(f"\nPrefect UI: {play.server.ui_url}{'' if watched else ' (closed: it stays open only at a terminal)'}")
    say(f"Seconds: {play.clock.summary()}")
    if watched:
        with _open_desk(play):
            _keep_open(play)


@contextmanager
def _open_desk(play: Play) -> Iterator[None]:
    """Serve the desk while the block runs, and say what to look at."""
    from service import keeping_desk, wait_for_desk

    with keeping_desk(play.stage.settings, datetime.now(UTC), play.server) as desk:
        if desk:
            wait_for_desk(desk)
            say(f"The desk: {desk.address}/stories/{SEED}")
            say("  Press Yes or No under a report, Undo in the message after it; New story follows another one.")
        yield


def _open_play(stage: Stage, opened: ExitStack) -> Play:
    from service import describe_login, open_server, serve_deployments
    from storage import open_store

    clock = Clockwork()
    outlets = counted(len(stage.newsroom.ports) - 1, "fictional outlet")
    remark(f"A sample newsroom of {outlets} runs on 127.0.0.1, and a mail server at {stage.mails.url}.")
    if stage.newsroom.moved:
        moved = ", ".join(stage.newsroom.moved)
        remark(f"Ports were taken: articles of {moved} have new addresses and will count as new.")
    store = opened.enter_context(open_store(stage.settings.database_url))
    with clock.time("Prefect server"):
        remark("Starting a Prefect server, about ten seconds …")
        server = opened.enter_context(open_server(stage.settings))
    with clock.time("deployments"):
        remark(f"The Prefect UI is at {server.ui_url}. {describe_login(server, stage.settings)}")
        remark("Starting the deployments …")
        opened.enter_context(serve_deployments(server, stage.settings))
    return Play(stage, server, store, clock)


def _known(before: State) -> str:
    entries = counted(before.counts.get("entries", 0), "entry", "entries")
    return f"{entries}, {counted(len(before.follow_ups), 'follow-up')}"


def _say_follow_ups(play: Play, before: State) -> None:
    found = play.store.matches()
    new = sum(stored.id not in before.follow_ups for stored in found)
    title = f"\n{counted(len(found), 'follow-up')} of the seed: {new} new, {len(found) - new} already known"
    say_table(
        ("", "published", "headline", "outlet", "score", "why"), [_row(one, before) for one in found], title=title
    )


def _row(stored: StoredMatch, before: State) -> tuple[str, ...]:
    age = "known" if stored.id in before.follow_ups else "new"
    article = stored.article
    return age, f"{article.published:%Y-%m-%d}", article.title, article.outlet, f"{stored.match.score:.2f}", why(stored)


def _say_alerts(play: Play, before: State) -> None:
    from news import AlertState

    alerts = [alert for stored in play.store.matches() if stored.id not in before.follow_ups for alert in stored.alerts]
    sent = sum(alert.state is AlertState.SENT for alert in alerts)
    grouped = sum(alert.state is AlertState.GROUPED for alert in alerts)
    mails = play.stage.mails.received
    mailed = f"{sent} new, sent to {RECIPIENT} in {counted(len(mails), 'mail')}"
    say(f"\nAlerts: {mailed}; {grouped} more follow-ups retell these events or give background")
    for mail in mails:
        say(f"  {_shown(mail, play.stage)}")
    if not mails:
        say(f"  nothing new, so no mail was sent; earlier mails are in {_shown(play.stage.mails.folder, play.stage)}")


def _say_troubles(play: Play) -> None:
    failing = [health for health in play.store.feed_health() if health.failures]
    say(f"\nFeeds in trouble: {len(failing)} (broken on purpose)" if failing else "\nFeeds in trouble: none")
    for health in failing:
        say(f"  {health.feed.name}: {health.error}")
    for reason, number in play.store.skipped().items():
        say(f"  {counted(number, 'entry', 'entries')} skipped: {reason}")


def _shown(path: Path, stage: Stage) -> str:
    """The path relative to the user's working folder; while the demo runs, the process works in the demo's own."""
    return str(FOLDER / path.relative_to(stage.folder))


def _keep_open(play: Play) -> None:
    say(f"\nThe UI stays open at {play.server.ui_url}; press Ctrl-C to stop.")
    try:
        _wait_for_ever()
    except KeyboardInterrupt:
        remark("Stopping …")


def _wait_for_ever() -> NoReturn:
    while True:
        signal.pause()
