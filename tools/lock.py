"""Keep requirements.lock in step with pyproject.toml.

`python tools/lock.py verify` needs nothing but Python: it compares the digest of the requirements that the lock
was made from with those in pyproject.toml, and ends with status 1 when they differ.
`python tools/lock.py write` resolves them anew (with uv, from the development requirements) and writes the lock:
every package pinned, every file hashed, markers where Pythons differ, and no address of a package index in it; and from
it deploy/requirements.lock, with what the program needs to run and nothing of what its development does.
`python tools/lock.py extend` does the same for a requirement that was added or removed, and keeps every other pin.
`python tools/lock.py wheels` asks the package index whether every pin has a wheel for every Python and machine that
storywake promises, so that nobody needs a compiler.
"""

import hashlib
import json
import re
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements.lock"
RUNTIME = ROOT / "deploy" / "requirements.lock"
MARK = "# made from pyproject.toml, requirements digest: "
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
MACHINES = ("x86_64-unknown-linux-gnu", "aarch64-unknown-linux-gnu")


def requirements_digest() -> str:
    """SHA-256 over what decides the lock: the Python version and every requirement, in a stable order."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = [project["requires-python"], sorted(project["dependencies"]), project["optional-dependencies"]]
    return hashlib.sha256(json.dumps(wanted, sort_keys=True).encode()).hexdigest()


def verify() -> str:
    """Return what is wrong with the locks, or an empty string."""
    for lock in (LOCK, RUNTIME):
        name = lock.relative_to(ROOT)
        if not lock.is_file():
            return f"{name} is missing: run `make lock`"
        first_line = lock.read_text("utf-8").partition("\n")[0]
        if first_line != MARK + requirements_digest():
            return f"{name} is out of step with pyproject.toml: run `make lock` and commit the result"
    return ""


def write() -> str:
    """Resolve the requirements and write the locks; return what went wrong, or an empty string."""
    return _resolve(LOCK, "--all-extras") or _resolve(RUNTIME, "--constraint", str(LOCK)) or wheels()


def extend() -> str:
    """Like `write`, but every pin that still fits stays as it is."""
    with tempfile.TemporaryDirectory() as folder:
        pinned = Path(folder) / "pinned.txt"  # without the hashes, which a constraint would impose on other versions
        pinned.write_text(
            "\n".join(re.findall(r"^[^\s#]\S*==[^\\\n]+", LOCK.read_text("utf-8"), re.MULTILINE)), "utf-8"
        )
        trouble = _resolve(LOCK, "--all-extras", "--constraint", str(pinned))
    return trouble or _resolve(RUNTIME, "--constraint", str(LOCK)) or wheels()


def wheels() -> str:
    """Return for which Python and machine a pin has no wheel, or an empty string."""
    missing = [
        f"Python {python} on {machine}:\n{trouble}"
        for python in PYTHONS
        for machine in MACHINES
        if (trouble := _missing_wheels(python, machine))
    ]
    return "\n".join(missing)


def _resolve(lock: Path, *options: str) -> str:
    command = ["uv", "pip", "compile", "pyproject.toml", "--universal", "--python-version", PYTHONS[0], *options]
    command += ["--generate-hashes", "--no-header", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links"]
    made = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603
    if made.returncode:
        return f"uv could not resolve the requirements:\n{made.stderr}"
    lock.write_text(f"{MARK}{requirements_digest()}\n{made.stdout}", "utf-8")
    return ""


def _missing_wheels(python: str, machine: str) -> str:
    with tempfile.TemporaryDirectory() as nowhere:
        command = ["uv", "pip", "install", "--dry-run", "--target", nowhere, "--only-binary", ":all:", "--no-deps"]
        command += ["--python-version", python, "--python-platform", machine, "-r", str(LOCK)]
        asked = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603
    return asked.stderr if asked.returncode else ""


if __name__ == "__main__":
    trouble = {"verify": verify, "write": write, "extend": extend, "wheels": wheels}[sys.argv[1]]()
    sys.exit(trouble or None)
