"""Which processes still run in a folder: what a test started there, and whatever that started."""

import os
from pathlib import Path


def living_in(folder: Path) -> list[str]:
    """Command lines of processes other than this one; a process may end while it is looked at."""
    found = []
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdigit() and int(entry.name) != os.getpid() and (entry / "cwd").resolve() == folder:
                found.append((entry / "cmdline").read_text().replace("\0", " "))
        except OSError:
            continue
    return found
