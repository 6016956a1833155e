"""A run killed at any step of delivery: the next one ends what it began, and only one point can double a mail."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from flows import MonitorOptions

STEPS = ("address_alerts", "story_so_far", "save_delivery", "claim_deliveries", "send", "mark_sent")
DOUBLES = {("send", "after"), ("mark_sent", "before")}  # the server has the mail, and we have not noted it
CHILD = """
import os, signal, sys
from datetime import datetime
from alerts import Mailer
from flows import load_settings, open_runtime
from flows.delivering import deliver
from storage import Store

step, when, now = sys.argv[1:]
room = Mailer if step == "send" else Store
whole = getattr(room, step)

def broken(self, *args, **kwargs):
    if when == "before":
        os.kill(os.getpid(), signal.SIGKILL)
    whole(self, *args, **kwargs)
    os.kill(os.getpid(), signal.SIGKILL)

setattr(room, step, broken)
with open_runtime(load_settings()) as runtime:
    deliver(runtime, (), datetime.fromisoformat(now))
"""


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("step", STEPS)
def test_a_delivery_killed_anywhere_is_ended_by_the_next_run(world: Any, step: str, when: str) -> None:
    world.publish()
    assert world.run(MonitorOptions(deliver=False)).comparing.follow_ups == 1
    environment = {**os.environ, **world.variables(), "PYTHONPATH": str(Path(__file__).parents[2])}
    child = [sys.executable, "-c", CHILD, step, when, world.now.isoformat()]
    ended = subprocess.run(child, env=environment, cwd=world.folder, timeout=60, check=False)
    assert ended.returncode == -signal.SIGKILL
    world.later(hours=1)
    world.run()
    world.later(hours=1)
    world.run()
    names = [mail["Message-ID"] for mail in world.letterbox.mails]
    assert len(set(names)) == 1
    assert len(names) == (2 if (step, when) in DOUBLES else 1)
