"""Settings that have no effect: misspelt names, and lines of .env that cannot be read."""

import os
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from pydantic_settings import DotEnvSettingsSource

from pipeline.settings import ENCODING, ENV_FILE, PREFIX, SECRETS_DIR, Settings

_KNOWN = frozenset(f"{PREFIX}{name}".upper() for name in Settings.model_fields)
_LINE = re.compile(rf"\s*(?:export\s+)?['\"]?(?P<name>{PREFIX}[^=#\s'\":]*)['\"]?\s*(?P<equals>=)?", re.IGNORECASE)


def find_stray_settings() -> tuple[str, ...]:
    """What has no effect in the environment, .env and the folder of secrets: one line each, without any value."""
    return (*map(_misspelt, unknown_variables()), *_strays_in_file(), *_strays_in_secrets())


def unknown_variables() -> tuple[str, ...]:
    """The STORYWAKE_* environment variables that are not settings, probably misspelt."""
    return tuple(sorted(name for name in os.environ if _is_unknown(name) and name != SECRETS_DIR))


def unknown_names() -> tuple[str, ...]:
    """The names that look like settings and are not, in the environment and .env."""
    in_file = (name for _, name, _ in _read_lines() if _is_unknown(name) and name != SECRETS_DIR)
    return tuple(dict.fromkeys((*unknown_variables(), *in_file)))


def _is_unknown(name: str) -> bool:
    return name.startswith(PREFIX) and name.upper() not in _KNOWN


def _misspelt(name: str) -> str:
    return f"{name}: unknown setting; check the spelling"


def _read_lines() -> Iterator[tuple[int, str, bool]]:
    """The number of each line of .env that is meant for us, the name in it, and whether "=" follows."""
    file = Path(ENV_FILE)
    lines = file.read_text(ENCODING).splitlines() if file.is_file() else []
    for number, line in enumerate(lines, start=1):
        if found := _LINE.match(line):
            yield number, found["name"], bool(found["equals"])


def _strays_in_file() -> Iterator[str]:
    understood = DotEnvSettingsSource(Settings, env_ignore_empty=False).env_vars
    for number, name, has_equals in _read_lines():
        place = f"{ENV_FILE}:{number}: "
        if not has_equals or understood.get(name.lower()) is None:
            yield f"{place}{name}: the line is ignored; write {name}=value, with quotes closed if there are any"
        elif name.upper() == SECRETS_DIR:
            yield f"{place}{name} has no effect here: set it in the environment"
        elif name.upper() not in _KNOWN:
            yield place + _misspelt(name)


def _strays_in_secrets() -> Iterator[str]:
    folder = os.environ.get(SECRETS_DIR)
    with suppress(OSError):  # its files can be read by their names also where the folder cannot be listed
        files = sorted(Path(folder).iterdir()) if folder else []
        yield from (f"{folder}/{_misspelt(file.name)}" for file in files if _is_unknown(file.name))
