"""The demo is isolated from the user's settings, and leaves no process behind however it ends."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from cli.demo_polls import MOMENTS
from cli.demo_stage import set_stage
from cli.errors import FailedError
from tests.patience import PATIENCE, eventually


@pytest.fixture
def elsewhere(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user's folder with settings that would make the demo fail."""
    monkeypatch.setenv("STORYWAKE_DATABASE_URL", "postgresql://127.0.0.1:1/real")
    monkeypatch.setenv("STORYWAKE_SPACY_MODEL", "no_such_model")
    monkeypatch.setenv("PREFECT_API_URL", "http://127.0.0.1:1/api")
    (home / ".env").write_text("STORYWAKE_SMTP_URL=smtp://real.example\nSTORYWAKE_TASK_RUNNER=nonsense\n", "utf-8")
    return home


def test_the_demo_ignores_the_users_settings_and_restores_them_afterwards(elsewhere: Path) -> None:
    before = dict(os.environ)
    with set_stage(Path("var/demo")) as stage:
        assert stage.settings.database_url == f"sqlite:///{elsewhere}/var/demo/storywake.db"
        assert stage.settings.spacy_model == "en_core_web_sm"
        assert stage.settings.smtp_url is not None
        assert stage.settings.smtp_url.get_secret_value() == stage.mails.url
        assert "PREFECT_API_URL" not in os.environ
    assert dict(os.environ) == before
    assert Path.cwd() == elsewhere


def test_a_second_demo_uses_the_same_addresses(elsewhere: Path) -> None:
    ports = []
    for _ in range(2):
        with set_stage(Path("var/demo")) as stage:
            ports.append(stage.newsroom.ports)
            assert stage.newsroom.moment == MOMENTS[0]
    assert ports[0] == ports[1]


def test_two_demos_cannot_use_the_same_folder(elsewhere: Path) -> None:
    with (
        set_stage(Path("var/demo")) as stage,
        pytest.raises(FailedError, match="another demo is running"),
        set_stage(stage.folder),
    ):
        pass


def test_a_terminated_demo_stops_its_child_processes(elsewhere: Path) -> None:
    program = [sys.executable, "-c", "from cli.app import main; main()", "demo"]
    with subprocess.Popen(program, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=elsewhere) as demo:
        children = _children_of(demo)
        demo.send_signal(signal.SIGTERM)
        out, err = demo.communicate(timeout=PATIENCE)
    assert (demo.returncode, out) == (143, b"")
    assert err.splitlines()[-1] == b"storywake: stopped"
    assert children
    assert eventually(lambda: not [child for child in children if Path(f"/proc/{child}").exists()])


def _children_of(process: "subprocess.Popen[bytes]") -> list[str]:
    """The child processes of a process, once it has some."""
    listing = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    if not listing.exists():
        pytest.skip("this system does not list the children of a process")
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and process.poll() is None:
        if children := listing.read_text().split():
            time.sleep(1)  # until it is in the middle of its start
            return children
        time.sleep(0.05)
    return []


def test_a_demo_that_cannot_start_is_one_line_and_exit_1(elsewhere: Path) -> None:
    (elsewhere / "var").write_text("a file where a folder should be")
    program = [sys.executable, "-c", "from cli.app import main; main()", "demo"]
    ended = subprocess.run(program, capture_output=True, text=True, cwd=elsewhere, check=False)
    assert (ended.returncode, ended.stdout) == (1, "")
    assert "var/demo" in ended.stderr
    assert ended.stderr.count("\n") == 1
