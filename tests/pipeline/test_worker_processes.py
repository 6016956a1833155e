"""Processes spawned for a pass do not import its main module."""

import os
import subprocess
import sys
from pathlib import Path

from tests.patience import PATIENCE

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = """
import multiprocessing, sys
from concurrent.futures import ProcessPoolExecutor
from pipeline.worker_processes import without_main

print("loaded", flush=True)
OURS = "restored"
if __name__ == "__main__":
    with without_main(), without_main(), ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        print(pool.submit(abs, -3).result(), flush=True)
    print(sys.modules["__main__"].OURS)
"""


def test_a_spawned_process_does_not_import_the_main_module(tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text(PROGRAM, "utf-8")
    command, environment = [sys.executable, str(program)], {**os.environ, "PYTHONPATH": str(ROOT)}
    ended = subprocess.run(command, env=environment, capture_output=True, text=True, check=True, timeout=PATIENCE)
    assert ended.stdout.split("\n") == ["loaded", "3", "restored", ""]
