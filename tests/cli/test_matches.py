"""The output of `matches`, `feeds` and `export` for stored matches."""

import csv
import errno
import io
import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from rich.cells import cell_len

from cli.match_list import lines_of, list_developments
from news import Answer, Standing
from storage import open_store
from tests.cli.conftest import NOON, Storywake, Web, make_stored, only_line
from tests.patience import PATIENCE


def test_matches_as_json_have_the_documented_fields(storywake: Storywake, trail: Path) -> None:
    ended = storywake("matches", "minerals-deal", "--json")
    assert (ended.code, ended.err) == (0, "")
    matches = json.loads(ended.out)
    assert [one["url"] for one in matches] == ["https://news.example/2", "https://news.example/1"]
    wanted = {"seed", "url", "title", "outlet", "published", "score", "verdict", "reasons", "alerts"}
    assert all(wanted <= one.keys() for one in matches)
    assert matches[1]["published"] == "2025-03-03T13:00:00+00:00"
    assert (matches[1]["score"], matches[1]["verdict"]) == (0.71, "follow-up")
    assert matches[1]["reasons"][0] == "names Volodymyr Zelenskyy"
    assert matches[1]["alerts"] == [
        {"recipient": "desk@newsroom.example", "state": "raised", "sent_at": None, "error": ""}
    ]


def test_near_misses_are_listed_with_an_option(storywake: Storywake, trail: Path) -> None:
    assert len(json.loads(storywake("matches", "--json").out)) == 2
    verdicts = [one["verdict"] for one in json.loads(storywake("matches", "--near", "--json").out)]
    assert verdicts == ["near miss", "follow-up", "follow-up"]


def test_a_seed_without_matches_gives_an_empty_list(storywake: Storywake, trail: Path) -> None:
    ended = storywake("matches", "other-story", "--json")
    assert (ended.code, json.loads(ended.out)) == (0, [])


@pytest.mark.parametrize("command", [["matches"], ["export"]])
def test_an_unknown_seed_is_one_line_with_a_suggestion(storywake: Storywake, trail: Path, command: list[str]) -> None:
    ended = storywake(*command, "mineral-deal")
    assert (ended.code, ended.out) == (2, "")
    assert ended.err == "storywake: no stored seed is called 'mineral-deal'; did you mean 'minerals-deal'?\n"


def test_a_development_has_two_lines_without_control_characters(storywake: Storywake, trail: Path) -> None:
    lines = storywake("matches").out.splitlines()
    assert len(lines) == 4
    assert lines[0].startswith("2025-03-03 14:00  ")
    assert "[bold]Deal[/bold] <script>" in lines[0]
    assert lines[3] == "  story-1 · 0.71 · Riverside Herald · waits for mail · Volodymyr Zelenskyy; minerals deal"
    assert all(character.isprintable() for line in lines for character in line)


def test_reports_of_one_event_are_listed_together_newest_first() -> None:
    newer = replace(make_stored(3), development=7, standing=Standing.REPEATS)
    opens = replace(make_stored(2, title="It begins"), development=7, standing=Standing.OPENS)
    listed = list_developments([newer, opens, make_stored(1)])
    assert [[one.id for one in group.reports] for group in listed] == [[3, 2], [1]]
    first, second = lines_of(listed[0], with_seed=True, with_verdict=False)
    assert first == "2025-03-03 14:00  It begins"
    assert second.startswith("  d7 · minerals-deal · 0.71 · 2 reports, Riverside Herald · mailed 2025-03-03 · ")


def test_at_a_terminal_lines_fit_its_width() -> None:
    (group,) = list_developments([make_stored(1, title="A long headline in 漢字 " * 20)])
    first, second = lines_of(group, 80, with_seed=True, with_verdict=True)
    assert first.endswith("…")
    assert max(cell_len(first), cell_len(second)) <= 80


def test_since_and_limit_leave_out_earlier_ones_and_say_so(storywake: Storywake, trail: Path) -> None:
    ended = storywake("matches", "--limit", "1")
    assert len(ended.out.splitlines()) == 2
    assert only_line(ended) == "1 earlier development not shown: raise --limit to see them."
    assert len(json.loads(storywake("matches", "--json", "--limit", "1").out)) == 1
    assert len(storywake("matches", "--since", "2025-03-03").out.splitlines()) == 4
    assert storywake("matches", "--since", "2025-03-04").out == ""
    wrong = storywake("matches", "--since", "yesterday")
    assert (wrong.code, "expected a date such as 2025-03-01" in only_line(wrong)) == (2, True)


def test_nothing_found_says_among_how_many_since_when_and_what_came_nearest(storywake: Storywake, trail: Path) -> None:
    ended = storywake("matches", "other-story")
    assert (ended.code, ended.out) == (0, "")
    assert "No follow-ups among 3 articles read since 2025-03-03." in ended.err
    assert "Nothing came near." in ended.err
    with open_store(f"sqlite:///{trail}/var/storywake.db") as store:
        for one in store.matches("minerals-deal"):
            store.record_answer(one.id, Answer.NO, NOON)
    ended = storywake("matches", "minerals-deal")
    assert (ended.code, ended.out) == (0, "")
    assert "Nearest: 0.71 Story 3 (Riverside Herald); the actor leads in the text" in ended.err


def test_without_stored_matches_a_hint_is_printed(storywake: Storywake) -> None:
    ended = storywake("matches")
    assert (ended.code, ended.out) == (0, "")
    assert "storywake run" in ended.err
    assert json.loads(storywake("matches", "--json").out) == []


def test_failing_feeds_are_listed_first_with_their_error(storywake: Storywake, trail: Path) -> None:
    _, first, second = storywake("feeds").out.splitlines()
    assert first.startswith("failing (1)")
    assert "connection refused" in first
    assert second.startswith("well")
    feeds = json.loads(storywake("feeds", "--json").out)
    assert [(one["url"], one["failures"], one["entries"]) for one in feeds] == [
        ("https://down.example/feed", 1, 0),
        ("https://news.example/feed", 0, 3),
    ]


@pytest.mark.parametrize("form", ["json", "csv", "atom", "html"])
def test_an_export_to_a_file_is_reported_and_equals_the_one_to_stdout(
    storywake: Storywake, trail: Path, form: str
) -> None:
    ended = storywake("export", "minerals-deal", "--format", form, "--output", f"trail.{form}")
    assert (ended.code, ended.out) == (0, "")
    assert ended.err == f"trail.{form}: 2 follow-ups of minerals-deal\n"
    written = (trail / f"trail.{form}").read_text("utf-8")
    assert written == storywake("export", "minerals-deal", "--format", form).out.replace("\r\n", "\n")


def test_an_export_can_be_read_back(storywake: Storywake, trail: Path) -> None:
    for form in ("json", "csv", "atom"):
        storywake("export", "minerals-deal", "--format", form, "-o", f"trail.{form}")
    assert len(json.loads((trail / "trail.json").read_text("utf-8"))["matches"]) == 2
    assert len(list(csv.DictReader(io.StringIO((trail / "trail.csv").read_text("utf-8"))))) == 2
    assert len(ET.parse(trail / "trail.atom").getroot().findall("{http://www.w3.org/2005/Atom}entry")) == 2


@pytest.mark.parametrize("output", ["nowhere/trail.html", "var", "var/storywake.db/trail.html", "x" * 300, "/"])
def test_an_export_to_a_wrong_path_is_one_line_and_leaves_no_partial_file(
    storywake: Storywake, trail: Path, output: str
) -> None:
    ended = storywake("export", "minerals-deal", "--output", output)
    assert (ended.code, ended.out) == (2, "")
    assert only_line(ended).startswith(f"storywake: {output}: cannot be written: ")
    assert not list(trail.glob("**/*.part"))


def test_an_export_to_a_full_disk_is_a_failure(
    storywake: Storywake, trail: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fill(*_arguments: object, **_options: object) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Path, "write_text", fill)
    ended = storywake("export", "minerals-deal", "--output", "trail.html")
    assert (ended.code, only_line(ended)) == (1, "storywake: trail.html: cannot be written: No space left on device")


def test_an_invalid_database_file_is_one_line(storywake: Storywake, home: Path) -> None:
    (home / "var").mkdir()
    (home / "var/storywake.db").write_text("this is not a database, only a text that is long enough\n" * 200)
    ended = storywake("matches")
    assert (ended.code, ended.out) == (2, "")
    assert "storywake.db" in ended.err
    assert ended.err.count("\n") == 1


def test_a_password_in_the_database_url_is_never_shown(storywake: Storywake, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STORYWAKE_DATABASE_URL", "postgresql://ada:s3cret@127.0.0.1:1/news")
    ended = storywake("matches")
    assert ended.code == 2
    assert "127.0.0.1" in ended.err
    assert "s3cret" not in ended.err


@pytest.mark.parametrize("arguments", [["matches", "--json"], ["matches"], ["export", "minerals-deal"]])
def test_a_reader_that_closes_the_pipe_early_causes_no_error_message(trail: Path, arguments: list[str]) -> None:
    program = [sys.executable, "-c", "from cli.app import main; main()", *arguments]
    with subprocess.Popen(program, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=trail) as writing:
        assert writing.stdout is not None
        assert writing.stderr is not None
        writing.stdout.close()
        assert writing.stderr.read() == b""
        assert writing.wait(PATIENCE) == 141


def test_feeds_are_added_imported_and_exported(storywake: Storywake, web: Web, tmp_path: Path) -> None:
    web.pages["/feed"] = (
        b"<rss version='2.0'><channel><title>Courier</title><item><title>1</title></item></channel></rss>"
    )
    web.pages["/"] = b"<html><head><link rel='alternate' type='application/rss+xml' href='/feed'></head></html>"
    assert "Courier (1 entry now)" in storywake("feeds", "add", f"{web.base}/", "--folder", "local").out
    assert "already in" in storywake("feeds", "add", f"{web.base}/feed").out
    exported = tmp_path / "exported.opml"
    assert storywake("feeds", "export", exported).code == 0
    assert 'text="local"' in exported.read_text(encoding="utf-8")
    assert storywake("feeds", "export").out == exported.read_text(encoding="utf-8")
    assert "0 feeds added" in storywake("feeds", "import", exported).out
    missing = storywake("feeds", "import", "nothing.opml")
    assert (missing.code, "nothing.opml" in missing.err) == (2, True)
    refused = storywake("feeds", "add", f"{web.base}/nothing")
    assert (refused.code, "404" in refused.err) == (2, True)
