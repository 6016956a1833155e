"""What a lock pins: `read_pins` gives each package's version."""

import re
from collections.abc import Mapping
from pathlib import Path

LOCK = Path(__file__).resolve().parent.parent / "requirements.lock"
_PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", re.MULTILINE)


def read_pins(lock: Path = LOCK) -> Mapping[str, tuple[str, ...]]:
    """The versions of each package, by normalised name: more than one where Pythons differ."""
    pins: dict[str, tuple[str, ...]] = {}
    for name, version in _PIN.findall(lock.read_text("utf-8")):
        key = re.sub(r"[-_.]+", "-", name).lower()
        pins[key] = (*pins.get(key, ()), version)
    return pins
