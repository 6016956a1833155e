"""Keep requirements.lock in step with pyproject.toml.

`python tools/lock.py verify` needs nothing but Python: it compares the digest of the requirements that the lock
was made from with those in pyproject.toml, and ends with status 1 when they differ.
`python tools/lock.py write` resolves them anew (with uv, from the development requirements) and writes the lock:
every package pinned, every file hashed, and no address of a package index in it; and from it deploy/requirements.lock,
with what the program needs to run and nothing of what its development does.
"""

import hashlib
import json
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements.lock"
RUNTIME = ROOT / "deploy" / "requirements.lock"
MARK = "# made from pyproject.toml, requirements digest: "


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
    return _resolve(LOCK, "--all-extras") or _resolve(RUNTIME, "--extra", "dask", "--constraint", str(LOCK))


def _resolve(lock: Path, *options: str) -> str:
    command = ["uv", "pip", "compile", "pyproject.toml", "--python-version", "3.11", *options]
    command += ["--generate-hashes", "--no-header", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links"]
    made = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603
    if made.returncode:
        return f"uv could not resolve the requirements:\n{made.stderr}"
    lock.write_text(f"{MARK}{requirements_digest()}\n{made.stdout}", "utf-8")
    return ""


if __name__ == "__main__":
    trouble = {"verify": verify, "write": write}[sys.argv[1]]()
    sys.exit(trouble or None)
