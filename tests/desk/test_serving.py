"""The desk as a process of its own: it answers, and ends at once when it is interrupted."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx2
import pytest

from cli.app import run_command
from pipeline import open_runtime
from pipeline.sync import sync_files
from tests.desk.conftest import STORY
from tests.desk.openid_provider import CLIENT, SECRET, OpenIdProvider
from tests.patience import PATIENCE


@contextmanager
def serving(world: Any, port: int, **variables: str) -> Iterator["subprocess.Popen[str]"]:
    environment = os.environ | world.variables() | {"STORYWAKE_DESK_PORT": str(port)} | variables
    command = [sys.executable, "-P", "-m", "desk.serving"]
    with subprocess.Popen(command, env=environment, cwd=world.folder, stderr=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def connect(process: "subprocess.Popen[str]", port: int) -> http.client.HTTPConnection:
    deadline = time.monotonic() + PATIENCE
    while True:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        try:
            connection.connect()
        except OSError:
            assert process.poll() is None, process.stderr and process.stderr.read()
            assert time.monotonic() < deadline
            time.sleep(0.1)
        else:
            return connection


def test_an_open_page_does_not_hold_up_the_end(world: Any, port: int) -> None:
    with open_runtime(world.settings()) as runtime:
        sync_files(runtime, world.now)
    with serving(world, port) as process:
        connection = connect(process, port)
        connection.request("GET", f"{STORY}/changes")
        listening = connection.getresponse()
        assert listening.readline() == b": nothing new\n"
        began = time.monotonic()
        process.send_signal(signal.SIGINT)
        process.wait(PATIENCE)
        assert time.monotonic() - began < 30  # the connection would be kept for ten minutes
        connection.close()


def test_an_address_of_the_network_without_users_is_not_served(world: Any, port: int) -> None:
    with serving(world, port, STORYWAKE_DESK_HOST="0.0.0.0") as process:
        _, said = process.communicate(timeout=PATIENCE)
        assert process.returncode != 0
        assert "Traceback" not in said
        assert "STORYWAKE_DESK_AUTH: not set, so the desk listens on loopback only" in said


@pytest.mark.parametrize("host", ["0.0.0.0", "127.0.0.1"])
def test_a_desk_that_is_refused_says_why_and_no_address(
    world: Any, port: int, host: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, value in world.variables().items():
        monkeypatch.setenv(name, value)
    with socket.create_server(("127.0.0.1", port)):
        assert run_command(["desk", "--host", host, "--port", str(port)]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert f"storywake: {host}:{port}: cannot be listened on" in said.err or "STORYWAKE_DESK_AUTH: not set" in said.err


def test_a_user_without_a_password_signs_in_at_a_provider_with_a_secret_from_a_file(
    world: Any, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    provider, secrets = OpenIdProvider(), world.folder / "secrets"
    secrets.mkdir()
    (secrets / "STORYWAKE_DESK_OIDC_CLIENT_SECRET").write_text(f"{SECRET}\n", "utf-8")
    settings = {"AUTH": "oidc", "OIDC_ISSUER": provider.issuer, "OIDC_CLIENT_ID": CLIENT}
    variables = {f"STORYWAKE_DESK_{name}": value for name, value in settings.items()}
    variables["STORYWAKE_SECRETS_DIR"] = str(secrets)
    for name, value in (world.variables() | variables).items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(world.folder)
    monkeypatch.setattr("cli.desk._ask_password", lambda _: pytest.fail("a password is asked for"))
    assert run_command(["desk", "users", "add", "ann@example.org"]) == 0
    base = f"http://127.0.0.1:{port}"
    with serving(world, port, **variables) as process, httpx2.Client(trust_env=False, follow_redirects=True) as browser:
        connect(process, port).close()
        answer = browser.get(f"{base}/sign-in/begin?next=%2Faccount")
        assert (answer.status_code, str(answer.url)) == (200, f"{base}/account"), answer.text
        assert "ann@example.org" in answer.text
        browser.cookies.clear()
        answer = browser.get(f"{base}/sign-in/back?code=x&state=y")
        assert answer.status_code == 400
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=PATIENCE)
        assert "sign-in from address 127.0.0.1 failed: this sign-in was not begun in this browser" in said
        assert SECRET not in said
    provider.close()
