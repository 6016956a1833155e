"""Known vulnerabilities in what requirements.lock pins: `python -m tools.audit [LOCK]`.

First by tools/advisories.json, which needs no network and says how old it is; then by pip-audit, which asks OSV or
PyPI.
Ends with status 1 when a pinned version is affected, unless tools/accepted_advisories.toml accepts the advisory with a
reason and a date, and when a pinned package is not in the list. That neither service can be reached is said, and is no
failure: the list has been checked.
"""

import json
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from packaging.specifiers import SpecifierSet

from tools.pins import LOCK, read_pins

ROOT = Path(__file__).resolve().parent.parent
LIST = ROOT / "tools" / "advisories.json"
ACCEPTED = ROOT / "tools" / "accepted_advisories.toml"
SERVICES = ("osv", "pypi")
TIMEOUT = "10"


@dataclass(frozen=True, order=True)
class Flaw:
    """An advisory that affects a pinned version."""

    name: str
    version: str
    ids: tuple[str, ...]
    fixed: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.name} {self.version}: {self.ids[0]}, fixed in {', '.join(self.fixed) or 'no version yet'}"


def find_flaws(pins: Mapping[str, tuple[str, ...]], packages: Mapping[str, Any]) -> Iterator[Flaw]:
    """The advisories of the list that affect a pinned version."""
    for name, versions in pins.items():
        for version in versions:
            for advisory in packages.get(name, ()):
                if any(SpecifierSet(one).contains(version, prereleases=True) for one in advisory["affected"]):
                    yield Flaw(name, version, (advisory["id"], *advisory["aliases"]), tuple(advisory["fixed"]))


def check_list(lock: Path, known: Mapping[str, Any], accepted: Mapping[str, Any], today: date) -> tuple[int, str]:
    """The exit code and what to say, by the list alone."""
    pins = read_pins(lock)
    missing = sorted(pins.keys() - known["packages"].keys())
    age = (today - date.fromisoformat(known["date"])).days
    head = (
        f"{len(pins)} packages, by the advisories of {known['date']} ({age} days old, {known['source']} at "
        f"{known['commit'][:12]}; nothing published since is in them)"
    )
    code, found = _sort_out(find_flaws(pins, known["packages"]), accepted)
    lines = [f"  {name}: not in {LIST.name}; make it anew with `make advisories DATABASE=...`" for name in missing]
    return int(bool(code or missing)), "\n".join([f"{head}: {found}", *lines])


def ask_services(lock: Path, accepted: Mapping[str, Any]) -> tuple[int, str]:
    """The exit code and what to say, by the first service that can be asked about every package."""
    reasons = []
    for service in SERVICES:
        # strict: an index that knows nothing of vulnerabilities would pass for one that finds none
        command = [sys.executable, "-m", "pip_audit", "--strict", "--no-deps", "--disable-pip", "--format=json"]
        command += ["--progress-spinner=off", "--timeout", TIMEOUT, "-s", service, "-r", str(lock)]
        answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603
        try:
            packages = json.loads(answer.stdout)["dependencies"]
        except (ValueError, KeyError, TypeError):
            reasons.append(f"  {service}: {(answer.stderr.strip().splitlines() or ['no answer'])[-1][:200]}")
            continue
        code, found = _sort_out(_reported(packages), accepted)
        return code, f"{len(packages)} packages, by {service} today: {found}"
    return 0, "Newer advisories were not looked up, no service can be asked:\n" + "\n".join(reasons)


def _reported(packages: list[dict[str, Any]]) -> Iterator[Flaw]:
    for package in packages:
        for flaw in package.get("vulns", ()):
            ids = (flaw["id"], *flaw.get("aliases", ()))
            yield Flaw(package["name"], package["version"], ids, tuple(flaw["fix_versions"]))


def _sort_out(flaws: Iterator[Flaw], accepted: Mapping[str, Any]) -> tuple[int, str]:
    """The exit code, and a text of a line for each flaw: those not accepted first."""
    bad, fine = [], []
    for flaw in sorted(flaws):
        entry = next((accepted[one] for one in flaw.ids if one in accepted), None)
        if entry:
            fine.append(f"  {flaw}; accepted on {entry['date']}: {entry['reason']}")
        else:
            bad.append(f"  {flaw}")
    return int(bool(bad)), "\n".join([f"{len(bad)} known vulnerabilities, {len(fine)} more accepted", *bad, *fine])


def main() -> int:
    """Audit the lock by both, and print what was found. Returns the exit code."""
    lock = Path(sys.argv[1]) if len(sys.argv) > 1 else LOCK
    accepted = tomllib.loads(ACCEPTED.read_text("utf-8")) if ACCEPTED.is_file() else {}
    known = json.loads(LIST.read_text("utf-8"))
    codes = []
    for code, found in (check_list(lock, known, accepted, datetime.now(UTC).date()), ask_services(lock, accepted)):
        codes.append(code)
        sys.stdout.write(f"{found}\n")
    return max(codes)


if __name__ == "__main__":
    sys.exit(main())
