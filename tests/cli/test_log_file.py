"""The log file."""

import logging
import os
import resource
import stat
from pathlib import Path

import pytest

from cli.log_file import logging_to_file


def test_the_log_is_readable_to_its_owner_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    before = os.umask(0)
    try:
        with logging_to_file(debug=False):
            logging.getLogger("storywake").error("a traceback with an address")
    finally:
        os.umask(before)
    modes = [stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "var", tmp_path / "var" / "storywake.log")]
    assert modes == [0o700, 0o600]


def test_a_full_disk_does_not_fail_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, before[1]))  # every write fails
    try:
        with logging_to_file(debug=False):
            logging.getLogger("storywake").error("no place for this")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert (tmp_path / "var" / "storywake.log").read_bytes() == b""
