"""What deploy/ says and what is served are the same."""

import importlib
import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import SecretStr

from pipeline import Settings
from service.prefect_api import DEPLOYMENTS
from service.prefect_server import SERVER_ENVIRONMENT

NAMES = ["monitor", "digest", "housekeeping", "backfill", "inbox"]
ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"


def stated() -> dict[str, Any]:
    deployments = yaml.safe_load((DEPLOY / "prefect.yaml").read_text("utf-8"))["deployments"]
    return {each["name"]: each for each in deployments}


def served() -> dict[str, Any]:
    from flows.deployments import make_deployments

    return {str(each.name): each for each in make_deployments(Settings(_env_file=None))}  # type: ignore[call-arg]


def schedules_of(deployment: Any) -> list[dict[str, Any]]:
    found = []
    for each in deployment.schedules:
        plain = json.loads(each.schedule.model_dump_json(exclude_none=True))
        if "anchor_date" in plain:
            plain["anchor_date"] = plain["anchor_date"].replace("Z", "+00:00")
        found.append({"slug": each.slug, "active": each.active, **plain})
    return found


def test_the_same_deployments_are_stated_and_served() -> None:
    assert list(stated()) == list(served()) == NAMES
    assert [f"{name}/{name}" for name in NAMES] == list(DEPLOYMENTS)


@pytest.mark.parametrize("name", NAMES)
def test_a_deployment_is_the_same_in_both(name: str) -> None:
    ours, file = served()[name], stated()[name]
    assert ours.entrypoint == file["entrypoint"]
    assert (ours.description, ours.version, ours.tags) == (file["description"], file["version"], file["tags"])
    assert ours.parameters == file["parameters"]
    assert ours.concurrency_options.collision_strategy == file["concurrency_limit"]["collision_strategy"]
    assert ours.concurrency_limit == file["concurrency_limit"]["limit"]


@pytest.mark.parametrize("name", NAMES)
def test_the_schedules_are_the_same_in_both(name: str) -> None:
    ours, file = schedules_of(served()[name]), stated()[name]["schedules"]
    assert [{key: each[key] for key in same} for each, same in zip(ours, file, strict=True)] == file


def test_the_inbox_is_read_by_the_clock_where_there_is_one() -> None:
    from flows.deployments import make_deployments

    url = SecretStr("maildir:///var/mail/storywake")
    inbox = make_deployments(Settings(_env_file=None, inbox_url=url))[-1]  # type: ignore[call-arg]
    assert [each["active"] for each in schedules_of(inbox)] == [True]


@pytest.mark.parametrize("name", NAMES)
def test_entrypoints_are_module_paths_that_import(name: str) -> None:
    module, _, flow = stated()[name]["entrypoint"].rpartition(".")
    assert ":" not in module
    assert getattr(importlib.import_module(module), flow).name == name


def test_every_setting_is_explained_in_the_example() -> None:
    text = (DEPLOY / ".env.example").read_text("utf-8")
    explained = set(re.findall(r"^#STORYWAKE_(\w+)=", text, re.MULTILINE))
    assert explained == {name.upper() for name in Settings.model_fields}


def test_the_example_states_the_defaults() -> None:
    text = (DEPLOY / ".env.example").read_text("utf-8")
    first = dict(reversed(re.findall(r"^#STORYWAKE_(\w+)=(.*)$", text, re.MULTILINE)))
    for name, value in Settings(_env_file=None).model_dump().items():  # type: ignore[call-arg]
        if value not in (None, ()):
            assert first[name.upper()].lower() == str(value).lower(), name


def test_every_setting_is_in_the_operators_table_with_its_default() -> None:
    text = (ROOT / "docs" / "operations.md").read_text("utf-8")
    rows = re.findall(r"^\| `STORYWAKE_(\w+)` \| (.*?) \|", text, re.MULTILINE)
    told = {name: default.strip("`") for name, default in rows}
    defaults = Settings(_env_file=None).model_dump()  # type: ignore[call-arg]
    stated = {name.upper(): "not set" if value in (None, (), "") else str(value) for name, value in defaults.items()}
    assert told == stated


def test_the_server_in_compose_has_the_settings_of_our_own() -> None:
    compose = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))
    told = compose["services"]["prefect"]["environment"]
    ours = {name: value for name, value in SERVER_ENVIRONMENT.items() if name.startswith("PREFECT_SERVER_")}
    assert {name: told.get(name) for name in ours} == ours


def services() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))["services"]
    return found


@pytest.mark.parametrize("name", ["database", "prefect", "worker", "watcher", "answers"])
def test_a_service_in_compose_is_confined_and_watched(name: str) -> None:
    service = services()[name]
    assert service["healthcheck"]["test"]
    assert service["mem_limit"]
    assert service["cpus"]
    assert service["read_only"]
    assert service["user"].partition(":")[0] not in {"", "0", "root"}
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["restart"] == "unless-stopped"


def test_no_secret_stands_in_compose_and_no_port_is_open_to_others() -> None:
    for service in services().values():
        for name, value in service.get("environment", {}).items():
            if re.search("PASSWORD|AUTH|DATABASE_URL|CONNECTION_URL", name):
                assert re.search(r"\$\{(POSTGRES|PREFECT)_PASSWORD:\?", value), name
        assert all(port.startswith("127.0.0.1:") for port in service.get("ports", []))


def pins(lock: Path) -> set[str]:
    return set(re.findall(r"^([a-z0-9._-]+==\S+)", lock.read_text("utf-8"), re.MULTILINE))


def test_the_image_has_the_same_versions_without_the_tools_of_development() -> None:
    whole, runtime = pins(ROOT / "requirements.lock"), pins(DEPLOY / "requirements.lock")
    assert runtime < whole
    assert not {pin.partition("==")[0] for pin in runtime} & {"pytest", "mypy", "ruff", "pip-audit", "hypothesis"}


def test_nothing_is_installed_that_makes_every_run_slow_to_start() -> None:
    # Prefect imports jsonschema, and that imports this where it is there: a second and a half
    assert "rfc3987-syntax" not in {pin.partition("==")[0] for pin in pins(ROOT / "requirements.lock")}


def test_the_job_template_declares_what_it_uses_and_gives_a_run_no_rights() -> None:
    template = json.loads((DEPLOY / "kubernetes-job.json").read_text("utf-8"))
    used = set(re.findall(r"\{\{ (\w+) \}\}", json.dumps(template["job_configuration"])))
    assert used == set(template["variables"]["properties"])
    pod = template["job_configuration"]["job_manifest"]["spec"]["template"]["spec"]
    (container,) = pod["containers"]
    assert pod["securityContext"]["runAsNonRoot"]
    assert not pod["automountServiceAccountToken"]
    assert container["securityContext"]["readOnlyRootFilesystem"]
    assert container["securityContext"]["capabilities"] == {"drop": ["ALL"]}
    assert container["resources"]["limits"].keys() == {"cpu", "memory"}
    (auth,) = [one for one in container["env"] if one["name"] == "PREFECT_API_AUTH_STRING"]
    assert "secretKeyRef" in auth["valueFrom"]


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed")
def test_systemd_takes_the_units(tmp_path: Path) -> None:
    units = []
    for unit in sorted((DEPLOY / "systemd").iterdir()):
        text = re.sub("^ExecStart=.*$", "ExecStart=/bin/true", unit.read_text("utf-8"), flags=re.MULTILINE)
        units.append(tmp_path / unit.name.replace("@.", "@local."))
        units[-1].write_text(text, "utf-8")
    assert len(units) == 5
    checked = subprocess.run(["systemd-analyze", "verify", *units], capture_output=True, text=True, check=False)
    assert (checked.returncode, checked.stderr) == (0, "")  # a key it does not know is only a remark


def test_importing_the_room_does_not_import_prefect() -> None:
    import sys

    code = "import sys, flows; sys.exit(bool({'prefect', 'fastapi', 'prometheus_client'} & sys.modules.keys()))"
    assert subprocess.run([sys.executable, "-c", code], check=False, cwd=ROOT).returncode == 0
