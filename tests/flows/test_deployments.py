"""The files in deploy/ agree with what is served."""

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


def test_prefect_yaml_lists_the_served_deployments() -> None:
    assert list(stated()) == list(served()) == NAMES
    assert [f"{name}/{name}" for name in NAMES] == list(DEPLOYMENTS)


@pytest.mark.parametrize("name", NAMES)
def test_prefect_yaml_defines_each_deployment_as_it_is_served(name: str) -> None:
    ours, file = served()[name], stated()[name]
    assert ours.entrypoint == file["entrypoint"]
    assert (ours.description, ours.version, ours.tags) == (file["description"], file["version"], file["tags"])
    assert ours.parameters == file["parameters"]
    assert ours.concurrency_options.collision_strategy == file["concurrency_limit"]["collision_strategy"]
    assert ours.concurrency_limit == file["concurrency_limit"]["limit"]


@pytest.mark.parametrize("name", NAMES)
def test_prefect_yaml_defines_the_same_schedules(name: str) -> None:
    ours, file = schedules_of(served()[name]), stated()[name]["schedules"]
    assert [{key: each[key] for key in same} for each, same in zip(ours, file, strict=True)] == file


def test_the_inbox_schedule_is_active_if_an_inbox_is_set() -> None:
    from flows.deployments import make_deployments

    url = SecretStr("maildir:///var/mail/storywake")
    inbox = make_deployments(Settings(_env_file=None, inbox_url=url))[-1]  # type: ignore[call-arg]
    assert [each["active"] for each in schedules_of(inbox)] == [True]


@pytest.mark.parametrize("name", NAMES)
def test_entrypoints_are_module_paths_that_import(name: str) -> None:
    module, _, flow = stated()[name]["entrypoint"].rpartition(".")
    assert ":" not in module
    assert getattr(importlib.import_module(module), flow).name == name


def test_every_setting_is_in_env_example() -> None:
    text = (DEPLOY / ".env.example").read_text("utf-8")
    explained = set(re.findall(r"^#STORYWAKE_(\w+)=", text, re.MULTILINE))
    assert explained == {name.upper() for name in Settings.model_fields}


def test_env_example_states_the_defaults() -> None:
    text = (DEPLOY / ".env.example").read_text("utf-8")
    first = dict(reversed(re.findall(r"^#STORYWAKE_(\w+)=(.*)$", text, re.MULTILINE)))
    for name, value in Settings(_env_file=None).model_dump().items():  # type: ignore[call-arg]
        if value not in (None, ()):
            assert first[name.upper()].lower() == str(value).lower(), name


def test_every_setting_is_in_the_table_of_operations_md_with_its_default() -> None:
    text = (ROOT / "docs" / "operations.md").read_text("utf-8")
    rows = re.findall(r"^\| `STORYWAKE_(\w+)` \| (.*?) \|", text, re.MULTILINE)
    listed = {name: default.strip("`") for name, default in rows}
    defaults = Settings(_env_file=None).model_dump()  # type: ignore[call-arg]
    actual = {name.upper(): "not set" if value in (None, (), "") else str(value) for name, value in defaults.items()}
    assert listed == actual


def test_the_prefect_server_in_compose_has_our_settings() -> None:
    compose = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))
    environment = compose["services"]["prefect"]["environment"]
    ours = {name: value for name, value in SERVER_ENVIRONMENT.items() if name.startswith("PREFECT_SERVER_")}
    assert {name: environment.get(name) for name in ours} == ours


def services() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))["services"]
    return found


@pytest.mark.parametrize("name", ["database", "prefect", "worker", "watcher", "answers"])
def test_a_service_in_compose_has_limits_no_privileges_and_a_health_check(name: str) -> None:
    service = services()[name]
    assert service["healthcheck"]["test"]
    assert service["mem_limit"]
    assert service["cpus"]
    assert service["read_only"]
    assert service["user"].partition(":")[0] not in {"", "0", "root"}
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["restart"] == "unless-stopped"


def test_compose_contains_no_secrets_and_opens_ports_on_loopback_only() -> None:
    for service in services().values():
        for name, value in service.get("environment", {}).items():
            if re.search("PASSWORD|AUTH|DATABASE_URL|CONNECTION_URL", name):
                assert re.search(r"\$\{(POSTGRES|PREFECT)_PASSWORD:\?", value), name
        assert all(port.startswith("127.0.0.1:") for port in service.get("ports", []))


def pins(lock: Path) -> set[str]:
    return set(re.findall(r"^([a-z0-9._-]+==\S+)", lock.read_text("utf-8"), re.MULTILINE))


def test_the_image_pins_the_same_versions_without_development_tools() -> None:
    whole, runtime = pins(ROOT / "requirements.lock"), pins(DEPLOY / "requirements.lock")
    assert runtime < whole
    assert not {pin.partition("==")[0] for pin in runtime} & {"pytest", "mypy", "ruff", "pip-audit", "hypothesis"}


def test_no_package_is_installed_that_slows_down_every_start() -> None:
    # Prefect imports jsonschema, which imports this package if it is installed, and that takes a second and a half
    assert "rfc3987-syntax" not in {pin.partition("==")[0] for pin in pins(ROOT / "requirements.lock")}


def test_the_job_template_declares_its_variables_and_runs_without_privileges() -> None:
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
def test_systemd_accepts_the_units(tmp_path: Path) -> None:
    units = []
    for unit in sorted((DEPLOY / "systemd").iterdir()):
        text = re.sub("^ExecStart=.*$", "ExecStart=/bin/true", unit.read_text("utf-8"), flags=re.MULTILINE)
        units.append(tmp_path / unit.name.replace("@.", "@local."))
        units[-1].write_text(text, "utf-8")
    assert len(units) == 5
    checked = subprocess.run(["systemd-analyze", "verify", *units], capture_output=True, text=True, check=False)
    assert (checked.returncode, checked.stderr) == (0, "")  # an unknown key is only reported on stderr


def test_importing_flows_does_not_import_prefect() -> None:
    import sys

    code = "import sys, flows; sys.exit(bool({'prefect', 'fastapi', 'prometheus_client'} & sys.modules.keys()))"
    assert subprocess.run([sys.executable, "-c", code], check=False, cwd=ROOT).returncode == 0
