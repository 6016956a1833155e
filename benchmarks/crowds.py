"""Poll thousands of feeds, some of them dead, slow or hostile, and see how late the good ones' stories are mailed.

`python -m benchmarks.crowds [--feeds 2000] [--bad 200] [--runs 2] [--json OUT]`. Each feed is on a host of its own,
127.x.y.z. The bad ones are dead, slow and hostile in equal parts. The runs are made one after the other, as by
`storywake run`, after one that reads a hundred articles; before each, every good site publishes a story, and some of
these continue one of sixty seeds. Exits with 1 if such a story is mailed more than a minute after the last byte of its
page was sent, is not mailed, or is mailed twice, or if a process of a run needs 450 MB or more.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import psutil  # type: ignore[import-untyped]
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from rich.console import Console
from rich.table import Table

from benchmarks.arguments import output_file, whole_number
from benchmarks.costs import family_of, memory_of, watching
from benchmarks.crowd_sites import Crowd
from benchmarks.growth import read_texts
from benchmarks.loopback import as_opml, settings_for
from benchmarks.newsrooms import write_page
from benchmarks.weeks import SEEDS, SPAN, STORIES, make_week, write_seed
from pipeline import Settings
from service import find_port, settings_environment

LATEST = 60.0  # seconds from the last byte of a page until the mail server accepts the mail
MOST_MEMORY = 450.0  # MB of one process, resident
_FIRST = 120  # articles of the run that prepares the others
_RUN = """
import json
from pipeline import load_settings, open_runtime, run_pass
with open_runtime(load_settings()) as runtime:
    report = run_pass(runtime)
polling = report.polling
print(json.dumps({
    "seconds": {name: round(seconds) for name, seconds in report.seconds.items()},
    "feeds polled": polling.polled, "of them failed": len(polling.errors), "new entries": polling.new_entries,
    "entries read": report.reading.entries, "left for the next run": len(report.reading.put_off),
    "errors of this machine": [*polling.undone.values(), *report.reading.undone.values()][:5],
    "failures": report.failures[:5],
}))
"""


class Letterbox:
    """A mail server; `accepted`: the times at which it accepted a link to a page, by the page's URL."""

    def __init__(self) -> None:
        self.accepted: dict[str, list[float]] = defaultdict(list)
        port = find_port("127.0.0.1", 0)
        self._controller = Controller(self, hostname="127.0.0.1", port=port, ready_timeout=20)
        self._controller.start()
        self.url = f"smtp://127.0.0.1:{port}"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Accept the message, and note when."""
        message = message_from_bytes(envelope.original_content or b"", policy=policy.default)
        text = message.get_body(("plain",))
        for line in str(text.get_content() if text else "").splitlines():
            if line.startswith("http://127.") and line.strip().endswith(".html"):
                self.accepted[line.strip()].append(time.monotonic())
        return "250 OK"

    def close(self) -> None:
        """Stop it."""
        self._controller.stop()


@dataclass(slots=True)
class Memory:
    """The most memory that a run's own process, one of its readers, and all together have had; in MB."""

    own: float = 0.0
    reader: float = 0.0
    together: float = 0.0

    def look(self, pid: int) -> None:
        """Measure it now: resident sizes, and together the proportional ones, which count shared pages once."""
        command = list[str]()
        for process in family_of(pid):
            with suppress(psutil.Error):
                size = process.memory_info().rss / 1e6
                if process.pid == pid:
                    self.own, command = max(self.own, size), process.cmdline()
                elif process.cmdline() != command:  # a child that has not begun its program yet is its parent's copy
                    self.reader = max(self.reader, size)
        self.together = max(self.together, memory_of(pid))


def main() -> int:
    """Measure, and print the figures. Returns the exit code: 1 if a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--feeds", type=whole_number(60), default=2000)
    parser.add_argument("--bad", type=whole_number(0), default=200)
    parser.add_argument("--runs", type=whole_number(1, 20), default=2)
    parser.add_argument("--json", type=output_file)
    args = parser.parse_args()
    if args.bad > args.feeds // 2:
        parser.error("at most half of the feeds can be bad")
    if args.feeds * args.runs > STORIES - SEEDS - _FIRST:
        parser.error(f"there are only {STORIES:,} stories, and each run needs one for each feed")
    figures, missed = measure(args.feeds, args.bad, args.runs)
    table = Table(title=f"{args.feeds} feeds, {args.bad} of them bad", show_header=False)
    for name, value in figures.items():
        table.add_row(name, str(value))
    Console(width=110).print(table)
    for line in missed:
        sys.stderr.write(f"missed: {line}\n")
    if args.json:
        command = f"python -m benchmarks.crowds {' '.join(sys.argv[1:])}"
        args.json.write_text(json.dumps({"command": command, **figures, "missed": missed}, indent=2), "utf-8")
    return 1 if missed else 0


class Measuring:
    """The runs of an installation in a folder, and what is known of them."""

    def __init__(self, folder: Path, crowd: Crowd, letterbox: Letterbox) -> None:
        self._folder, self._crowd, self._letterbox = folder, crowd, letterbox
        now = datetime.now(UTC)
        casts, self._stories = make_week(now - SPAN)
        self._others = [story for story in self._stories if story.seed < 0]
        self._filling = read_texts(None)
        self.owed: set[str] = set()
        self.memory = Memory()
        (folder / "seeds").mkdir()
        for number, cast in enumerate(casts):
            text = write_seed(cast, now - SPAN - timedelta(days=1), f"reader{number}@example.org")
            (folder / "seeds" / f"seed-{number}.md").write_text(text, "utf-8")

    def prepare(self) -> None:
        """Make a run with a part of the good feeds, then list all feeds.

        In it the seeds get their profiles, and so many articles are compared that pages are skimmed from then on.
        """
        sites = self._crowd.good[:_FIRST]
        for number in range(_FIRST):
            story = self._others.pop()
            page = write_page(story, self._filling[number % len(self._filling)])
            sites[number % len(sites)].stories.append((story, page))
        listed = self._folder / "seeds" / "feeds.opml"
        listed.write_text(as_opml([self._crowd.url_of(site, "/feed.xml") for site in sites]), "utf-8")
        self.run(())
        self.memory = Memory()
        listed.write_text(as_opml(self._crowd.feeds()), "utf-8")

    def publish(self, number: int, runs: int) -> set[str]:
        """Publish a story at each good site, before run `number`; returns the addresses of the follow-ups among them.

        The follow-ups are at sites spread evenly over all.
        """
        follow_ups = [story for story in self._stories if story.seed >= 0 and story.seed % runs == number]
        good, published = self._crowd.good, set()
        every = max(1, len(good) // len(follow_ups))
        for at, site in enumerate(good):
            place, is_other = divmod(at, every)
            if is_other or place >= len(follow_ups):
                story = self._others.pop()
            else:
                story = follow_ups[place]
                published.add(self._crowd.url_of(site, story.path))
            site.stories.insert(0, (story, write_page(story, self._filling[at % len(self._filling)])))
        self.owed |= published
        return published

    def run(self, published: Collection[str]) -> dict[str, Any]:
        """Make a run in a process of its own; returns its figures."""
        began = time.monotonic()
        given = settings_environment(self._settings())
        own = {name: value for name, value in os.environ.items() if not name.startswith(("STORYWAKE_", "PREFECT_"))}
        process = subprocess.Popen(  # noqa: S603
            [sys.executable, "-c", _RUN], stdout=subprocess.PIPE, cwd=self._folder, env={**own, **given}, text=True
        )
        with process, watching(lambda: self.memory.look(process.pid)):
            output, _ = process.communicate()
        if process.returncode:
            raise SystemExit(f"the run ended with {process.returncode}: {output}")
        accepted = self._letterbox.accepted
        mailed = sorted(accepted[url][0] - began for url in published if url in accepted)
        times = {"seconds": round(time.monotonic() - began), "first and last mail after": _ends(mailed)}
        return times | {"report": json.loads(output.splitlines()[-1])}

    def _settings(self) -> Settings:
        usual = {"smtp_url": self._letterbox.url, "mail_from": "storywake@example.org"}
        return settings_for(self._folder, host_delay=Settings.model_fields["host_delay"].default, **usual)

    def delays(self) -> list[float]:
        """The seconds from the last byte of each follow-up's page until its mail was accepted, the shortest first."""
        accepted = self._letterbox.accepted
        return sorted(accepted[url][0] - self._crowd.read_at[url] for url in self.owed if url in accepted)


def measure(feeds: int, bad: int, runs: int) -> tuple[dict[str, Any], list[str]]:
    """Make so many runs; returns the figures by name, and one line for each goal that is missed."""
    figures: dict[str, Any] = {}
    with (
        closing(Crowd(feeds - bad, bad)) as crowd,
        closing(Letterbox()) as letterbox,
        tempfile.TemporaryDirectory() as name,
    ):
        measuring = Measuring(Path(name), crowd, letterbox)
        measuring.prepare()
        for number in range(runs):
            figures[f"run {number + 1}"] = measuring.run(measuring.publish(number, runs))
        times = Counter({url: len(found) for url, found in letterbox.accepted.items()})
        delays, owed, memory = measuring.delays(), measuring.owed, measuring.memory
    figures |= {
        "follow-ups of good feeds": len(owed),
        "mailed": len(owed & times.keys()),
        "mailed more than once": sum(number > 1 for number in times.values()),
        "mailed but not planted": len(times.keys() - owed),
        "seconds from a page's last byte to the mail: median, longest": _ends(delays[len(delays) // 2 :]),
        "MB resident: the run itself, a reader": f"{memory.own:.0f}, {memory.reader:.0f}",
        "MB of all processes of a run": round(memory.together),
    }
    goals = {
        f"a follow-up was mailed more than {LATEST:g} seconds after its page was read": not delays
        or delays[-1] <= LATEST,
        "a follow-up was not mailed, or more than once": times == Counter(owed),
        f"a process needed {MOST_MEMORY:g} MB or more": max(memory.own, memory.reader) < MOST_MEMORY,
    }
    return figures, [line for line, holds in goals.items() if not holds]


def _ends(seconds: Sequence[float]) -> list[float]:
    return [round(one, 1) for one in (*seconds[:1], *seconds[-1:])]


if __name__ == "__main__":
    sys.exit(main())
