"""Starting and stopping: child processes end with their parent, and errors are one line."""

import json
import os
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.interruption import StoppedError
from service import PrefectServer, ServerError
from service.child_processes import LARGEST_LOG, ChildError, bound_log, run_child, run_module, wait_until
from service.server_record import make_password, recorded
from service.start import _greeting, next_run, run_until_stopped
from storage import StoreError
from tests.patience import PATIENCE, eventually, nobody_lives_in
from tests.processes import living_in


def test_the_error_about_a_child_that_exits_early_shows_the_end_of_its_log(tmp_path: Path) -> None:
    code = "print('no such luck'); raise SystemExit(3)"
    with (
        run_child("the child", [sys.executable, "-c", code], {}, tmp_path / "log") as child,
        pytest.raises(ChildError, match=r"the child ended with exit code 3.*no such luck"),
    ):
        wait_until(lambda: False, child, PATIENCE, 0.05)


def test_a_child_that_is_not_ready_in_time_raises_and_is_stopped(tmp_path: Path) -> None:
    code = "import time; time.sleep(60)"
    with run_child("the child", [sys.executable, "-c", code], {}, tmp_path / "log") as child:
        with pytest.raises(ChildError, match="the child is not ready"):
            wait_until(lambda: False, child, 0.2, 0.05)
        assert not child.has_ended
    assert child.has_ended


def test_waiting_ends_when_stop_is_set() -> None:
    stop = threading.Event()
    stop.set()
    with pytest.raises(StoppedError):
        wait_until(lambda: False, None, PATIENCE, 0.05, stop)


ORPHANING = """
import sys, time
from pathlib import Path
from service.child_processes import run_child, run_module
with run_child("the child", run_module("http.server", "0", "--bind", "127.0.0.1"), {}, Path("log")):
    print("ready", flush=True)
    time.sleep(60)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux signals a child when its parent is gone")
def test_a_child_ends_when_its_parent_is_killed(tmp_path: Path) -> None:
    root = Path(__file__).resolve().parents[2]
    environment = {**os.environ, "PYTHONPATH": str(root), "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-c", ORPHANING]
    with subprocess.Popen(command, cwd=tmp_path, env=environment, stdout=subprocess.PIPE) as parent:
        assert parent.stdout
        assert parent.stdout.readline() == b"ready\n"
        # once the child serves, it has asked the kernel for that signal
        eventually(lambda: "Serving HTTP" in (tmp_path / "log").read_text())
        assert len(living_in(tmp_path)) == 2
        parent.kill()
    assert nobody_lives_in(tmp_path)


def test_a_large_log_is_renamed_at_the_next_start(tmp_path: Path) -> None:
    log = tmp_path / "child.log"
    for size, left in ((LARGEST_LOG, LARGEST_LOG), (LARGEST_LOG + 1, 0)):
        log.write_bytes(b"x" * size)
        with run_child("the child", run_module("this"), {}, log) as child:
            eventually(lambda: child.has_ended)
        assert left <= log.read_bytes().count(b"x") < left + 1000
    assert (tmp_path / "child.log.1").stat().st_size == LARGEST_LOG + 1


WRITING = f"""
import sys
print("x" * {LARGEST_LOG + 1}, flush=True)
sys.stdin = open(sys.argv[1])
input()
print("more", flush=True)
"""


def test_a_log_that_grows_large_is_put_aside_while_its_child_writes_on(tmp_path: Path) -> None:
    log, pipe = tmp_path / "child.log", tmp_path / "pipe"
    os.mkfifo(pipe)
    with run_child("the child", [sys.executable, "-c", WRITING, str(pipe)], {}, log) as child:
        eventually(lambda: log.stat().st_size > LARGEST_LOG)
        bound_log(log)
        assert log.read_bytes() == b""
        pipe.write_text("go on\n", "utf-8")
        eventually(lambda: child.has_ended)
        bound_log(log)
    assert log.read_bytes() == b"more\n"
    assert (tmp_path / "child.log.1").stat().st_size == LARGEST_LOG + 2
    assert (tmp_path / "child.log.1").stat().st_mode & 0o777 == 0o600


@given(st.datetimes(min_value=datetime(2025, 1, 1), timezones=st.just(UTC)), st.integers(1, 10_000_000))  # noqa: DTZ001
def test_the_next_run_is_at_the_next_whole_interval(now: datetime, interval: int) -> None:
    then = next_run(now, interval)
    assert now < then <= now + timedelta(seconds=interval)
    assert (then - datetime(2025, 1, 1, tzinfo=UTC)) % timedelta(seconds=interval) == timedelta()


@pytest.mark.parametrize("held", ["metrics_port", "desk_port"])
def test_a_second_start_names_the_first_one_and_not_a_port_that_it_holds(world: Any, web: Any, held: str) -> None:
    web.answers["/api/health"] = (200, "application/json", b"true")
    port = web.server.server_address[1]
    settings = world.settings(**{"ui_port": port, held: port})
    make_password(settings.prefect_home)
    with (
        recorded(settings.prefect_home, f"{web.url}/api"),
        pytest.raises(ServerError, match=rf"storywake already runs here \({web.url}\): stop it first"),
    ):
        run_until_stopped(settings, print, threading.Event())


def test_a_start_on_a_server_of_the_user_is_refused_while_another_one_serves_it(
    world: Any, web: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PREFECT_API_URL", f"{web.url}/api")
    web.answers["/api/health"] = (200, "application/json", b"true")
    polls = iter(range(60))

    def note_poll() -> None:
        polled = datetime.now(UTC) + timedelta(milliseconds=next(polls))
        body = json.dumps({"last_polled": polled.isoformat()}).encode()
        web.answers["/api/deployments/name/monitor/monitor"] = (200, "application/json", body)

    web.delays["/api/deployments/name/monitor/monitor"] = threading.Event(), note_poll
    settings = world.settings(metrics_port=web.server.server_address[1])
    with pytest.raises(ServerError, match=f"already running on the Prefect server at {web.url}"):
        run_until_stopped(settings, print, threading.Event())


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(60, "every minute,"), (900, "every 15 minutes,"), (1, "every second,"), (90, "every 90 seconds,")],
)
def test_the_rhythm_is_said_in_plain_words(world: Any, seconds: int, said: str) -> None:
    server = PrefectServer("http://127.0.0.1:4200/api", started=True, home=world.folder)
    assert f"Polling {said} next at" in _greeting(server, world.settings(monitor_interval=seconds), world.now)


def test_a_start_that_is_stopped_announces_it_and_leaves_no_child(world: Any) -> None:
    announced: list[str] = []
    stop = threading.Event()
    stop.set()
    run_until_stopped(world.settings(ui_port=0), announced.append, stop)
    assert announced == ["Stopped before it was ready."]
    assert nobody_lives_in(world.folder)


def test_an_unusable_store_ends_the_start_at_once(world: Any) -> None:
    with pytest.raises(StoreError):
        run_until_stopped(world.settings(database_url="nonsense://nowhere"), print, threading.Event())


def test_a_taken_port_ends_the_start_at_once(world: Any, web: Any) -> None:
    with pytest.raises(ServerError, match="is taken"):
        run_until_stopped(world.settings(ui_port=web.server.server_address[1]), print, threading.Event())
