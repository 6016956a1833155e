"""Known vulnerabilities in what requirements.lock pins, by pip-audit: `python tools/audit.py [LOCK]`.

Ends with status 1 when one is found. Where the service that knows them cannot be reached, it says so and ends with 0: a
check without the network must still pass, but not silently.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SERVICES = ("osv", "pypi")
TIMEOUT = "10"


def audit(lock: Path) -> tuple[int, str]:
    """The exit code, and what to say, by the first service that can be asked about every package."""
    reasons = []
    for service in SERVICES:
        # strict: an index that knows nothing of vulnerabilities would pass for one that finds none
        command = [sys.executable, "-m", "pip_audit", "--strict", "--no-deps", "--disable-pip", "--format=json"]
        command += ["--progress-spinner=off", "--timeout", TIMEOUT, "-s", service, "-r", str(lock)]
        told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603
        try:
            found = json.loads(told.stdout)["dependencies"]
        except (ValueError, KeyError, TypeError):
            reasons.append(f"{service}: {(told.stderr.strip().splitlines() or ['no answer'])[-1][:200]}")
            continue
        return _tell(found, service)
    return 0, "NOT AUDITED, no service can be asked:\n  " + "\n  ".join(reasons)


def _tell(packages: list[dict[str, Any]], service: str) -> tuple[int, str]:
    vulnerable = [one for one in packages if one.get("vulns")]
    lines = [
        f"  {one['name']} {one['version']}: {flaw['id']}, mended in {', '.join(flaw['fix_versions']) or 'none yet'}"
        for one in vulnerable
        for flaw in one["vulns"]
    ]
    head = f"{len(packages)} packages, asked about at {service}: {len(lines)} known vulnerabilities"
    return int(bool(lines)), "\n".join([head, *lines])


if __name__ == "__main__":
    code, told = audit(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "requirements.lock")
    sys.stdout.write(f"{told}\n")
    sys.exit(code)
