"""An installed copy: the wheel in a separate environment, used from a folder with packages of the same names."""

import os
import re
import shutil
import signal
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from service import PrefectServer
from service.server_record import read_password
from tests.patience import PATIENCE, eventually, nobody_lives_in
from tests.prefect_api import artifacts, completed_by_schedule, found_events, logged, task_names

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("news", "extractors", "storage", "alerts", "pipeline", "service", "flows", "cli", "demo", "benchmarks")
NOT_SOURCE = shutil.ignore_patterns(
    ".git", ".venv*", "var", "build", "*.egg-info", "*_cache", "__pycache__", ".hypothesis"
)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    # a copy: building writes into the tree it builds from
    shutil.copytree(ROOT, folder / "source", ignore=NOT_SOURCE)
    options = ["--no-deps", "--no-build-isolation", "--no-index", "--quiet", "--disable-pip-version-check"]
    command = [sys.executable, "-m", "pip", "wheel", *options, "--wheel-dir", str(folder), str(folder / "source")]
    subprocess.run(command, check=True, timeout=PATIENCE)
    return next(folder.glob("*.whl"))


def test_the_wheel_contains_all_files_of_the_packages(wheel: Path) -> None:
    held = set(ZipFile(wheel).namelist())
    ours = {
        path.relative_to(ROOT).as_posix()
        for room in ROOMS
        for path in (ROOT / room).rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    }
    assert ours - held == set()
    assert "storage/migrations/versions/0001_first_tables.py" in held
    assert {Path(name).name for name in held if "/licenses/" in name} >= {"LICENSE", "NOTICE"}


@pytest.fixture(scope="module")
def scripts(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The scripts folder of an environment with the wheel; the dependencies come from the environment of the tests."""
    home = tmp_path_factory.mktemp("environment") / "env"
    venv.create(home)
    where = {"base": str(home), "platbase": str(home)}
    packages, folder = (Path(sysconfig.get_path(name, "venv", where)) for name in ("purelib", "scripts"))
    (packages / "dependencies.pth").write_text(f"{sysconfig.get_path('purelib')}\n", "utf-8")
    command = [sys.executable, "-m", "pip", "--python", str(folder / "python"), "install", "--no-deps", "--no-index"]
    subprocess.run([*command, "--quiet", "--disable-pip-version-check", str(wheel)], check=True, timeout=PATIENCE)
    return folder


@pytest.fixture
def foreign(world: Any) -> Any:
    """A user's folder that contains packages with the names of ours."""
    for name in ("flows", "news", "pipeline", "storage"):
        (world.folder / name).mkdir()
        (world.folder / name / "__init__.py").write_text("raise RuntimeError('a package of the user')\n", "utf-8")
    world.publish()
    return world


@pytest.fixture
def environment(foreign: Any) -> dict[str, str]:
    outside = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "PREFECT_"))}
    return {**outside, **foreign.variables(), "STORYWAKE_UI_PORT": "0", "STORYWAKE_DESK_PORT": "0"}


def run(command: Path, *arguments: str, **options: Any) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [str(command), *arguments], capture_output=True, text=True, check=False, timeout=PATIENCE, **options
    )


def test_an_installed_copy_sends_its_mail_and_exports_the_story(
    scripts: Path, foreign: Any, environment: dict[str, str]
) -> None:
    where = run(
        scripts / "python", "-P", "-c", "import flows; print(flows.__file__)", env=environment, cwd=foreign.folder
    )
    assert where.stdout.startswith(str(scripts.parent)), where.stderr
    passed = run(scripts / "storywake", "run", env=environment, cwd=foreign.folder)
    assert "1 new follow-up, 1 mail, 1 feed polled" in passed.stdout, passed.stderr
    assert passed.returncode == 0
    (mail,) = foreign.letterbox.mails
    html = mail.get_body(("html",))
    assert html
    assert "Firefly writes to Trentino" in html.get_content()
    exported = run(scripts / "storywake", "export", "treaty", "--format", "html", env=environment, cwd=foreign.folder)
    assert "Firefly writes to Trentino" in exported.stdout, exported.stderr


@pytest.mark.slow
@pytest.mark.xdist_group("prefect")
def test_an_installed_copy_runs_on_its_schedule_until_it_is_stopped(
    scripts: Path, foreign: Any, environment: dict[str, str]
) -> None:
    # with an unsupported SQLAlchemy, Prefect's scheduler silently does nothing, which only a scheduled run can detect
    often = {**environment, "STORYWAKE_MONITOR_INTERVAL": "5"}
    command = [str(scripts / "storywake"), "start"]
    with subprocess.Popen(command, env=often, cwd=foreign.folder, stderr=subprocess.PIPE, text=True) as process:
        try:
            server = server_of(process, foreign)
            run = eventually(lambda: completed_by_schedule(server))[0]
            eventually(lambda: "Mail about treaty sent to ann@example.org" in logged(server, run["id"]))
            tasks, left, events = task_names(server, run["id"]), artifacts(server, run["id"]), found_events(server)
        finally:
            process.send_signal(signal.SIGINT)
            ended = process.wait(PATIENCE)
    assert ended == 0
    assert run["parameters"] == {"options": {"due_only": True}}
    assert run["state"]["message"] == "1 new follow-up, 1 mail, 1 feed polled"
    assert len(foreign.letterbox.mails) == 1
    assert tasks == {
        "poll feeds: 1 in 1 batch",
        "read entries: 2 in 1 batch",
        "compare articles: 2 in 1 batch",
        "review near misses",
        "group follow-ups",
        "send mail",
    }
    assert "Firefly writes to Trentino" in left["followups"]["data"]
    assert "## 1 new follow\\-up" in left["monitor-summary"]["data"]
    assert "storywake.seed.treaty" in {event["resource"]["prefect.resource.id"] for event in events}
    assert nobody_lives_in(foreign.folder)


def server_of(process: "subprocess.Popen[str]", world: Any) -> PrefectServer:
    """The Prefect server that a starting storywake announces."""
    assert process.stderr
    for line in process.stderr:
        if found := re.search(r"Prefect UI: (http://\S+)", line):
            home = world.folder / "prefect"
            return PrefectServer(f"{found[1]}/api", started=False, home=home, auth=read_password(home))
    raise AssertionError("storywake did not start")
