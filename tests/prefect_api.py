"""What a Prefect server says of its runs, asked over its API."""

from typing import Any

import httpx2

from service import PrefectServer
from tests.patience import eventually


def ask(server: PrefectServer, path: str, body: Any) -> Any:
    answer = httpx2.post(f"{server.api_url}{path}", json=body, timeout=30, trust_env=False, auth=login(server))
    assert answer.status_code in {200, 201}, answer.text
    return answer.json()


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
