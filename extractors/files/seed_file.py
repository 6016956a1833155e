"""Read seed files (front matter and text) into seeds, with errors that name the file and the line."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from shlex import quote
from typing import Any

import yaml
from frontmatter.default_handlers import YAMLHandler

from extractors.files.fences import find_unfenced
from extractors.files.front_matter import READERS
from extractors.files.regular_file import read_regular
from extractors.files.seed_text import decode_seed, make_title, read_markdown, read_plain
from extractors.sandbox import ReadingError, run_apart
from news import Seed, SeedSettings

MAX_BYTES = 1_000_000
SMALL = 20_000  # bytes, which cost a second at worst and are read here: a child process takes as long to start
SECONDS = 1.0  # of CPU time for a larger one; an article takes hundredths of one
_WEIGHING = ("leave_out", "more", "less")  # settings of which a name can stand in one
_OWN_FIELDS = frozenset({"title", "url", "published"})
_NOTHING = frozenset({"", "~", "null"})
_ONLY_ADDRESS = re.compile(r"(?:\[[^\]\n]*\]\(|<)?(https?://[^\s<>()\[\]\"'`]+)[)>]?", re.IGNORECASE)
_USABLE_NAME = re.compile(r"\w[\w.-]{0,99}")


class SeedFileError(Exception):
    """A seed file cannot be used; the message is one line: `path:line: problem`, or `path: problem`.

    `seed` is the name of the seed that the file would be, "" if it has none.
    """

    def __init__(self, path: Path, problem: str, line: int | None = None) -> None:
        super().__init__(f"{path}:{line}: {problem}" if line else f"{path}: {problem}")
        self.path = path
        self.problem = problem
        self.line = line
        self.seed = name_seed(path)

    def __reduce__(self) -> tuple[type["SeedFileError"], tuple[Path, str, int | None]]:
        """Make the error picklable, because it may come from another process."""
        return SeedFileError, (self.path, self.problem, self.line)


@dataclass(frozen=True)
class _Stated:
    """The raw value of a front matter key, with its line."""

    values: tuple[str, ...]
    line: int


def read_seeds(folder: Path) -> tuple[list[Seed], list[SeedFileError]]:
    """Read the seeds of a folder (*.md and *.txt by name, without README and hidden files), and collect the errors."""
    seeds: dict[str, Seed] = {}
    errors: list[SeedFileError] = []
    try:
        paths = sorted(path for path in folder.iterdir() if _is_seed_file(path))
    except OSError as error:
        return [], [SeedFileError(folder, f"the folder of seeds cannot be read: {error.strerror}")]
    named: set[str] = set()
    for path in paths:
        name = name_seed(path)
        if name in named:  # also if the other file is unreadable: this one is about another story
            errors.append(SeedFileError(path, f"another file is the seed {name!r} already; rename one of them"))
            continue
        named |= {name} if name else set()
        try:
            seeds[name] = read_seed(path)
        except SeedFileError as error:
            errors.append(error)
    return list(seeds.values()), errors


def find_ignored(folder: Path) -> list[Path]:
    """The files in a folder of seeds that somebody may take for seeds and that are not read, such as report.docx."""
    try:
        files = sorted(path for path in folder.iterdir() if path.is_file() and not _is_seed_file(path))
    except OSError:
        return []
    known = {"readme", "license"}
    return [
        path
        for path in files
        if path.stem.lower() not in known
        and path.suffix.lower() != ".opml"
        and not path.name.startswith(".")
        and not path.name.endswith("~")
    ]


def _is_seed_file(path: Path) -> bool:
    is_text = path.suffix.lower() in {".md", ".txt"} and not path.is_dir()
    return is_text and not path.name.startswith(".") and path.stem.lower() != "readme"


def read_seed(path: Path) -> Seed:
    """Read one seed file, a large one in a child process. Raises SeedFileError."""
    if not name_seed(path):
        raise SeedFileError(path, "the file's name has no letter or digit to name the seed by")
    return read_seed_content(path, read_seed_bytes(path))


def read_seed_content(path: Path, body: bytes) -> Seed:
    """As `read_seed`, for the content of a file. Raises SeedFileError."""
    if len(body) > MAX_BYTES:
        raise SeedFileError(path, f"is larger than {MAX_BYTES:,} bytes, too large for an article")
    if not body.strip():
        raise SeedFileError(path, "is empty; a seed needs the article that started the story")
    if len(body) <= SMALL:
        return parse_seed(path, body)
    try:
        return run_apart(parse_seed, (path, body), str(path), SECONDS, expected=SeedFileError)
    except ReadingError as error:
        raise SeedFileError(path, error.problem) from error


def parse_seed(path: Path, content: bytes) -> Seed:
    """The seed that a file with this content is. Raises SeedFileError."""
    text = _decode(path, content)
    stated, body = _split(path, text)
    values = {key: _read_value(path, key, entry) for key, entry in stated.items()}
    if contradiction := find_contradiction(values):
        key, problem = contradiction
        raise SeedFileError(path, problem, stated[key].line)
    heading, words = read_markdown(body) if path.suffix.lower() == ".md" else ("", read_plain(body))
    title = str(values.get("title") or heading or make_title(words))
    # drop a heading that repeats the title
    words = words.removeprefix(f"{title}\n") if heading else words
    if address := find_address(body):
        raise SeedFileError(path, f"holds only an address; `storywake follow {quote(address)}` fetches the article")
    if not words.strip() or words == heading:
        advice = f"; `storywake follow {quote(values['url'])}` fetches it" if "url" in values else ""
        raise SeedFileError(path, f"there is no text in it; a seed needs the article that started the story{advice}")
    settings = SeedSettings(**{key: value for key, value in values.items() if key not in _OWN_FIELDS})
    return Seed(name_seed(path), title, words, str(values.get("url", "")), values.get("published"), settings)


def find_contradiction(values: Mapping[str, Any]) -> tuple[str, str] | None:
    """The setting that weighs a name which another setting weighs otherwise, and what is wrong; None if none does."""
    said: dict[str, str] = {}
    for key in _WEIGHING:
        for name in values.get(key, ()):
            other = said.setdefault(name.casefold(), key)
            if other != key:
                return key, f"{key} has {name[:80]!r}, which stands in {other} too: keep one of them"
    return None


def find_address(text: str) -> str:
    """The web address that is all there is in a text; "" if there is more, or none."""
    found = _ONLY_ADDRESS.fullmatch(text.strip().removeprefix("\ufeff"))
    return found[1] if found else ""


def read_seed_bytes(path: Path, most: int = MAX_BYTES) -> bytes:
    """The content of a file, up to one byte more than `most`. Raises SeedFileError."""
    try:
        return read_regular(path, most)
    except OSError as error:
        raise SeedFileError(path, f"cannot be read: {error.strerror}") from error


def _decode(path: Path, body: bytes) -> str:
    try:
        return decode_seed(body).replace("\r\n", "\n").replace("\r", "\n")
    except ValueError as error:
        raise SeedFileError(path, str(error)) from error


def _split(path: Path, text: str) -> tuple[Mapping[str, _Stated], str]:
    """Split a file into the values of its front matter and its text."""
    handler = YAMLHandler()
    opening = handler.FM_BOUNDARY.match(text.lstrip())
    if not opening:
        _refuse_unfenced(path, text, 1)
        return {}, text
    first_line = 1 + text.count("\n", 0, len(text) - len(text.lstrip()) + opening.end())
    try:
        front, body = handler.split(text.lstrip())
    except ValueError:
        raise SeedFileError(path, "the front matter that begins here is not closed by a line ---", 1) from None
    _refuse_unfenced(path, body, 1 + text.count("\n") - body.count("\n"))
    return _read_front(path, front, first_line), body


def _refuse_unfenced(path: Path, text: str, first_line: int) -> None:
    found = find_unfenced(text)
    if found:
        raise SeedFileError(path, found[1], first_line + found[0] - 1)


def _read_front(path: Path, front: str, first_line: int) -> Mapping[str, _Stated]:
    try:
        # composed, not loaded: nodes have line numbers, and strings stay as written
        root = yaml.compose(front, Loader=yaml.CBaseLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = first_line + mark.line if mark else first_line
        raise SeedFileError(
            path, f"the front matter is not valid YAML: {error.problem or error.context}", line
        ) from error
    except yaml.YAMLError as error:
        raise SeedFileError(path, "the front matter is not valid YAML", first_line) from error
    if root is None:
        return {}
    if not isinstance(root, yaml.MappingNode):
        raise SeedFileError(
            path, "the front matter must be lines of the kind `key: value`", first_line + root.start_mark.line
        )
    stated: dict[str, _Stated] = {}
    for key_node, value_node in root.value:
        line = first_line + key_node.start_mark.line
        key = _known_key(path, str(key_node.value), line)
        if key in stated:
            raise SeedFileError(path, f"{key} is given twice", line)
        stated[key] = _Stated(_strings(path, key, value_node, line), line)
    return {key: entry for key, entry in stated.items() if entry.values}


def _known_key(path: Path, key: str, line: int) -> str:
    if key in READERS:
        return key
    near = get_close_matches(key.lower().replace("-", "_").replace(" ", "_"), READERS, n=1)
    advice = f"did you mean {near[0]}?" if near else f"known are {', '.join(READERS)}"
    raise SeedFileError(path, f"unknown key {key[:60]!r}; {advice}", line)


def _strings(path: Path, key: str, node: yaml.Node, line: int) -> tuple[str, ...]:
    nodes = node.value if isinstance(node, yaml.SequenceNode) else [node]
    if not all(isinstance(part, yaml.ScalarNode) for part in nodes):
        raise SeedFileError(path, f"{key} must be a value or a plain list of values", line)
    return tuple(str(part.value) for part in nodes if str(part.value).strip().lower() not in _NOTHING)


def _read_value(path: Path, key: str, stated: _Stated) -> Any:
    try:
        return READERS[key](stated.values)
    except ValueError as error:
        shown = ", ".join(stated.values)[:80]
        raise SeedFileError(path, f"{key} is {shown!r}, expected {error}", stated.line) from error


def name_seed(path: Path) -> str:
    """The name of a seed from its file name, in characters that are safe in addresses and on a command line.

    "" if the file name has no letter or digit.
    """
    if _USABLE_NAME.fullmatch(path.stem):
        return path.stem
    return re.sub(r"[^\w.]+", "-", unicodedata.normalize("NFKC", path.stem)).strip("-._")[:100]
