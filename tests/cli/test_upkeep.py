"""Commands for operators: metrics, prune, deploy, and dry runs."""

import json
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.cli.conftest import Storywake


def test_metrics_are_printed_in_the_prometheus_format(storywake: Storywake, trail: Path) -> None:
    ended = storywake("metrics")
    assert ended.code == 0
    families = {family.name: family for family in text_string_to_metric_families(ended.out)}
    stored = {sample.labels["kind"]: sample.value for sample in families["storywake_stored"].samples}
    assert stored["seeds"] >= 1
    assert stored["articles"] >= 1
    assert "storywake_queue_depth" in families


def test_a_dry_run_of_prune_reports_what_prune_then_removes(storywake: Storywake, trail: Path) -> None:
    reported = json.loads(storywake("prune", "--dry-run", "--json").out)
    assert json.loads(storywake("prune", "--json").out) == reported
    assert "near misses" in reported
    assert storywake("prune").out.startswith("REMOVED")


def test_deploy_needs_a_server(storywake: Storywake, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PREFECT_API_URL", "http://127.0.0.1:9/api")
    ended = storywake("deploy")
    assert ended.code == 2
    assert ended.err == "storywake: no Prefect server is reachable: set PREFECT_API_URL to a running one\n"


def test_a_dry_run_changes_nothing(storywake: Storywake, trail: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STORYWAKE_UI_PORT", "9")
    before = storywake("matches", "--near", "--json").out
    ended = storywake("run", "--dry-run", "--json")
    assert json.loads(ended.out)["headline"].startswith("dry run: ")
    assert storywake("matches", "--near", "--json").out == before
