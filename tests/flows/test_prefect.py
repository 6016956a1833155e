"""Passes run by the real Prefect engine and server, with one server for the module and real child processes."""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest
from pydantic import SecretStr

from pipeline import Settings
from service import (
    PrefectServer,
    ServerError,
    find_server,
    open_server,
    read_run,
    serve_deployments,
    trigger_run,
    wait_for_run,
)
from tests.patience import PATIENCE, eventually
from tests.prefect_api import artifacts, ask, delete, signs_of_life
from tests.world import Letterbox

# all in one test process, so that they share one Prefect server
pytestmark = pytest.mark.xdist_group("prefect")

CREDENTIALS = ("admin", "open sesame")
OPERATOR = "olga@example.org"
RARELY = 604_800  # seconds, a week, the longest interval: no scheduled run may interfere


@pytest.fixture(scope="module")
def alarms() -> Iterator[Letterbox]:
    """The mail server that the Prefect server uses."""
    letterbox = Letterbox()
    letterbox.open()
    yield letterbox
    letterbox.close()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, alarms: Letterbox) -> Iterator[PrefectServer]:
    outside = os.environ.pop("PREFECT_API_URL", None)
    home: Path = tmp_path_factory.mktemp("prefect")
    auth = SecretStr(":".join(CREDENTIALS))
    operator = {"smtp_url": SecretStr(alarms.url), "operator": OPERATOR}
    settings = Settings(_env_file=None, ui_port=0, prefect_home=home, ui_auth=auth, **operator)  # type: ignore[call-arg,arg-type]
    with open_server(settings) as server:
        yield server
    if outside:
        os.environ["PREFECT_API_URL"] = outside


def forget(server: PrefectServer, kind: str) -> None:
    """Delete all objects of a kind from the server, so that they do not affect the next test."""
    for one in ask(server, f"/{kind}/filter", {}):
        delete(server, f"/{kind}/{one['id']}")


@pytest.fixture
def served(world: Any, server: PrefectServer, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The world, with its settings in the environment that child processes inherit."""
    for name, value in world.variables(monitor_interval=RARELY).items():
        monkeypatch.setenv(name, value)
    world.publish()
    return world


def in_a_process(server: PrefectServer, code: str) -> Any:
    """Run a script in a process whose environment names the server, and return its JSON output."""
    environment = {**os.environ, **server.environment}
    ran = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, check=False, timeout=PATIENCE
    )
    assert ran.returncode == 0, ran.stderr.decode()
    return json.loads(ran.stdout.splitlines()[-1])


RUNS = """
import json, os, pathlib
from pipeline import BackfillOptions, HousekeepingOptions, MonitorOptions
from flows.backfill import backfill
from flows.digest import digest
from flows.housekeeping import housekeeping
from flows.inbox import inbox
from flows.monitor import monitor

def describe(state):
    return state.name, state.message, str(state.state_details.flow_run_id)

if __name__ == "__main__":
    results = [monitor(MonitorOptions(dry_run=True)).notes]
    results.append(describe(monitor(MonitorOptions(deliver=False), return_state=True)))
    results.append(describe(backfill(BackfillOptions(seed="treaty"), return_state=True)))
    results.append(describe(digest(return_state=True)))
    results.append(describe(inbox(return_state=True)))
    results.append(describe(housekeeping(HousekeepingOptions(dry_run=True), return_state=True)))
    os.environ["STORYWAKE_DATABASE_URL"] = "sqlite:///letter.db"
    pathlib.Path("letter.db").write_text("This is a letter and no database. " * 100)
    results.append(describe(monitor(return_state=True)))
    print(json.dumps(results))
"""


def test_the_flows_do_the_same_as_plain_passes_and_leave_artifacts(served: Any, server: PrefectServer) -> None:
    rehearsed, unsent, filled, mailed, answered, cleaned, failed = in_a_process(server, RUNS)
    assert rehearsed == ["a mail about treaty would go to ann@example.org"]
    assert unsent[:2] == ["Completed", "1 new follow-up, 0 mails, 1 feed polled"]
    assert read_run(server, unsent[2]).name.endswith("1 new follow-up, 0 mails, 1 feed polled")
    assert set(artifacts(server, unsent[2])) == {"monitor-summary", "followups", "trail-treaty"}
    assert filled[1] == "0 new follow-ups, 2 articles compared"
    assert set(artifacts(server, filled[2])) == {"backfill-summary"}
    assert mailed[1] == "1 mail"
    assert answered[:2] == ["Completed", "no inbox is set (STORYWAKE_INBOX_URL), so there is nothing to read"]
    assert cleaned[1].startswith("would remove nothing; 2 articles left, ")
    assert set(artifacts(server, cleaned[2])) == {"housekeeping-summary"}
    assert failed[0] == "Failed"
    assert "letter.db" in failed[1]


RUNNERS = """
import json, os
from flows.monitor import monitor

if __name__ == "__main__":
    results = []
    for runner in ("threads", "processes", "dask"):
        os.environ["STORYWAKE_DATABASE_URL"] += f"-{runner}"
        os.environ["STORYWAKE_TASK_RUNNER"] = runner
        report = monitor()
        results.append([report.headline, [round(one.match.score, 4) for one in report.follow_ups]])
    print(json.dumps(results))
"""


@pytest.mark.slow  # each runner loads models of its own
def test_every_task_runner_does_the_same(served: Any, server: PrefectServer) -> None:
    in_threads, in_processes, on_dask = in_a_process(server, RUNNERS)
    assert in_threads[0] == "1 new follow-up, 1 mail, 1 feed polled"
    assert in_threads == in_processes == on_dask


def test_only_errors_marked_for_retry_are_retried() -> None:
    from prefect.states import Failed

    from extractors import FetchError
    from flows.tasks import ROUNDS, asks_for_retry

    def error(retry: bool) -> FetchError:
        return FetchError("http://a.example/", "is down", retry=retry)

    task: Any = next(iter(ROUNDS.values()))
    retried = [
        asks_for_retry(task, cast("Any", None), Failed(data=each)) for each in (error(True), error(False), OSError())
    ]
    assert retried == [True, False, False]


ALARMING = """
import json, os, pathlib
from datetime import timedelta
from pydantic import SecretStr
from prefect.client.orchestration import get_client
from prefect.events import emit_event
from prefect.states import Scheduled
from pipeline import MonitorOptions, load_settings
from storage import StoreError
from flows.automations import Patience, install_alarms
from flows.monitor import monitor_now
from flows.artifacts import FAILING_EVENT
from flows.deployments import make_deployments

if __name__ == "__main__":
    soon = timedelta(seconds=15)
    settings = load_settings()
    names = install_alarms(settings, Patience(soon, timedelta(hours=1), soon, soon))
    assert install_alarms(settings, Patience(soon, timedelta(hours=1), soon, soon)) == names
    for number in range(2):  # a server whose database is locked may lose one of them
        feed = {"prefect.resource.id": f"storywake.feed.{number}", "prefect.resource.name": "Courier"}
        emit_event(FAILING_EVENT, resource=feed)
    housekeeping = make_deployments(settings)[2].apply()
    with get_client(sync_client=True) as client:
        for _ in range(5):  # they are not served; three would be enough, but the server may lose an event
            client.create_flow_run_from_deployment(housekeeping, state=Scheduled())
    database, os.environ["STORYWAKE_DATABASE_URL"] = os.environ["STORYWAKE_DATABASE_URL"], "sqlite:///letter.db"
    pathlib.Path("letter.db").write_text("This is a letter and no database. " * 100)
    try:
        monitor_now(MonitorOptions())
    except StoreError:
        print(json.dumps(names), flush=True)
    os.environ["STORYWAKE_DATABASE_URL"] = database
    monitor_now(MonitorOptions(deliver=False))
"""


@pytest.mark.slow
def test_the_operator_gets_a_mail_for_each_kind_of_problem(
    served: Any, server: PrefectServer, alarms: Letterbox, web: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STORYWAKE_OPERATOR", OPERATOR)
    arrived = threading.Event()
    web.delay("/slow.xml", arrived, seconds=60)
    served.follow("/slow.xml")
    environment = {**os.environ, **server.environment}
    command = [sys.executable, "-c", ALARMING]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE) as process:
        assert process.stdout
        names = json.loads(process.stdout.readline())
        assert arrived.wait(PATIENCE)  # the run is active; its process is killed after the first heartbeat
        # the latest of this name in any state: on a busy machine it may be marked as crashed already
        named = {"flow_runs": {"name": {"like_": "no mail"}}, "sort": "START_TIME_DESC"}
        active, *_ = ask(server, "/flow_runs/filter", named)
        eventually(lambda: signs_of_life(server, active["id"]))
        process.kill()
    assert len(names) == 5

    def subjects() -> set[str]:
        return {mail["Subject"] for mail in alarms.mails}

    wanted = {
        "storywake: monitor failed",
        "storywake: monitor crashed",
        "storywake: runs do not start",
        "storywake: no feed was polled for long",
        "storywake: a feed has failed for long",
    }
    eventually(lambda: wanted <= subjects(), subjects)  # usually takes 20 s: the server checks every few seconds
    bodies = {mail["Subject"]: mail.get_content() for mail in alarms.mails}
    assert "letter.db" in bodies["storywake: monitor failed"]
    assert server.ui_url in bodies["storywake: monitor failed"]
    assert "no heartbeat" in bodies["storywake: monitor crashed"]
    assert {mail["To"] for mail in alarms.mails} == {OPERATOR}
    forget(server, "automations")
    forget(server, "flow_runs")


def run_by_hand(server: PrefectServer, *options: str) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-c", "from cli.app import main; main()", "run", *options]
    environment = {**os.environ, **server.environment}
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def latest_run(server: PrefectServer) -> Any:
    monitor = {"flows": {"name": {"any_": ["monitor"]}}}  # other deployments have runs in the future
    return ask(server, "/flow_runs/filter", {**monitor, "sort": "START_TIME_DESC", "limit": 1})[0]


@pytest.mark.slow  # that such a run fails in one line is tested without Prefect, too
def test_a_run_with_a_wrong_option_is_cancelled_and_one_line(served: Any, server: PrefectServer) -> None:
    with run_by_hand(server, "--seed", "nobody") as process:
        _, errors = process.communicate(timeout=PATIENCE)
    assert process.returncode == 2
    assert b"storywake: no seed named 'nobody' is followed" in errors
    assert b"Traceback" not in errors
    run = latest_run(server)
    assert (run["state_type"], run["state"]["message"]) == ("CANCELLED", "no seed named 'nobody' is followed")


def test_a_run_that_somebody_stops_is_cancelled(served: Any, server: PrefectServer, web: Any) -> None:
    arrived = threading.Event()
    web.delay("/slow.xml", arrived, seconds=5)
    served.follow("/slow.xml")
    with run_by_hand(server) as process:
        assert arrived.wait(PATIENCE)
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=PATIENCE)
    assert process.returncode == 130
    assert b"storywake: stopped" in errors
    assert b"Traceback" not in errors
    run = latest_run(server)
    assert (run["state_type"], run["state"]["message"]) == ("CANCELLED", "stopped by the person who started it")


def test_a_reachable_server_is_found_and_used(server: PrefectServer, tmp_path: Path) -> None:
    port = int(server.api_url.rsplit(":", 1)[1].removesuffix("/api"))
    other = Settings(_env_file=None, ui_port=port, prefect_home=tmp_path)  # type: ignore[call-arg]
    assert find_server(other) == ""  # it belongs to another installation
    settings = other.model_copy(update={"prefect_home": server.home})
    assert find_server(settings) == server.api_url
    with open_server(settings) as found:
        assert not found.started
        assert found.api_url == server.api_url


def test_a_server_with_a_password_rejects_requests_without_it(server: PrefectServer) -> None:
    assert "sesame" not in repr(server)
    with pytest.raises(ServerError, match="rejected the password"):
        trigger_run(replace(server, auth=""), "monitor/monitor")
    with pytest.raises(ServerError, match="rejected the password"):
        trigger_run(replace(server, auth="admin:close"), "monitor/monitor")


def test_a_server_not_on_loopback_needs_a_password(world: Any) -> None:
    with pytest.raises(ServerError, match=r"STORYWAKE_UI_HOST: 0\.0\.0\.0 is open to others"):
        open_server(world.settings(ui_host="0.0.0.0")).__enter__()


def test_a_port_taken_by_another_program_is_one_clear_error(world: Any, web: Any) -> None:
    port = web.server.server_address[1]
    with pytest.raises(ServerError, match=f"port {port} is taken") as raised, open_server(world.settings(ui_port=port)):
        raise AssertionError("unreachable")
    assert "STORYWAKE_UI_PORT" in str(raised.value)


def test_an_unreachable_server_in_prefect_api_url_is_an_error(world: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PREFECT_API_URL", "http://127.0.0.1:9/api")
    with pytest.raises(ServerError, match="PREFECT_API_URL"), open_server(world.settings()):
        raise AssertionError("unreachable")


@pytest.mark.slow
def test_an_active_run_is_cancelled_when_serving_stops(served: Any, server: PrefectServer, web: Any) -> None:
    arrived = threading.Event()
    web.delay("/slow.xml", arrived, seconds=4)
    served.follow("/slow.xml")
    with serve_deployments(server, served.settings(monitor_interval=RARELY)):
        with pytest.raises(ServerError, match="409"):
            trigger_run(server, "monitor/monitor", {"options": {"delivr": False}})
        with pytest.raises(ServerError, match="404"):
            trigger_run(server, "monitor/nonsense")
        cut_off = trigger_run(server, "monitor/monitor", {"options": {"deliver": False}})
        assert arrived.wait(PATIENCE)
    ended = wait_for_run(server, cut_off.id, timeout=PATIENCE)
    assert ended.state == "CANCELLED"
    assert ended.url.startswith(server.ui_url)
