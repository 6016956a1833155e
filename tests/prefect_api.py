"""What a Prefect server says of its runs, asked over its API."""

from typing import Any

import httpx2

from service import PrefectServer
from service.prefect_api import BUSY
from tests.patience import PATIENCE, eventually


def ask(server: PrefectServer, path: str, body: Any) -> Any:
    answer = request(server, "POST", path, body)
    assert answer.status_code in {200, 201}, answer.text
    return answer.json()


def delete(server: PrefectServer, path: str) -> None:
    answer = request(server, "DELETE", path)
    assert answer.status_code in {204, 404}, answer.text  # 404: an earlier try was answered with 503, and still done


def request(server: PrefectServer, method: str, path: str, body: Any = None) -> httpx2.Response:
    """The answer of the API, asked again while its database is locked."""

    def answered() -> httpx2.Response | None:
        answer = httpx2.request(
            method, f"{server.api_url}{path}", json=body, timeout=PATIENCE, trust_env=False, auth=login(server)
        )
        return None if answer.status_code in BUSY else answer

    found = eventually(answered)
    assert found
    return found


def login(server: PrefectServer) -> tuple[str, str] | None:
    user, _, password = server.auth.partition(":")
    return (user, password) if user else None


def artifacts(server: PrefectServer, run_id: str) -> dict[str, Any]:
    wanted = {"artifacts": {"flow_run_id": {"any_": [run_id]}}}
    return {each["key"]: each for each in ask(server, "/artifacts/filter", wanted)}


def logged(server: PrefectServer, run_id: str) -> set[str]:
    wanted = {"logs": {"flow_run_id": {"any_": [run_id]}}}
    return {line["message"] for line in ask(server, "/logs/filter", wanted)}


def task_names(server: PrefectServer, run_id: str) -> set[str]:
    wanted = {"flow_runs": {"id": {"any_": [run_id]}}}
    return {task["name"] for task in ask(server, "/task_runs/filter", wanted)}


def found_events(server: PrefectServer) -> list[Any]:
    wanted = {"filter": {"event": {"name": ["storywake.followups.found"]}}}
    return list(eventually(lambda: ask(server, "/events/filter", wanted)["events"]))


def signs_of_life(server: PrefectServer, run_id: str) -> list[Any]:
    run = {"id": [f"prefect.flow-run.{run_id}"]}
    wanted = {"filter": {"event": {"name": ["prefect.flow-run.heartbeat"]}, "resource": run}}
    return list(ask(server, "/events/filter", wanted)["events"])


def completed_by_schedule(server: PrefectServer) -> list[Any]:
    """The runs that a schedule started and that did their work, the earliest first."""
    found = ask(server, "/flow_runs/filter", {"sort": "START_TIME_ASC"})
    return [run for run in found if run["auto_scheduled"] and run["state"] and run["state_type"] == "COMPLETED"]
