"""The log file."""

import logging
import os
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
