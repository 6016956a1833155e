"""Our Prefect server has a password of its own, and a server of others is neither used nor given the password."""

import fcntl
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from cli.run import _why_plain
from service import PrefectServer, ServerError, connect, describe_login, examine, find_server, open_server
from service.server_record import RECORD, make_password, password_path, read_password, recorded, running_address


def answer_as_prefect(web: Any) -> int:
    """Let a web server look like a Prefect server, and return its port."""
    web.answers["/api/health"] = (200, "application/json", b"true")
    return int(web.server.server_address[1])


def test_the_password_is_made_once_and_only_its_owner_can_read_it(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        made = make_password(tmp_path / "prefect")
    finally:
        os.umask(before)
    user, _, password = made.partition(":")
    assert (user, len(password) >= 20) == ("storywake", True)
    assert make_password(tmp_path / "prefect") == read_password(tmp_path / "prefect") == made
    assert password_path(tmp_path / "prefect").stat().st_mode & 0o777 == 0o600
    assert [file.name for file in (tmp_path / "prefect").iterdir()] == ["ui-password"]
    assert make_password(tmp_path / "other") != made


def test_a_password_that_cannot_be_had_does_not_become_none_at_all(world: Any) -> None:
    settings = world.settings()
    password = password_path(settings.prefect_home)
    password.mkdir(parents=True)
    with pytest.raises(OSError, match="ui-password"), open_server(settings):
        raise AssertionError("unreachable")
    password.rmdir()
    password.touch()
    with pytest.raises(ServerError, match="ui-password is empty: remove it"), open_server(settings):
        raise AssertionError("unreachable")


def test_a_server_is_recorded_while_the_process_that_started_it_lives(tmp_path: Path) -> None:
    assert running_address(tmp_path) is None
    program = "import sys, pathlib; from service.server_record import recorded\n"
    program += (
        f"with recorded(pathlib.Path({str(tmp_path)!r}), 'http://127.0.0.1:4200/api'): print(1, flush=True); input()"
    )
    command = [sys.executable, "-c", program]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        assert child.stdout
        assert child.stdout.readline() == b"1\n"
        assert running_address(tmp_path) == "http://127.0.0.1:4200/api"
        child.kill()
    assert running_address(tmp_path) is None


def test_a_second_server_of_an_installation_is_refused_also_on_another_port(world: Any) -> None:
    settings = world.settings(ui_port=0)
    make_password(settings.prefect_home)
    with (
        recorded(settings.prefect_home, "http://127.0.0.1:4200/api"),
        pytest.raises(ServerError, match=r"storywake already runs here \(http://127\.0\.0\.1:4200\)"),
        open_server(settings),
    ):
        raise AssertionError("unreachable")


def test_looking_whether_a_server_runs_does_not_keep_one_from_starting(tmp_path: Path) -> None:
    (tmp_path / RECORD).touch()
    with (tmp_path / RECORD).open() as file:
        fcntl.flock(file, fcntl.LOCK_SH)
        release = threading.Timer(0.3, file.close)
        release.start()
        with recorded(tmp_path, "http://127.0.0.1:4200/api"):
            assert running_address(tmp_path) == "http://127.0.0.1:4200/api"
        release.join()


def test_a_prefect_server_of_others_is_not_used_and_gets_no_password(world: Any, web: Any) -> None:
    settings = world.settings(ui_port=answer_as_prefect(web))
    make_password(settings.prefect_home)
    assert find_server(settings) == ""
    assert connect(settings) is None
    assert _why_plain(settings).endswith(f"the server on port {settings.ui_port} is not of this installation.")
    (finding,) = [one for one in examine(settings, world.now) if one.name == "Prefect server"]
    assert (finding.well, "not of this installation" in finding.detail) == (False, True)
    with pytest.raises(ServerError, match=f"port {settings.ui_port} is taken"), open_server(settings):
        raise AssertionError("unreachable")
    assert set(web.requests) == {"/api/health"}


def test_our_server_is_asked_with_the_stored_password(world: Any, web: Any) -> None:
    settings = world.settings(ui_port=answer_as_prefect(web))
    made = make_password(settings.prefect_home)
    with recorded(settings.prefect_home, f"http://127.0.0.1:{settings.ui_port}/api"):
        server = connect(settings)
        assert server
        assert server.auth == made
        assert made in describe_login(server, settings)
        chosen = settings.model_copy(update={"ui_auth": SecretStr("ann:her own")})
        server = connect(chosen)
        assert server
        assert server.auth == "ann:her own"
        assert "her own" not in describe_login(server, chosen)


def test_a_server_named_by_the_user_is_used_without_our_password(
    world: Any, web: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PREFECT_API_URL", f"http://127.0.0.1:{answer_as_prefect(web)}/api")
    make_password(world.settings().prefect_home)
    server = connect(world.settings())
    assert server
    assert server.auth == ""


def test_prefect_reaches_our_server_past_a_proxy_and_sends_no_telemetry(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_PROXY", "intranet.example")
    monkeypatch.delenv("no_proxy", raising=False)
    environment = PrefectServer("http://127.0.0.1:4200/api", started=True, home=tmp_path).environment
    assert environment["NO_PROXY"] == environment["no_proxy"] == "intranet.example,127.0.0.1"
    assert environment["DO_NOT_TRACK"] == "1"
