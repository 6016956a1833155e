"""Three workers on one PostgreSQL database share the work, and nothing is done twice."""

import json
import os
import subprocess
import sys
import threading
from collections import Counter
from typing import Any

import pytest

from pipeline import MonitorOptions, open_runtime, run_pass, utc_now
from tests.patience import PATIENCE

PAGES = 36
COMMAND = [sys.executable, "-c", "from cli.app import main; main()", "run", "--due-only", "--json"]


@pytest.mark.slow
def test_three_workers_share_a_pass_without_duplicates(world: Any, empty_postgres: str) -> None:
    world.publish()
    for feed in range(6):
        entries = []
        for number in range(feed, PAGES, 6):
            path, title = f"/{number}.html", f"Home side wins the cup, part {number}"
            world.web.page(path, title, f"The home side won match {number} of the season. " * 30)
            world.web.delay(path, threading.Event(), seconds=0.3)
            entries.append({"title": title, "link": path})
        world.web.feed(f"/feed{feed}.xml", entries)
        world.follow(f"/feed{feed}.xml")
    environment = os.environ | world.variables() | {"STORYWAKE_DATABASE_URL": empty_postgres}
    environment |= {"STORYWAKE_BATCH_SIZE": "3", "STORYWAKE_UI_PORT": "9", "STORYWAKE_FETCH_WORKERS": "1"}
    with open_runtime(world.settings(database_url=empty_postgres, pass_limit=1)) as runtime:
        run_pass(runtime, MonitorOptions(deliver=False), clock=utc_now)  # polls, and leaves almost everything else
        runs = [subprocess.Popen(COMMAND, env=environment, stdout=subprocess.PIPE) for _ in range(3)]
        reports = [json.loads(run.communicate(timeout=PATIENCE)[0]) for run in runs]
        assert [run.returncode for run in runs] == [0, 0, 0]
        counts, totals = runtime.store.counts(), runtime.store.totals()
    assert (counts["articles"], counts["articles waiting"], counts["follow-ups"]) == (PAGES + 2, 0, 1)
    assert totals["articles compared"] == totals["articles extracted"] == PAGES + 2
    assert totals["passes done"] == 4
    assert sum(report["reading"]["articles"] > 0 for report in reports) == 3, "they did not share the work"
    fetched = Counter(path for path in world.web.requests if path.endswith((".html", ".xml")))
    assert set(fetched.values()) == {1}
    assert len(world.letterbox.mails) == 1
