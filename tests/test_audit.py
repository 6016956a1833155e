"""The audit finds what the list of advisories says, and fails where the list says nothing of a package."""

import json
import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tools.advisories import make_list
from tools.audit import LIST, check_list
from tools.pins import read_pins

TODAY = date(2026, 3, 5)
FLAW = {"id": "PYSEC-1", "aliases": ["CVE-1"], "affected": [">=0,<2.11.3", "==4.0"], "fixed": ["2.11.3"]}
KNOWN = {
    "source": "https://example.org",
    "commit": "abc",
    "date": "2026-03-01",
    "packages": {"jinja2": [FLAW], "lxml": []},
}
ADVISORY = """
id: PYSEC-2021-66
details: A text that is not copied.
aliases: [CVE-2020-28493]
affected:
- package: {name: Jinja2, ecosystem: PyPI}
  ranges:
  - {type: GIT, events: [{introduced: '0'}, {fixed: abcdef}]}
  - type: ECOSYSTEM
    events: [{introduced: '0'}, {fixed: 2.11.3}, {introduced: '3.0'}, {last_affected: '3.1'}, {introduced: '4.0'}]
"""
VERSIONS = """
id: PYSEC-2021-67
affected:
- package: {name: lxml, ecosystem: PyPI}
  versions: ['1.0', 1.0.beta, not-a-version]
"""


def audit(tmp_path: Path, pins: str, accepted: dict[str, Any] | None = None) -> tuple[int, str]:
    lock = tmp_path / "requirements.lock"
    lock.write_text(pins, "utf-8")
    return check_list(lock, KNOWN, accepted or {}, TODAY)


def test_a_fixed_version_passes_and_the_age_of_the_list_is_said(tmp_path: Path) -> None:
    code, found = audit(tmp_path, "jinja2==2.11.3 \\\n    --hash=sha256:00\nlxml==6.0\n")
    assert code == 0
    assert "2 packages, by the advisories of 2026-03-01 (4 days old" in found
    assert "0 known vulnerabilities" in found


@pytest.mark.parametrize("pin", ["Jinja2==2.11.2", "jinja2==2.12.0rc1\njinja2==4.0 ; python_version < '3.12'"])
def test_an_affected_version_fails_with_its_advisory_and_fix(tmp_path: Path, pin: str) -> None:
    code, found = audit(tmp_path, f"{pin}\n")
    assert code == 1
    assert "PYSEC-1, fixed in 2.11.3" in found


def test_an_accepted_advisory_passes_with_its_reason(tmp_path: Path) -> None:
    accepted = {"CVE-1": {"date": "2026-03-02", "reason": "no template comes from outside"}}
    code, found = audit(tmp_path, "jinja2==2.11.2\n", accepted)
    assert code == 0
    assert "accepted on 2026-03-02: no template comes from outside" in found


def test_a_package_that_the_list_was_not_made_for_fails(tmp_path: Path) -> None:
    code, found = audit(tmp_path, "jinja2==3.0\nunheard-of==1.0\n")
    assert code == 1
    assert "unheard-of: not in advisories.json" in found


def test_the_committed_list_covers_all_that_is_pinned() -> None:
    known = json.loads(LIST.read_text("utf-8"))
    assert set(read_pins()) == set(known["packages"])
    assert len(known["packages"]) > 200
    assert sum(map(len, known["packages"].values())) > 50


def test_a_list_is_made_from_a_clone(tmp_path: Path) -> None:
    folder = tmp_path / "vulns" / "jinja2"
    folder.mkdir(parents=True)
    (folder / "a.yaml").write_text(ADVISORY, "utf-8")
    (folder / "b.yaml").write_text(VERSIONS, "utf-8")
    (folder / "c.yaml").write_text(f"withdrawn: '2024-01-01T00:00:00Z'{ADVISORY}", "utf-8")
    person = ("-c", "user.name=Somebody", "-c", "user.email=somebody@example.org")
    for command in (("init", "-q"), ("add", "."), (*person, "commit", "-q", "-m", "x", "--date", "2024-01-02")):
        subprocess.run(["git", "-C", str(tmp_path), *command], check=True)
    made = make_list(tmp_path, ["lxml", "jinja2", "numpy"])
    assert len(made["commit"]) == 40
    assert date.fromisoformat(made["date"])
    (flaw,) = made["packages"]["jinja2"]
    assert flaw["affected"] == [">=0,<2.11.3", ">=3.0,<=3.1", ">=4.0"]
    assert flaw["fixed"] == ["2.11.3"]
    assert "details" not in flaw
    assert made["packages"]["lxml"][0]["affected"] == ["==1.0", "==1.0.beta"]
    assert made["packages"]["numpy"] == []
