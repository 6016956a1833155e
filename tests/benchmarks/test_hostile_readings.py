"""Hostile inputs give a result or one expected error: five hundred of all kinds, for exceptions alone."""

import sys

import pytest

from benchmarks import hostile_readings
from benchmarks.hostile_documents import KINDS
from benchmarks.hostile_readings import Findings, Subject, read_hostile

EACH = {"mails": 120, "seeds": 100, "lists of feeds": 100, "backups": 80, "pages": 60, "feeds": 40}


def test_all_kinds_are_tried() -> None:
    assert EACH.keys() == set(KINDS)
    assert sum(EACH.values()) == 500


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_a_hostile_input_raises_no_unexpected_error(kind: str) -> None:
    found = read_hostile(kind, EACH[kind])
    assert found.errors == []
    assert found.total == found.read + found.refused >= EACH[kind] - 1
    assert found.read


def test_an_unexpected_error_and_a_long_reading_are_noticed() -> None:
    def fail(body: bytes) -> None:
        sum(range(len(body) * 3_000_000))
        raise KeyError(body)

    findings = Findings()
    hostile_readings._read(Subject([], fail), b"abc", findings, 2.0, None)
    assert findings.errors[0].startswith("KeyError: b'abc'")
    assert findings.slowest > 0.05


@pytest.mark.skipif(sys.platform != "linux", reason="the times of other processes are read from /proc")
def test_the_processor_time_of_the_children_counts() -> None:
    found = read_hostile("pages", 5)
    assert found.slowest > 0
