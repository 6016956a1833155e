"""The files in deploy/ agree with what is served."""

import importlib
import json
import re
import shutil
import stat
import subprocess
import sysconfig
import tomllib
from importlib.resources import files
from pathlib import Path
from typing import Any

import kubernetes_validate
import pytest
import yaml
from jsonschema.validators import validator_for
from pydantic import SecretStr

from pipeline import Settings
from service.child_environment import SERVER_ENVIRONMENT
from service.prefect_api import DEPLOYMENTS

NAMES = ["monitor", "digest", "housekeeping", "backfill", "inbox"]
ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
KUBERNETES = DEPLOY / "kubernetes"


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


def written(value: object) -> str:
    """A default as a user would write it; "" for none."""
    return ",".join(value) if isinstance(value, tuple) else "" if value is None else str(value)


def test_every_setting_is_in_env_example() -> None:
    text = (DEPLOY / ".env.example").read_text("utf-8")
    explained = set(re.findall(r"^#STORYWAKE_(\w+)=", text, re.MULTILINE))
    assert explained == {name.upper() for name in Settings.model_fields}


def test_env_example_states_the_defaults() -> None:
    text = (DEPLOY / ".env.example").read_text("utf-8")
    first = dict(reversed(re.findall(r"^#STORYWAKE_(\w+)=(.*)$", text, re.MULTILINE)))
    for name, value in Settings(_env_file=None).model_dump().items():  # type: ignore[call-arg]
        if value not in (None, ()):
            assert first[name.upper()].lower() == written(value).lower(), name


def test_every_setting_is_in_the_table_of_operations_md_with_its_default() -> None:
    text = (ROOT / "docs" / "operations.md").read_text("utf-8")
    rows = re.findall(r"^\| `STORYWAKE_(\w+)` \| (.*?) \|", text, re.MULTILINE)
    listed = {name: default.strip("`") for name, default in rows}
    defaults = Settings(_env_file=None).model_dump()  # type: ignore[call-arg]
    actual = {name.upper(): written(value) or "not set" for name, value in defaults.items()}
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
        for name in service.get("environment", {}):
            assert not re.search("(?<!DESK_)AUTH|DATABASE_URL|CONNECTION_URL|SMTP|PASSWORD(?!_FILE)", name), name
        assert all(port.startswith("127.0.0.1:") for port in service.get("ports", []))


def test_the_prefect_server_in_compose_keeps_its_leases() -> None:
    prefect = services()["prefect"]
    home = prefect["environment"]["PREFECT_HOME"]
    assert f"prefect:{home}" in prefect["volumes"]
    assert not any(mount.startswith(f"{home}:") for mount in prefect["tmpfs"])
    # a new volume belongs to the owner that the folder has in the image
    assert re.search(rf"mkdir .*{home} && chown -R 10001", (DEPLOY / "Dockerfile").read_text("utf-8"))


def test_images_are_not_pinned_to_a_patch_release() -> None:
    for service in services().values():
        assert re.fullmatch(r"storywake:.*|[a-z]+:\d+", service["image"]), service["image"]


def test_compose_fits_the_schema_of_compose_files() -> None:
    schema = json.loads((files("check_jsonschema") / "builtin_schemas/vendor/compose-spec.json").read_text("utf-8"))
    compose = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))
    assert [error.message for error in validator_for(schema)(schema).iter_errors(compose)] == []


def test_hadolint_finds_nothing_in_the_dockerfile() -> None:
    hadolint = Path(sysconfig.get_path("scripts")) / "hadolint"
    command = [str(hadolint) if hadolint.is_file() else "hadolint", str(DEPLOY / "Dockerfile")]
    checked = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (checked.returncode, checked.stdout + checked.stderr) == (0, "")


@pytest.fixture
def secrets(tmp_path: Path) -> Path:
    """What make-secrets.sh makes."""
    shutil.copy(DEPLOY / "make-secrets.sh", tmp_path)
    subprocess.run([tmp_path / "make-secrets.sh"], check=True, capture_output=True)
    return tmp_path / "secrets"


def test_the_secrets_for_compose_are_those_that_it_mounts(secrets: Path) -> None:
    compose = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))
    named = {each["file"] for each in compose["secrets"].values()}
    assert {f"secrets/{path.name}" for path in secrets.iterdir() if path.is_file()} == named
    assert stat.S_IMODE(secrets.stat().st_mode) == 0o700
    # the users of the containers must read them
    assert {stat.S_IMODE(path.stat().st_mode) for path in secrets.rglob("*") if path.is_file()} == {0o444}


def test_the_secrets_for_compose_agree_with_each_other(secrets: Path) -> None:
    ours = Settings(_env_file=None, _secrets_dir=secrets / "storywake")  # type: ignore[call-arg]
    password = (secrets / "postgres-password").read_text("utf-8").strip()
    assert ours.ui_auth
    login = ours.ui_auth.get_secret_value()
    server, client = (
        tomllib.loads((secrets / f"prefect-{one}.toml").read_text("utf-8"))["profiles"]["storywake"]
        for one in ("server", "client")
    )
    assert len(password) == 48
    assert ours.database_url == f"postgresql://storywake:{password}@database:5432/storywake"
    assert f":{password}@database:5432/prefect" in server["PREFECT_API_DATABASE_CONNECTION_URL"]
    assert {login} == {server["PREFECT_SERVER_API_AUTH_STRING"], server["PREFECT_API_AUTH_STRING"]}
    assert client == {"PREFECT_API_AUTH_STRING": login}


def test_secrets_for_compose_are_not_overwritten(secrets: Path) -> None:
    before = (secrets / "postgres-password").read_text("utf-8")
    again = subprocess.run([secrets.parent / "make-secrets.sh"], capture_output=True, text=True, check=False)
    assert again.returncode == 2
    assert "exists already" in again.stderr
    assert (secrets / "postgres-password").read_text("utf-8") == before


def pins(lock: Path) -> set[str]:
    return set(re.findall(r"^([a-z0-9._-]+==\S+)", lock.read_text("utf-8"), re.MULTILINE))


def test_the_image_pins_the_same_versions_without_development_tools() -> None:
    whole, runtime = pins(ROOT / "requirements.lock"), pins(DEPLOY / "requirements.lock")
    assert runtime < whole
    assert not {pin.partition("==")[0] for pin in runtime} & {"pytest", "mypy", "ruff", "pip-audit", "hypothesis"}


def test_no_package_is_installed_that_slows_down_every_start() -> None:
    # Prefect imports jsonschema, which imports this package if it is installed, and that takes a second and a half
    assert "rfc3987-syntax" not in {pin.partition("==")[0] for pin in pins(ROOT / "requirements.lock")}


def job_template() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((KUBERNETES / "job-template.json").read_text("utf-8"))
    return found


def test_the_job_template_declares_its_variables_and_runs_without_privileges() -> None:
    template = job_template()
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


def rendered_job() -> dict[str, Any]:
    """The job that a worker makes of the template, with the defaults."""
    from prefect.utilities.templating import apply_values

    template = job_template()
    properties = template["variables"]["properties"]
    values = {name: each["default"] for name, each in properties.items() if "default" in each}
    values |= {"image": "registry.example.org/storywake:0.1.0", "name": "monitor"}
    configuration = apply_values(template["job_configuration"], values, remove_notset=True)
    job: dict[str, Any] = configuration["job_manifest"]
    return job


def test_the_job_is_valid_but_for_what_prefects_worker_requires() -> None:
    job = rendered_job()
    # Kubernetes wants them in the job, where they are too; the worker refuses a template without them in the pod
    pod = job["spec"]["template"]["spec"]
    assert (pod.pop("parallelism"), pod.pop("completions")) == (1, 1)
    assert (job["spec"]["parallelism"], job["spec"]["completions"]) == (1, 1)
    kubernetes_validate.validate(job, kubernetes_validate.latest_version(), strict=True)
    pod["parallelism"] = 1
    with pytest.raises(kubernetes_validate.ValidationError, match="parallelism"):
        kubernetes_validate.validate(job, kubernetes_validate.latest_version(), strict=True)


def manifests() -> list[dict[str, Any]]:
    texts = [(KUBERNETES / name).read_text("utf-8") for name in ("worker.yaml", "secret.yaml")]
    return [each for text in texts for each in yaml.safe_load_all(text)]


def test_the_kubernetes_manifests_are_valid() -> None:
    kinds = {each["kind"] for each in manifests()}
    assert {"ServiceAccount", "Role", "RoleBinding", "Secret", "Deployment"} <= kinds
    for each in manifests():
        kubernetes_validate.validate(each, kubernetes_validate.latest_version(), strict=True)


def test_the_kubernetes_manifests_have_what_the_jobs_name() -> None:
    named = {(each["kind"], each["metadata"]["name"]): each for each in manifests()}
    pod = rendered_job()["spec"]["template"]["spec"]
    assert ("ServiceAccount", pod["serviceAccountName"]) in named
    secret = named["Secret", pod["containers"][0]["envFrom"][0]["secretRef"]["name"]]
    settings = {name.removeprefix("STORYWAKE_").lower() for name in secret["stringData"] if name.startswith("STORY")}
    assert settings <= set(Settings.model_fields)
    keys = re.findall(r"key: (\w+)", (KUBERNETES / "worker.yaml").read_text("utf-8"))
    assert set(keys) <= set(secret["stringData"])


def test_the_kubernetes_worker_has_the_version_of_prefect_that_is_pinned() -> None:
    (worker,) = (each for each in manifests() if each["kind"] == "Deployment")
    (container,) = worker["spec"]["template"]["spec"]["containers"]
    (pinned,) = (pin for pin in pins(ROOT / "requirements.lock") if pin.startswith("prefect=="))
    assert container["image"].startswith(f"prefecthq/prefect:{pinned.partition('==')[2]}-")


def test_the_deployments_have_the_version_of_the_program() -> None:
    program = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    assert {each["version"] for each in stated().values()} == {program}


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed")
def test_systemd_accepts_the_units(tmp_path: Path) -> None:
    units = []
    for unit in sorted((DEPLOY / "systemd").iterdir()):
        text = re.sub("^ExecStart=.*$", "ExecStart=/bin/true", unit.read_text("utf-8"), flags=re.MULTILINE)
        units.append(tmp_path / unit.name.replace("@.", "@local."))
        units[-1].write_text(text, "utf-8")
    assert len(units) == 6
    checked = subprocess.run(["systemd-analyze", "verify", *units], capture_output=True, text=True, check=False)
    assert (checked.returncode, checked.stderr) == (0, "")  # an unknown key is only reported on stderr


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed")
@pytest.mark.parametrize("unit", sorted((DEPLOY / "systemd").glob("*.service")), ids=lambda unit: unit.name)
def test_systemd_finds_each_unit_well_confined(unit: Path) -> None:
    command = ["systemd-analyze", "security", "--offline=true", "--threshold=20", str(unit)]  # in tenths: at most 2.0
    checked = subprocess.run(command, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout.strip().splitlines()[-1]


def test_importing_flows_does_not_import_prefect() -> None:
    import sys

    code = "import sys, flows; sys.exit(bool({'prefect', 'fastapi', 'prometheus_client'} & sys.modules.keys()))"
    assert subprocess.run([sys.executable, "-c", code], check=False, cwd=ROOT).returncode == 0
