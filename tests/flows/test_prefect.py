"""Passes through the real Prefect engine and server: one server for the module, real child processes."""

import os
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from flows import (
    PrefectServer,
    ServerError,
    Settings,
    find_server,
    open_runtime,
    open_server,
    read_run,
    serve_deployments,
    trigger_run,
    wait_for_run,
)

RARELY = 10_000_000  # seconds: no scheduled run comes in between


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PrefectServer]:
    outside = os.environ.pop("PREFECT_API_URL", None)
    home: Path = tmp_path_factory.mktemp("prefect")
    settings = Settings(_env_file=None, ui_port=0, prefect_home=home)  # type: ignore[call-arg]
    with open_server(settings) as server:
        yield server
    if outside:
        os.environ["PREFECT_API_URL"] = outside


def ask(server: PrefectServer, path: str, body: Any) -> Any:
    answer = httpx.post(f"{server.api_url}{path}", json=body, timeout=30, trust_env=False)
    assert answer.status_code in {200, 201}, answer.text
    return answer.json()


def wait_for(look: Callable[[], Any], seconds: float) -> Any:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := look():
            return found
        time.sleep(0.5)
    raise AssertionError(f"not seen within {seconds} s")


def artifacts(server: PrefectServer, run_id: str) -> dict[str, Any]:
    wanted = {"artifacts": {"flow_run_id": {"any_": [run_id]}}}
    return {each["key"]: each for each in ask(server, "/artifacts/filter", wanted)}


@pytest.fixture
def served(world: Any, server: PrefectServer, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The world, with its settings in the environment that children inherit."""
    for name, value in world.variables(monitor_interval=RARELY).items():
        monkeypatch.setenv(name, value)
    world.publish()
    return world


def test_a_run_can_be_asked_for_with_other_parameters(served: Any, server: PrefectServer) -> None:
    with serve_deployments(server, served.settings(monitor_interval=RARELY)):
        asked = trigger_run(server, "monitor/monitor", {"options": {"deliver": False}})
        run = wait_for_run(server, asked.id, 90)
        assert (run.state, run.message) == ("COMPLETED", "1 new follow-up, 0 mails, 1 feed polled")
        assert run.name.endswith("all feeds, no mail")
        assert run.url.startswith(server.ui_url)
        with pytest.raises(ServerError, match="409"):
            trigger_run(server, "monitor/monitor", {"options": {"delivr": False}})
        cleaned = wait_for_run(server, trigger_run(server, "housekeeping/housekeeping").id, 90)
        assert cleaned.state == "COMPLETED"
        assert set(artifacts(server, cleaned.id)) == {"housekeeping-summary"}
    with pytest.raises(ServerError, match="404"):
        trigger_run(server, "monitor/nonsense")


def test_a_server_that_answers_is_found_and_used(server: PrefectServer, tmp_path: Path) -> None:
    port = int(server.api_url.rsplit(":", 1)[1].removesuffix("/api"))
    settings = Settings(_env_file=None, ui_port=port, prefect_home=tmp_path)  # type: ignore[call-arg]
    assert find_server(settings) == server.api_url
    with open_server(settings) as found:
        assert not found.started
        assert found.api_url == server.api_url


def test_a_port_taken_by_another_program_is_one_clear_error(world: Any, web: Any) -> None:
    port = web.server.server_address[1]
    with pytest.raises(ServerError, match=f"port {port} is taken") as raised, open_server(world.settings(ui_port=port)):
        raise AssertionError("unreachable")
    assert "STORYWAKE_UI_PORT" in str(raised.value)


def test_a_named_server_that_does_not_answer_is_an_error(world: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PREFECT_API_URL", "http://127.0.0.1:9/api")
    with pytest.raises(ServerError, match="PREFECT_API_URL"), open_server(world.settings()):
        raise AssertionError("unreachable")


def test_a_store_that_cannot_be_used_fails_the_run_with_a_clear_line(served: Any, server: PrefectServer) -> None:
    (served.folder / "storywake.db").write_text("This is a letter and no database. " * 100, "utf-8")
    with serve_deployments(server, served.settings(monitor_interval=RARELY)):
        run = wait_for_run(server, trigger_run(server, "monitor/monitor").id, 90)
    assert run.state == "FAILED"
    assert "storywake.db" in run.message


def test_a_run_that_is_going_when_all_is_stopped_does_not_block_the_next(
    served: Any, server: PrefectServer, web: Any
) -> None:
    arrived = threading.Event()
    web.delay("/slow.xml", arrived, seconds=6)
    served.follow("/slow.xml")
    with serve_deployments(server, served.settings(monitor_interval=RARELY)):
        cut_off = trigger_run(server, "monitor/monitor")
        assert arrived.wait(60)
    assert read_run(server, cut_off.id).state == "CANCELLED"
    with serve_deployments(server, served.settings(monitor_interval=RARELY)):
        run = wait_for_run(server, trigger_run(server, "monitor/monitor").id, 90)
    assert run.state == "COMPLETED"


def test_the_runtime_is_the_current_one_while_it_is_open(world: Any) -> None:
    from flows import current_runtime

    with open_runtime(world.settings()) as runtime:
        assert current_runtime() is runtime


def test_a_scheduled_run_starts_by_itself_and_finishes(
    served: Any, server: PrefectServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Prefect's scheduler does nothing, silently, with a SQLAlchemy it does not know: only this can tell.
    with serve_deployments(server, served.settings(monitor_interval=5)):

        def completed() -> Any:
            found = ask(server, "/flow_runs/filter", {"sort": "START_TIME_ASC"})
            return [run for run in found if run["auto_scheduled"] and run["state"]["type"] == "COMPLETED"]

        runs = wait_for(completed, 90)
    assert runs[0]["parameters"] == {"options": {"due_only": True}}
    assert runs[0]["state"]["message"].startswith("1 new follow-up, 1 mail, 1 feed polled")
    assert len(served.letterbox.mails) == 1

    left = artifacts(server, runs[0]["id"])
    assert set(left) == {"monitor-summary", "followups"}
    assert "Firefly writes to Trentino" in left["followups"]["data"]
    assert "## 1 new follow&#45;up" in left["monitor-summary"]["data"]

    tasks = ask(server, "/task_runs/filter", {"flow_runs": {"id": {"any_": [runs[0]["id"]]}}})
    assert {task["name"] for task in tasks} == {
        "read seeds and feeds",
        "poll 127.0.0.1",
        "read 2 entries (1 of 1)",
        "compare 2 articles (1 of 1)",
        "send mail",
    }

    def logged() -> bool:
        lines = ask(server, "/logs/filter", {"logs": {"flow_run_id": {"any_": [runs[0]["id"]]}}})
        return any("Mail about treaty sent to ann@example.org" in line["message"] for line in lines)

    assert wait_for(logged, 20)

    wanted = {"filter": {"event": {"name": ["storywake.followups.found"]}}}
    (event,) = wait_for(lambda: ask(server, "/events/filter", wanted)["events"], 20)
    assert event["resource"]["prefect.resource.id"] == "storywake.seed.treaty"
