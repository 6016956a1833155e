"""Measured costs include child processes and memory, and the output of a process that fails is shown."""

from pathlib import Path
from urllib.request import urlopen

import pytest

from benchmarks.costs import run_python
from benchmarks.newsrooms import open_newsroom
from extractors import parse_feed, read_opml, read_page, read_seeds
from news import Entry

CHILD = """
import time
held = bytearray(60_000_000)
time.sleep(1.5)
while time.process_time() < 0.7:
    pass
"""
PARENT = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {CHILD!r}], check=True)"


def test_costs_include_those_of_child_processes(tmp_path: Path) -> None:
    cost = run_python(["-c", PARENT], {}, tmp_path, watched=True)
    assert cost.wall > 1.5
    assert 0.7 < cost.cpu < 10
    assert 60 < cost.memory < 300
    assert run_python(["-c", "pass"], {}, tmp_path).memory == 0.0


def test_the_output_of_a_failing_process_is_shown(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="no such thing"):
        run_python(["-c", "raise LookupError('no such thing')"], {}, tmp_path)


@pytest.mark.slow
def test_a_newsroom_has_the_requested_number_of_articles(tmp_path: Path) -> None:
    with open_newsroom(tmp_path, 100) as newsroom:
        listed: list[Entry] = []
        feeds, _ = read_opml(newsroom.settings.feeds_file)
        for feed in feeds:
            with urlopen(feed.url) as answer:  # on loopback
                listed += parse_feed(answer.read(), feed.url).entries
        with urlopen(listed[0].url) as answer:
            page = read_page(answer.read(), listed[0].url)
        seeds, wrong = read_seeds(newsroom.settings.seeds_dir)
    assert seeds
    assert not wrong
    assert len({entry.url for entry in listed}) == 100
    assert sum("/follow-" in entry.url for entry in listed) == 2
    assert page
    assert len(page.text) > 400
