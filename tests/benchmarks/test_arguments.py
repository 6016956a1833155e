"""Benchmarks reject invalid arguments before they measure anything, with one line and exit status 2."""

import argparse
import ast
import importlib
import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from benchmarks import curves, drift, feedcosts, grouping, growth, novelty, percolation, stream

ROOT = Path(__file__).resolve().parents[2]
SOURCES = {path.stem: path.read_text("utf-8") for path in sorted((ROOT / "benchmarks").glob("*.py"))}
WITH_JSON = [name for name, source in SOURCES.items() if '"--json"' in source]
NOBODY = 65534
Refusal = Callable[..., str]


@pytest.fixture
def refusal(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Refusal:
    """Runs a benchmark's main in an empty folder; it must exit with status 2. Returns the error line."""
    monkeypatch.chdir(tmp_path)

    def run(main: Callable[[], object], *arguments: str | Path) -> str:
        monkeypatch.setattr(sys, "argv", ["benchmark", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            main()
        output = capsys.readouterr()
        assert (ended.value.code, output.out) == (2, "")
        usage, _, message = output.err.partition("benchmark: error: ")
        assert usage.startswith("usage: benchmark")
        assert message.count("\n") == 1
        return message.rstrip("\n")

    return run


@pytest.fixture
def parsing(refusal: Refusal, monkeypatch: pytest.MonkeyPatch) -> Refusal:
    """As `refusal`, for a benchmark given by name, which must not do more than parse its arguments."""
    parse = argparse.ArgumentParser.parse_args

    def parse_and_stop(*given: Any) -> None:
        parse(*given)
        pytest.fail("the arguments were accepted")

    def run(name: str, *arguments: str | Path) -> str:
        main = importlib.import_module(f"benchmarks.{name}").main
        began = time.monotonic()
        message = refusal(main, *arguments)
        assert time.monotonic() - began < 2, "parsing the arguments must not load a model"
        return message

    monkeypatch.setattr(argparse.ArgumentParser, "parse_args", parse_and_stop)
    return run


@pytest.fixture
def closed_folder() -> Iterator[Path]:
    """A read-only folder; root becomes another user for it."""
    folder = Path(tempfile.mkdtemp(prefix="storywake-"))
    folder.chmod(0o555)
    is_root = not os.geteuid()
    if is_root:
        os.seteuid(NOBODY)
    yield folder
    if is_root:
        os.seteuid(0)
    shutil.rmtree(folder)


def write_lines(path: Path, *rows: dict[str, Any]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return path


def write_corpus(folder: Path, **more: str) -> None:
    """Write a corpus of one seed with one follow-up."""
    articles = [{"id": name, "title": "A treaty", "text": "It was signed.", **more} for name in ("a", "b")]
    write_lines(folder / "articles.jsonl", *articles)
    write_lines(folder / "tasks.jsonl", {"seed": "a", "pos": ["b"], "hard": [], "easy": []})


def write_pages(folder: Path, number: int = 2) -> None:
    """Write recorded pages and their listing."""
    names = [f"pages/{one}.html" for one in range(number)]
    rows = [{"id": name, "url": "", "title": "", "published": "", "text": "", "file": name} for name in names]
    write_lines(folder / "pages.jsonl", *rows)
    for name in names:
        write_lines(folder / name)


def test_benchmarks_with_json_output_are_found() -> None:
    assert {"archive", "soak", "stream"} <= set(WITH_JSON)
    assert not {"arguments", "faults"} & set(WITH_JSON)


@pytest.mark.parametrize("name", WITH_JSON)
def test_an_unwritable_json_file_is_refused(parsing: Refusal, tmp_path: Path, name: str) -> None:
    (tmp_path / "notes").write_text("Not a folder.", "utf-8")
    message = parsing(name, "--json", "notes/figures.json")
    assert message == "argument --json: notes/figures.json cannot be written: Not a directory"


@pytest.mark.parametrize(
    ("name", "argument", "kind"),
    [("growth", "--json", "file"), ("matching", "--scores", "file"), ("background", "--out", "file")],
)
def test_an_output_file_cannot_be_a_folder(
    parsing: Refusal, tmp_path: Path, name: str, argument: str, kind: str
) -> None:
    (tmp_path / kind).mkdir()
    assert parsing(name, argument, kind) == f"argument {argument}: {kind} cannot be written: Is a directory"


def test_an_output_folder_cannot_be_a_file(parsing: Refusal, tmp_path: Path) -> None:
    (tmp_path / "docs").write_text("Not a folder.", "utf-8")
    assert parsing("curves", "--out", "docs") == "argument --out: docs cannot be written: Not a directory"


@pytest.mark.parametrize("below", ["figures.json", "new/figures.json"])
def test_an_output_file_needs_a_writable_folder(parsing: Refusal, closed_folder: Path, below: str) -> None:
    path = closed_folder / below
    assert parsing("soak", "--json", path) == f"argument --json: {path} cannot be written: Permission denied"


def test_an_output_folder_must_be_writable(parsing: Refusal, closed_folder: Path) -> None:
    message = parsing("curves", "--out", closed_folder)
    assert message == f"argument --out: {closed_folder} cannot be written: Permission denied"


def test_an_existing_output_file_is_kept_until_there_are_new_figures(parsing: Refusal, tmp_path: Path) -> None:
    old = tmp_path / "old.json"
    old.write_text("{}", "utf-8")
    for path in ("old.json", "new.json"):
        parsing("startup", "--json", path, "--repeats", "0")
    assert {path.name: path.read_text("utf-8") for path in tmp_path.iterdir()} == {"old.json": "{}"}


@pytest.mark.slow
def test_missing_output_folders_are_created(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    figures = write_lines(tmp_path / "figures.json", {"10 seeds": {"look, ms": 1.0}, "100 seeds": {"look, ms": 2.0}})
    monkeypatch.setattr(sys, "argv", ["benchmark", "--out", "new/pictures", str(figures)])
    curves.main()
    assert (tmp_path / "new/pictures/many-seeds.svg").is_file()
    small = ("--only", "ours", "--days", "0", "--articles", "400")
    monkeypatch.setattr(sys, "argv", ["benchmark", *small, "--json", "new/folder/figures.json"])
    growth.main()
    assert "bytes per article" in (tmp_path / "new/folder/figures.json").read_text("utf-8")
    assert "storywake's own database" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "argument"),
    [
        ("background", "--data"),
        ("climbing", "--data"),
        ("copies", "--data"),
        ("cores", "--stories"),
        ("curves", "figures"),
        ("drift", "--data"),
        ("feedcosts", "--data"),
        ("fitting", "--data"),
        ("grouping", "--data"),
        ("growth", "--data"),
        ("matching", "--data"),
        ("novelty", "--cases"),
        ("percolation", "--data"),
        ("realweb", "--data"),
        ("realweb", "--seed"),
        ("stream", "--data"),
        ("stream", "--stories"),
    ],
)
def test_input_must_exist(parsing: Refusal, name: str, argument: str) -> None:
    option = [argument] if argument.startswith("--") else []
    message = parsing(name, *option, "lost.txt")
    assert message.startswith(f"argument {argument}: lost.txt")
    assert message.endswith("cannot be read: No such file or directory")


@pytest.mark.parametrize(
    ("name", "argument", "needed"),
    [
        ("background", "--data", "**/articles.jsonl"),
        ("climbing", "--data", "*/tasks.jsonl"),
        ("copies", "--data", "*/tasks.jsonl"),
        ("cores", "--data", "pages.jsonl"),
        ("cores", "--stories", "*/tasks.jsonl"),
        ("drift", "--data", "articles.jsonl"),
        ("feedcosts", "--data", "feeds.jsonl"),
        ("fitting", "--data", "*/tasks.jsonl"),
        ("grouping", "--data", "*/tasks.jsonl"),
        ("growth", "--data", "pages.jsonl"),
        ("matching", "--data", "*/tasks.jsonl"),
        ("percolation", "--data", "*/tasks.jsonl"),
        ("realweb", "--data", "pages.jsonl"),
        ("stream", "--data", "pages.jsonl"),
        ("stream", "--stories", "*/tasks.jsonl"),
    ],
)
def test_a_folder_must_contain_the_files_that_the_benchmark_reads(
    parsing: Refusal, tmp_path: Path, name: str, argument: str, needed: str
) -> None:
    for path in ("articles.jsonl", "tasks.jsonl", "pages.jsonl", "feeds.jsonl"):
        write_lines(tmp_path / "data" / path)
    message = parsing(name, argument, "data")
    assert message == f"argument {argument}: data has no {needed}, or only an empty one"


def test_a_file_instead_of_a_folder_and_a_folder_instead_of_a_file_are_refused(
    parsing: Refusal, tmp_path: Path
) -> None:
    write_lines(tmp_path / "folder" / "file")
    message = parsing("drift", "--data", "folder/file")
    assert message == "argument --data: folder/file cannot be read: Not a directory"
    assert parsing("novelty", "--cases", "folder") == "argument --cases: folder cannot be read: Is a directory"


def test_every_corpus_needs_articles(parsing: Refusal, tmp_path: Path) -> None:
    write_corpus(tmp_path / "eval" / "whole")
    write_corpus(tmp_path / "eval" / "half")
    (tmp_path / "eval" / "half" / "articles.jsonl").unlink()
    message = parsing("matching", "--data", "eval")
    assert message == "argument --data: eval/half/articles.jsonl cannot be read: No such file or directory"


def test_copies_needs_the_corpora_with_reports_by_different_outlets(parsing: Refusal, tmp_path: Path) -> None:
    write_corpus(tmp_path / "eval" / "allsides2021")
    message = parsing("copies", "--data", "eval")
    assert message == "argument --data: eval has no basil/articles.jsonl, or only an empty one"


def test_fitting_needs_a_corpus_besides_the_one_that_it_leaves_out(parsing: Refusal, tmp_path: Path) -> None:
    write_corpus(tmp_path / "eval" / "only")
    message = parsing("fitting", "--data", "eval")
    assert message == "argument --data: eval has 1 of the 2 corpora needed"


@pytest.mark.parametrize("name", ["cores", "stream", "realweb"])
def test_all_listed_pages_must_exist(parsing: Refusal, tmp_path: Path, name: str) -> None:
    write_pages(tmp_path / "web")
    (tmp_path / "web" / "pages" / "1.html").unlink()
    message = parsing(name, "--data", "web")
    assert message == "argument --data: web has no pages/1.html, which pages.jsonl lists"


@pytest.mark.parametrize(("name", "listing"), [("feedcosts", "feeds.jsonl"), ("realweb", "series.jsonl")])
def test_all_listed_feeds_must_exist(parsing: Refusal, tmp_path: Path, name: str, listing: str) -> None:
    write_pages(tmp_path / "web")
    write_lines(tmp_path / "web" / "feeds.jsonl", {"path": "one.xml"})
    write_lines(tmp_path / "web" / "series.jsonl", {"file": "two.xml"})
    lost, there = ("two.xml", "feeds/one.xml") if listing == "series.jsonl" else ("feeds/one.xml", "two.xml")
    write_lines(tmp_path / "web" / there)
    message = parsing(name, "--data", "web")
    assert message == f"argument --data: web has no {lost}, which {listing} lists"


@pytest.mark.parametrize("row", ["{}", "[]", "no JSON"])
def test_an_invalid_listing_is_refused(parsing: Refusal, tmp_path: Path, row: str) -> None:
    write_lines(tmp_path / "web" / "pages.jsonl").write_text(row, "utf-8")
    message = parsing("stream", "--data", "web")
    assert message == "argument --data: web/pages.jsonl is not a listing of recordings"


@pytest.mark.parametrize("text", ["<svg/>", "[]"])
def test_curves_refuses_files_without_figures(parsing: Refusal, tmp_path: Path, text: str) -> None:
    (tmp_path / "figures.json").write_text(text, "utf-8")
    message = parsing("curves", "--out", ".", "figures.json")
    assert message == "argument figures: figures.json does not contain the figures of a benchmark"


def test_an_invalid_seed_file_is_refused(parsing: Refusal, tmp_path: Path) -> None:
    for name in ("seed.txt", "seed.html"):
        (tmp_path / name).write_text("", "utf-8")
    assert parsing("realweb", "--seed", "seed.txt").startswith("argument --seed: seed.txt: is empty")
    assert parsing("realweb", "--seed", "seed.html") == "argument --seed: seed.html is not a seed file (*.md, *.txt)"


@pytest.mark.parametrize(
    ("name", "argument", "text", "wanted"),
    [
        *((name, "--repeats", "0", "of at least 1") for name in WITH_JSON if '"--repeats"' in SOURCES[name]),
        ("archive", "--feeds", "0", "from 1 to 200"),
        ("archive", "--feeds", "201", "from 1 to 200"),
        ("archive", "--sizes", "1000,0", "of at least 1"),
        ("archive", "--sizes", "1000,", "of at least 1"),
        ("cores", "--follow-ups", "-1", "of at least 1"),
        ("cores", "--pages", "0", "of at least 1"),
        ("faults", "--alerts", "0", "of at least 1"),
        ("feedcosts", "--feeds", "many", "of at least 1"),
        ("growth", "--articles", "399", "of at least 400"),
        ("growth", "--days", "-1", "of at least 0"),
        ("matching", "--words", "0", "of at least 1"),
        ("overhead", "--articles", "0", "of at least 1"),
        ("percolation", "--articles", "1.5", "of at least 1"),
        ("percolation", "--seeds", "10;100", "of at least 1"),
        ("soak", "--days", "1", "of at least 2"),
        ("startup", "--articles", "0", "of at least 1"),
        ("stream", "--follow-ups", "0", "of at least 1"),
        ("stream", "--pages", "-1", "of at least 0"),
        ("stream", "--seeds", "1,ten", "of at least 1"),
    ],
)
def test_counts_must_be_whole_numbers_in_range(
    parsing: Refusal, name: str, argument: str, text: str, wanted: str
) -> None:
    refused = text.rpartition(",")[2]
    assert parsing(name, argument, text) == f"argument {argument}: {refused!r} is not a whole number {wanted}"


def test_unknown_databases_are_refused(parsing: Refusal) -> None:
    message = parsing("archive", "--databases", "sqlite,mysql")
    assert message == "argument --databases: 'mysql' is not one of sqlite, postgresql"


def test_drift_needs_a_long_running_story(refusal: Refusal, tmp_path: Path) -> None:
    write_lines(tmp_path / "updates" / "articles.jsonl", {"id": "a", "story": "deal", "published": "2025-03-01"}, {})
    message = refusal(drift.main, "--data", "updates")
    assert message == "argument --data: updates has no story with 20 dated updates"


def test_grouping_needs_a_corpus_that_names_stories(refusal: Refusal, tmp_path: Path) -> None:
    write_corpus(tmp_path / "eval" / "unlabelled")
    message = refusal(grouping.main, "--data", "eval")
    assert message == "argument --data: eval has no corpus in which every article names its story"


def test_novelty_needs_cases(refusal: Refusal, tmp_path: Path) -> None:
    (tmp_path / "cases.txt").write_text("Notes, but no case.", "utf-8")
    message = refusal(novelty.main, "--cases", "cases.txt")
    assert message == "argument --cases: cases.txt has no cases (each begins with a line `== NAME`)"


def test_feedcosts_needs_a_real_feed(refusal: Refusal, tmp_path: Path) -> None:
    write_lines(tmp_path / "web" / "feeds.jsonl", {"path": "made-up.xml", "real": False, "entries": 2})
    write_lines(tmp_path / "web" / "feeds" / "made-up.xml")
    message = refusal(feedcosts.main, "--data", "web")
    assert message == "argument --data: web/feeds.jsonl lists no real feed with entries"


def test_more_seeds_or_repeats_than_the_data_contain_are_refused(
    refusal: Refusal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_corpus(tmp_path / "eval" / "small")
    write_pages(tmp_path / "web", 3)
    data = ("--data", "web", "--stories", "eval")
    message = refusal(stream.main, *data, "--seeds", "1", "--repeats", "2", "--pages", "1")
    assert message == "argument --repeats: 2 is more than the number of pages: 1"
    message = refusal(stream.main, *data, "--seeds", "1,2", "--repeats", "2")
    assert message == "argument --seeds: 2 is more than the number of seeds in eval: 1"
    monkeypatch.setattr(percolation, "prepare", lambda *_: 4)
    message = refusal(percolation.main, "--data", "eval", "--seeds", "2,12")
    assert message == "argument --seeds: 12 is more than the number of seeds in eval: 4"


@pytest.mark.parametrize("name", [name for name, source in SOURCES.items() if "add_argument(" in source])
def test_every_argument_is_parsed_by_a_function_that_checks_it(name: str) -> None:
    calls = [node for node in ast.walk(ast.parse(SOURCES[name])) if isinstance(node, ast.Call)]
    arguments = {
        ast.unparse(call.args[0]).strip("'"): {word.arg: ast.unparse(word.value) for word in call.keywords}
        for call in calls
        if ast.unparse(call.func) == "parser.add_argument"
    }
    assert arguments
    unchecked = {
        argument: given.get("type")
        for argument, given in arguments.items()
        if not {"action", "choices"} & set(given) and given.get("type") in {None, "Path", "int", "float", "str"}
    }
    assert unchecked in ({}, {"--seed": "int"})  # of a random generator, which takes any number
