"""The rules of the house that a linter does not know: public faces, sizes of functions and modules."""

import ast
import importlib
import os
import re
import shutil
import statistics
import subprocess
import sys
import tomllib
from itertools import pairwise
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ROOMS = (
    *("news", "extractors", "storage", "alerts", "trails", "pipeline", "service", "flows", "desk"),
    *("cli", "demo", "benchmarks"),
)
MODULES = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py") if "versions" not in path.parts)


def functions_of(path: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    tree = ast.parse(path.read_text("utf-8"))
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def body_length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    body = function.body[1:] if ast.get_docstring(function) and len(function.body) > 1 else function.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_says_what_it_is_for_and_lists_its_public_face(room: str) -> None:
    module = importlib.import_module(room)
    assert module.__doc__
    assert list(module.__all__) == sorted(module.__all__)
    assert all(hasattr(module, name) for name in module.__all__)


@pytest.mark.parametrize("room", ROOMS)
def test_type_checkers_are_told_that_a_room_is_typed(room: str) -> None:
    assert (ROOT / room / "py.typed").is_file()


@pytest.mark.parametrize("room", ROOMS[:4])
def test_other_rooms_import_from_the_room_and_not_from_its_modules(room: str) -> None:
    strangers = [path for path in MODULES if path.relative_to(ROOT).parts[0] not in {room, "tests"}]
    trespasses = [
        f"{path.relative_to(ROOT)}: {node.module}"
        for path in strangers
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(f"{room}.")
    ]
    assert trespasses == []


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_can_be_read_in_one_sitting(path: Path) -> None:
    # a public face is a list of names, however long
    assert path.name == "__init__.py" or len(path.read_text("utf-8").splitlines()) <= 300
    long = {function.name: body_length(function) for function in functions_of(path) if body_length(function) > 40}
    assert long == {}


def test_most_functions_are_short() -> None:
    lengths = [body_length(function) for path in MODULES for function in functions_of(path)]
    assert statistics.median(lengths or [0]) <= 6


def test_every_package_is_named_in_pyproject() -> None:
    named = (ROOT / "pyproject.toml").read_text("utf-8").split("packages = [")[1].split("]")[0]
    packages = {".".join(path.parent.relative_to(ROOT).parts) for path in MODULES if path.name == "__init__.py"}
    assert all(f'"{package}"' in named for package in packages)


def test_the_public_face_is_imported_sorted_too() -> None:
    for room in ROOMS:
        tree = ast.parse((ROOT / room / "__init__.py").read_text("utf-8"))
        modules = [node.module or "" for node in tree.body if isinstance(node, ast.ImportFrom)]
        assert all(a <= b for a, b in pairwise(modules)), room


# for each import contract an import that it forbids, and the module in which it is planted
PLANTED = {
    "The house: cli, desk, flows, service, pipeline, four rooms that do not know each other, news": (
        "storage/errors.py",
        "import alerts",
    ),
    "news is pure: the standard library and numpy, no I/O, no clock, no logging": ("news/words.py", "import logging"),
    "Prefect only in flows": ("pipeline/batches.py", "import prefect"),
    "Prefect only in flows, of which desk, cli and benchmarks may run the flows": ("cli/errors.py", "import prefect"),
    "SQLAlchemy only in storage": ("pipeline/outcomes.py", "import sqlalchemy"),
    "HTTP leaves by one door: httpx2 only in extractors.web": ("extractors/feeds/entries.py", "import httpx2"),
    "Mail leaves by one door: smtplib only in alerts.smtp": ("alerts/phrases.py", "import smtplib"),
    "IMAP by one door: imaplib only in alerts.imap": ("alerts/replies.py", "import imaplib"),
    "Apprise only in alerts.channels.apprise": ("alerts/channels/webhook.py", "import apprise"),
    "feedparser only in extractors.feeds.parser": ("extractors/feeds/entries.py", "import feedparser"),
    "dateparser only in extractors.feeds.dates": ("extractors/feeds/json_feed.py", "import dateparser"),
    "Vectors of many languages only in extractors.models.gist_encoder": (
        "extractors/models/encoder.py",
        "import sentencepiece",
    ),
    "trafilatura only in extractors.pages.article": ("extractors/feeds/entries.py", "import trafilatura"),
    "resiliparse only in extractors.pages.prose": ("extractors/pages/walls.py", "import resiliparse"),
    "spaCy only in extractors.models.annotator": ("extractors/feeds/entries.py", "import spacy"),
    "Sentence vectors only in extractors.models.encoder and onnx_session": (
        "extractors/models/buffers.py",
        "import tokenizers",
    ),
    "py3langid only in extractors.models.language_detection": ("extractors/plain_text.py", "import py3langid"),
    "protego only in extractors.web.robots": ("extractors/web/fetcher.py", "import protego"),
    "Argon2 only in desk.passwords": ("desk/access.py", "import argon2"),
    "PyJWT only in desk.id_tokens": ("desk/access.py", "import jwt"),
    "The Model Context Protocol only in desk.assistant": ("desk/api.py", "import mcp"),
    "No cycles between modules of a room": ("news/words.py", "import news.matching"),
}


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What import-linter says of a copy of the house with everything planted in it."""
    house = tmp_path_factory.mktemp("house")
    for room in ROOMS:
        shutil.copytree(ROOT / room, house / room, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", house)
    for module, line in PLANTED.values():
        with (house / module).open("a", encoding="utf-8") as file:
            file.write(f"\n{line}\n")
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"]
    environment = {**os.environ, "PYTHONPATH": str(house), "COLUMNS": "500"}
    ended = subprocess.run(command, cwd=house, env=environment, capture_output=True, text=True, check=False)
    return ended.stdout + ended.stderr


def test_every_contract_has_something_planted_against_it() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    assert {contract["name"] for contract in contracts} == PLANTED.keys()


@pytest.mark.parametrize("name", PLANTED)
def test_a_contract_breaks_when_what_it_forbids_is_planted(verdicts: str, name: str) -> None:
    (verdict,) = re.findall(rf"^{re.escape(name)} (KEPT|BROKEN)", verdicts, re.MULTILINE)
    assert verdict == "BROKEN"
