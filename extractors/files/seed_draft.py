"""Write seed files: a new one, or a setting in one that exists. Nothing is ever half written."""

import os
import re
import unicodedata
from collections.abc import Collection, Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import yaml

from extractors.files.seed_file import SeedFileError, read_seed_content
from extractors.plain_text import tidy
from news import Seed

LONGEST_NAME = 40  # characters of a new file's name
_FRONT_OPENING = re.compile(rb"^(?:\xef\xbb\xbf)?\s*---[ \t]*(\r?\n)")
_FRONT_CLOSING = re.compile(rb"^---[ \t]*\r?$", re.MULTILINE)
_RESERVED = frozenset({"readme", "con", "prn", "aux", "nul"})
_HINTS = """\
# sensitivity: normal           # low: only the surest reports; high: doubtful ones too
# timezone: Europe/Kyiv         # for the times in the mail
# quiet_hours: 22:00-07:00      # mail waits until these hours end
# expires: 2030-12-31           # the last day on which it is followed
"""


def propose_name(title: str, taken: Collection[str]) -> str:
    """A name for a new seed that is safe as a file name and not `taken`; without letters in the title, "story"."""
    words = re.findall(r"\w+", unicodedata.normalize("NFKC", title).casefold().replace("_", " "))
    name = ""
    for word in words:
        if len(name) + len(word) >= LONGEST_NAME:
            break
        name = f"{name}-{word}" if name else word
    name = name or "".join(words)[:LONGEST_NAME] or "story"
    name = f"{name}-story" if name in _RESERVED else name
    used = {one.casefold() for one in taken}
    return next(one for one in (name, *(f"{name}-{number}" for number in range(2, len(used) + 3))) if one not in used)


def compose_seed(seed: Seed, settings: Mapping[str, object]) -> bytes:
    """The content of a .txt file for a seed with these settings: front matter, and its text."""
    stated: dict[str, object] = {"title": tidy(seed.title).replace("\n", " ")}
    if seed.url:
        stated["url"] = seed.url
    if seed.published:
        stated["published"] = _written(seed.published)
    stated |= settings
    lines = "".join(map(_line, stated, stated.values()))
    body = "\n\n".join(tidy(seed.text).split("\n"))
    return f"---\n{lines}{_HINTS}---\n{body}\n".encode("utf-8", "replace")


def add_settings(content: bytes, settings: Mapping[str, object]) -> bytes:
    """The content of a seed file with more settings in its front matter; everything else is kept byte by byte."""
    if not settings:
        return content
    opening = _FRONT_OPENING.match(content)
    lines = "".join(map(_line, settings, settings.values()))
    if not opening:
        return f"---\n{lines}---\n".encode() + content.removeprefix(b"\xef\xbb\xbf")
    end = opening[1].decode()
    return content[: opening.end()] + lines.replace("\n", end).encode() + content[opening.end() :]


def drop_setting(content: bytes, key: str) -> bytes:
    """The content of a seed file without the one-line setting of this name in its front matter."""
    opening = _FRONT_OPENING.match(content)
    closing = _FRONT_CLOSING.search(content, opening.end()) if opening else None
    if not opening or not closing:
        return content
    line = re.compile(rf"^{re.escape(key)}[ \t]*:.*(?:\r?\n|\Z)".encode(), re.MULTILINE)
    front = line.sub(b"", content[opening.end() : closing.start()], count=1)
    return content[: opening.end()] + front + content[closing.start() :]


def save_new(path: Path, content: bytes, *, replaces: bool = False) -> Seed:
    """Write a seed file whole or not at all, and read it. Creates the folder.

    Raises SeedFileError if the content is no seed, if the file cannot be written, or if there is one already that it
    does not replace.
    """
    seed = read_seed_content(path, content)
    beside = path.with_name(f".{path.name}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _write_through(beside, content)
        if replaces:
            beside.replace(path)
        else:
            _place(beside, path)
    except OSError as error:
        raise SeedFileError(path, f"cannot be written: {error.strerror or error}") from error
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
    return seed


def _write_through(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _place(beside: Path, path: Path) -> None:
    """Give a finished file its name, unless the name is taken."""
    try:
        path.hardlink_to(beside)
    except FileExistsError:
        raise
    except OSError:  # a file system without links
        if path.exists():
            raise FileExistsError(17, "File exists") from None
        beside.replace(path)


def _written(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M}" if (moment.hour, moment.minute) != (0, 0) else f"{moment:%Y-%m-%d}"


def _line(key: str, value: object) -> str:
    """A setting as one line of YAML, quoted where a plain value would be read as something else."""
    plain = "yes" if value is True else list(value) if isinstance(value, tuple) else value
    if plain == "yes" or (key == "published" and isinstance(plain, str)):
        return f"{key}: {plain}\n"
    written = yaml.safe_dump(plain, default_flow_style=True, allow_unicode=True, width=10**6)
    return f"{key}: {written.splitlines()[0]}\n"
