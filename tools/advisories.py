"""Write tools/advisories.json, the known vulnerabilities of what requirements.lock pins.

`python -m tools.advisories DATABASE [LOCK]` reads a clone of https://github.com/pypa/advisory-database (a work tree or
a bare repository). The list has the pinned names, and for each advisory its id, its aliases, the affected versions and
the fixed ones. It also records the commit it was made from, with its date. tools/audit.py reads it without a network.
"""

import io
import json
import subprocess
import sys
import tarfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml
from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.utils import canonicalize_name

from tools.pins import LOCK, read_pins

LIST = Path(__file__).resolve().parent / "advisories.json"
SOURCE = "https://github.com/pypa/advisory-database"


def make_list(database: Path, names: Iterable[str]) -> dict[str, Any]:
    """The list for these packages. Raises CalledProcessError if `database` is not a clone of the advisory database."""
    packages: dict[str, list[dict[str, Any]]] = {name: [] for name in sorted(names)}
    for advisory in read_advisories(database):
        for affected in advisory.get("affected", ()):
            name = canonicalize_name(affected["package"]["name"])
            if name in packages and affected["package"]["ecosystem"] == "PyPI" and not advisory.get("withdrawn"):
                packages[name].append(_facts(advisory, affected))
    commit, date = _git(database, "log", "-1", "--format=%H %cs").decode().split()
    return {"source": SOURCE, "commit": commit, "date": date, "packages": packages}


def read_advisories(database: Path) -> Iterator[dict[str, Any]]:
    """All advisories of a clone, parsed, in the order of their paths."""
    packed = _git(database, "archive", "--format=tar", "HEAD", "vulns")
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        for member in archive:
            file = archive.extractfile(member) if member.name.endswith(".yaml") else None
            if file:
                yield yaml.load(file, getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506, it is a safe loader


def _facts(advisory: Mapping[str, Any], affected: Mapping[str, Any]) -> dict[str, Any]:
    ranges = [one["events"] for one in affected.get("ranges", ()) if one["type"] != "GIT"]
    specifiers = [specifier for events in ranges for specifier in _specifiers(events)]
    if not specifiers or not all(_is_valid(one) for one in specifiers):
        specifiers = [one for one in (f"=={version}" for version in affected.get("versions", ())) if _is_valid(one)]
    fixed = [str(event["fixed"]) for events in ranges for event in events if "fixed" in event]
    aliases = sorted(str(one) for one in advisory.get("aliases", ()))
    return {"id": advisory["id"], "aliases": aliases, "affected": specifiers, "fixed": fixed}


def _specifiers(events: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """One specifier for each range: the events are in order, and each range begins with `introduced`."""
    lower = ""
    for event in events:
        if "introduced" in event:
            if lower:
                yield lower
            lower = f">={event['introduced']}"
        else:
            upper = f"<{event['fixed']}" if "fixed" in event else f"<={event['last_affected']}"
            yield f"{lower or '>=0'},{upper}"
            lower = ""
    if lower:
        yield lower


def _is_valid(specifier: str) -> bool:
    try:
        SpecifierSet(specifier)
    except InvalidSpecifier:
        return False
    return True


def _git(database: Path, *command: str) -> bytes:
    return subprocess.run(["git", "-C", str(database), *command], capture_output=True, check=True).stdout  # noqa: S603, S607


def main() -> str:
    """Write the list for the pins of a lock; returns what went wrong, or an empty string."""
    if not 2 <= len(sys.argv) <= 3:
        return f"usage: python -m tools.advisories DATABASE [LOCK]   (a clone of {SOURCE})"
    lock = Path(sys.argv[2]) if len(sys.argv) == 3 else LOCK
    try:
        made = make_list(Path(sys.argv[1]), read_pins(lock))
    except subprocess.CalledProcessError as error:
        return f"{sys.argv[1]} is not a clone of {SOURCE}: {error.stderr.decode(errors='replace').strip()}"
    packages = made.pop("packages")
    rows = ",\n".join(f"    {json.dumps(name)}: {json.dumps(found)}" for name, found in packages.items())
    head = json.dumps(made, indent=2).removesuffix("\n}")
    LIST.write_text(f'{head},\n  "packages": {{\n{rows}\n  }}\n}}\n', "utf-8")
    number = sum(map(len, packages.values()))
    sys.stdout.write(f"{LIST.name}: {number} advisories for {len(packages)} packages, as of {made['date']}\n")
    return ""


if __name__ == "__main__":
    sys.exit(main() or None)
