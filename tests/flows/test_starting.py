"""Starting and stopping: children end with us, and errors are one line."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from flows import ServerError
from flows.children import ChildError, run_child, wait_until
from flows.starting import start
from storage import StoreError


def test_a_child_that_ends_early_is_told_with_the_end_of_its_log(tmp_path: Path) -> None:
    code = "print('no such luck'); raise SystemExit(3)"
    with (
        run_child("the child", [sys.executable, "-c", code], {}, tmp_path / "log") as child,
        pytest.raises(ChildError, match=r"the child ended with exit code 3.*no such luck"),
    ):
        wait_until(lambda: False, child, 20, 0.05)


def test_a_child_that_is_not_ready_in_time_is_told_and_stopped(tmp_path: Path) -> None:
    code = "import time; time.sleep(60)"
    with run_child("the child", [sys.executable, "-c", code], {}, tmp_path / "log") as child:
        with pytest.raises(ChildError, match="the child is not ready"):
            wait_until(lambda: False, child, 0.2, 0.05)
        assert not child.has_ended
    assert child.has_ended


def test_a_store_that_cannot_be_used_stops_the_start_at_once(world: Any) -> None:
    with pytest.raises(StoreError):
        start(world.settings(database_url="nonsense://nowhere"), print, threading.Event())


def test_a_taken_port_stops_the_start_at_once(world: Any, web: Any) -> None:
    with pytest.raises(ServerError, match="is taken"):
        start(world.settings(ui_port=web.server.server_address[1]), print, threading.Event())


STARTING = """
import sys
from flows import load_settings, start

if __name__ == "__main__":
    start(load_settings(), lambda line: print(line, flush=True))
"""


@pytest.mark.parametrize("number", [signal.SIGINT])
def test_it_runs_until_it_is_told_to_stop_and_leaves_no_child(world: Any, number: signal.Signals) -> None:
    world.publish()
    environment = {**os.environ, **world.variables(monitor_interval=10_000_000), "STORYWAKE_UI_PORT": "0"}
    environment.pop("PREFECT_API_URL", None)
    process = subprocess.Popen([sys.executable, "-c", STARTING], env=environment, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    assert "Prefect UI: http://127.0.0.1:" in process.stdout.readline()
    process.send_signal(number)
    assert process.wait(60) == 0
    process.stdout.close()
    assert children_in(world.folder) == []


def children_in(folder: Path) -> list[str]:
    """Command lines of processes that still run in the folder; a process may end while it is looked at."""
    time.sleep(0.2)
    found = []
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdigit() and int(entry.name) != os.getpid() and (entry / "cwd").resolve() == folder:
                found.append((entry / "cmdline").read_text().replace("\0", " "))
        except OSError:
            continue
    return found
