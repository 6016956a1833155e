"""A run killed at any point: the next run completes its work, and only at one point a mail can be sent twice."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from pipeline import MonitorOptions, open_runtime
from tests.patience import PATIENCE

STEPS = ("address_alerts", "story_so_far", "save_delivery", "claim_deliveries", "begin_sending", "send", "mark_sent")
# before one of them is the same point as after the previous one
POINTS = [*((step, "before") for step in STEPS), ("mark_sent", "after")]
DOUBLE = ("mark_sent", "before")  # the server has accepted the mail, but it is not marked as sent
# the writes of a pass before it delivers, in order; before one of them is the same point as after the previous one
WRITES = (
    pytest.param("save_seeds", marks=pytest.mark.slow),
    pytest.param("claim_due_feeds", marks=pytest.mark.slow),
    "record_poll",
    pytest.param("claim_entries", marks=pytest.mark.slow),
    "save_article",
    pytest.param("note_archive", marks=pytest.mark.slow),
    pytest.param("claim_articles", marks=pytest.mark.slow),
    "record_comparison",
    pytest.param("take_lease", marks=pytest.mark.slow),  # for the re-evaluation of near misses
    "save_groups",
)
CHILD = """
import os, signal, sys
from datetime import datetime
from alerts import Mailer
from pipeline import load_settings, open_runtime, run_pass
from pipeline.deliver import send_mail
from storage import Store

stage, step, when, now = sys.argv[1:]
now = datetime.fromisoformat(now)
owner = Mailer if step == "send" else Store
original = getattr(owner, step)

def broken(self, *args, **kwargs):
    if when == "before":
        os.kill(os.getpid(), signal.SIGKILL)
    original(self, *args, **kwargs)
    os.kill(os.getpid(), signal.SIGKILL)

setattr(owner, step, broken)
with open_runtime(load_settings()) as runtime:
    if stage == "deliver":
        send_mail(runtime, (), now)
    else:
        run_pass(runtime, clock=lambda: now)
"""


def run_killed(world: Any, stage: str, step: str, when: str) -> None:
    environment = {**os.environ, **world.variables(), "PYTHONPATH": str(Path(__file__).parents[2])}
    child = [sys.executable, "-c", CHILD, stage, step, when, world.now.isoformat()]
    ended = subprocess.run(child, env=environment, cwd=world.folder, timeout=PATIENCE, check=False)
    assert ended.returncode == -signal.SIGKILL


@pytest.mark.parametrize(("step", "when"), POINTS)
def test_the_next_run_completes_a_delivery_killed_at_any_point(world: Any, step: str, when: str) -> None:
    world.publish()
    assert world.run(MonitorOptions(deliver=False)).comparing.follow_ups == 1
    run_killed(world, "deliver", step, when)
    world.later(hours=1)
    world.run()
    world.later(hours=1)
    world.run()
    names = [mail["Message-ID"] for mail in world.letterbox.mails]
    assert len(set(names)) == 1
    assert len(names) == (2 if (step, when) == DOUBLE else 1)


@pytest.mark.parametrize("step", WRITES)
def test_the_next_scheduled_pass_completes_one_killed_at_any_point(world: Any, step: str) -> None:
    world.publish()
    if step == "note_archive":  # only a seed that is compared with the archive gets there
        world.run(MonitorOptions(deliver=False))
        world.seed("treaty", (world.folder / "seeds" / "treaty.md").read_text("utf-8") + "\nMore of it.\n")
    run_killed(world, "pass", step, "after")
    world.later(minutes=15)
    report = world.run()
    assert not report.failures
    assert not report.left
    with open_runtime(world.settings()) as runtime:
        counts = runtime.store.counts()
        assert runtime.store.ungrouped_seeds() == []
    kept = ("entries", "articles", "follow-ups", "developments", "alerts", "alerts sent")
    assert [counts[name] for name in kept] == [2, 2, 1, 1, 1, 1]
    assert len(world.letterbox.mails) == 1
