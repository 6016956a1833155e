"""A pass whose sites are slow: what has been read is mailed first, and nothing is lost or counted twice."""

import threading
import time
from types import SimpleNamespace
from typing import Any

import pytest

from pipeline import host_time, read, rounds, stages
from tests.world import FOOTBALL

SLOW = 3


@pytest.fixture
def slow(world: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A feed with a follow-up, and a host whose pages each take longer than one host may take."""
    monkeypatch.setattr(host_time, "HOST_SECONDS", 0.2)
    host = world.web.url.replace("127.0.0.1", "localhost")  # the same server under another name
    for number in range(SLOW):
        world.web.page(f"/slow{number}.html", f"Cup report {number}", f"{FOOTBALL} Report number {number}.")
        world.web.delay(f"/slow{number}.html", threading.Event(), 0.3)
    links = [{"title": f"Cup report {n}", "link": f"{host}/slow{n}.html"} for n in range(SLOW)]
    world.web.feed("/slow.xml", links)
    world.follow(f"{host}/slow.xml")
    world.publish()
    return world


def test_a_slow_site_does_not_delay_the_mail_about_a_story_of_another(slow: Any) -> None:
    mailed, before = threading.Event(), list[bool]()

    class Mails(list[bytes]):
        def append(self, mail: bytes) -> None:
            super().append(mail)
            mailed.set()

    slow.letterbox.raw = Mails()
    # the host may already be reading its second page when the first proves slow, but not the third
    slow.web.delays["/slow2.html"] = threading.Event(), lambda: before.append(mailed.wait(20))
    report = slow.run()
    assert before == [True]
    assert (report.reading.entries, report.reading.articles, report.comparing.articles) == (
        SLOW + 2,
        SLOW + 2,
        SLOW + 2,
    )
    assert (report.delivering.sent, report.reading.put_off, report.left) == (1, (), {})
    assert len(report.follow_ups) == 1


def test_what_a_run_does_not_read_is_counted_and_read_by_the_next(slow: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rounds, "LEAST_SECONDS", 0.0)
    report = slow.run(changes={"monitor_interval": 1})
    assert report.delivering.sent == 1
    left = len(report.reading.put_off)
    assert report.left == {"entries waiting": left}
    assert 0 < left < SLOW
    (note,) = [note for note in report.notes if "not read yet" in note]
    assert note.endswith(f"reading takes long, and the next run continues it (localhost {left})")
    slow.web.delays.clear()
    report = slow.run()
    assert (report.reading.entries, report.reading.articles, report.left) == (left, left, {})


def test_entries_not_even_claimed_when_the_time_is_up_are_read_in_the_next_round(
    slow: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    passed = [0.0]  # seconds, of which a single slow page takes more than there are
    for module in (read, host_time):
        monkeypatch.setattr(module, "monotonic", lambda: passed[0])
    watch = SimpleNamespace(monotonic=lambda: passed[0], perf_counter=time.perf_counter)
    monkeypatch.setattr(stages, "time", watch)

    def take_long() -> None:
        passed[0] += 2 * host_time.STEP_SECONDS

    for number in range(SLOW):
        slow.web.delays[f"/slow{number}.html"] = threading.Event(), take_long
    changes = {"batch_size": 1, "fetch_workers": 1, "pass_limit": 100}
    monkeypatch.setattr(stages, "BATCHES_PER_WORKER", 1)  # one entry in each claim
    assert slow.run(changes=changes).reading.entries == SLOW + 2


def test_the_time_for_pages_begins_when_the_seeds_have_been_prepared(
    slow: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    needed, passed = [2 * host_time.STEP_SECONDS], [0.0]  # seconds on a slow machine; what is prepared is kept

    def prepare(_: object) -> None:
        passed.append(passed.pop() + (needed.pop() if needed else 0.0))

    for module in (read, host_time):
        monkeypatch.setattr(module, "monotonic", lambda: time.monotonic() + passed[0])
    monkeypatch.setattr(read, "watch_for_skimming", prepare)
    assert slow.run().reading.entries == SLOW + 2


def test_a_pass_that_reads_in_rounds_stops_at_its_limit(slow: Any) -> None:
    report = slow.run(changes={"pass_limit": SLOW + 1})
    assert report.reading.entries == SLOW + 1
    assert report.left == {"entries waiting": 1}


def test_progress_reaches_its_total_when_a_pass_reads_in_rounds(slow: Any) -> None:
    latest: dict[str, tuple[int, int]] = {}
    slow.run(progress=lambda stage, done, total: latest.update({stage: (done, total)}))
    assert all(done == total for done, total in latest.values())


def test_a_page_that_failed_is_not_tried_again_in_a_later_round(slow: Any) -> None:
    slow.web.answers["/cup.html"] = (503, "text/plain", b"busy")
    report = slow.run()
    assert report.reading.postponed == 1
    assert slow.web.requests.count("/cup.html") == 1
