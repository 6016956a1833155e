"""Read thousands of hostile inputs: each must give a result or one clear error, without using much processor time.

`python -m benchmarks.hostile_readings [--inputs 10000] [--seed N] [--json OUT]`, also `make fuzz`. The inputs are
mails, feeds, pages, seeds, lists of feeds and backups in equal parts, made by hypothesis
(benchmarks/hostile_documents.py), and are read as in a run: feeds and pages by the child processes, the others in this
one. Processor time includes the children's. Ends with 1 if anything but the expected error was raised, or an input took
more than two seconds of processor time; such inputs are kept in var/hostile/. Of a page, feed or seed that takes
longer the child process is ended before that, and a new one needs some seconds to start, which these three may take in
addition.
"""

import argparse
import gzip
import io
import json
import logging
import os
import resource
import shutil
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import hypothesis
from rich.console import Console
from rich.table import Table

from alerts import Reply, Signing, find_instructions, read_reply, sign
from benchmarks.arguments import output_file, whole_number
from benchmarks.faults import raise_alerts
from benchmarks.hostile_documents import KINDS, documents
from benchmarks.loopback import as_opml, as_rss
from benchmarks.weeks import make_week, write_seed
from extractors import (
    FeedError,
    OpmlError,
    ReadingError,
    SeedFileError,
    parse_feed_apart,
    read_opml,
    read_page_apart,
    read_seed,
    skim_pages_apart,
)
from storage import Sealed, StoreError, back_up, open_store, restore

_START = 4.0  # seconds that a new process for reading takes at most
MOST_SECONDS = dict.fromkeys(KINDS, 2.0) | dict.fromkeys(("pages", "feeds", "seeds"), 2.0 + _START)
KEPT = Path("var/hostile")
_NOW = datetime(2025, 3, 5, tzinfo=UTC)
_SIGNING = Signing(b"key", "answers@example.org", "https://alerts.example.org")
_MAILS = tuple(
    f"""From: Ann <ann@example.org>
To: answers+{sign("0" * 24, _SIGNING)}@example.org
In-Reply-To: <{sign("0" * 24, _SIGNING)}@example.org>
Subject: Re: Ferry strike
Message-ID: <1@example.org>
{text}
""".replace("\n", "\r\n").encode()
    for text in (
        "\nno d1\n\nOn Monday storywake wrote:\n> Ferry strike\n> no",
        (
            "Content-Type: multipart/alternative; boundary=x\n\n--x\nContent-Type: text/plain\n\nmute 3 days\n--x\n"
            "Content-Type: text/html\n\n<div>mute 3 days</div><blockquote>Ferry strike</blockquote>\n--x--"
        ),
        (
            "Content-Type: multipart/report; report-type=delivery-status; boundary=x\n\n--x\n\nfailed\n--x\n"
            "Content-Type: message/delivery-status\n\nFinal-Recipient: rfc822; ann@example.org\nStatus: 5.1.1\n--x--"
        ),
    )
)
_JSON_FEED = b'{"version": "https://jsonfeed.org/version/1.1", "items": [{"id": "1", "url": "https://news.example/1"}]}'
_EXPECTED = (FeedError, ReadingError, SeedFileError, OpmlError, StoreError)


@dataclass(slots=True)
class Findings:
    """What came of the inputs of one kind. `slowest`: processor seconds."""

    read: int = 0
    refused: int = 0
    slowest: float = 0.0
    errors: list[str] = field(default_factory=list)

    @property
    def total(self) -> int:
        """All inputs."""
        return self.read + self.refused + len(self.errors)


@dataclass(frozen=True)
class Subject:
    """A kind of input: valid ones, and how a hostile one is read."""

    valid: Sequence[bytes]
    read: Callable[[bytes], object]


def main() -> int:
    """Read them and print the counts. Returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--inputs", type=whole_number(len(KINDS)), default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", type=output_file)
    args = parser.parse_args()
    logging.disable(logging.ERROR)
    table = Table("kind", "inputs", "read", "refused", "exceptions", "slowest, seconds of processor time")
    figures: dict[str, dict[str, Any]] = {}
    for kind in KINDS:
        found = read_hostile(kind, -(-args.inputs // len(KINDS)), args.seed, kept=KEPT)
        figures[kind] = {name: getattr(found, name) for name in ("read", "refused", "errors", "slowest")}
        sys.stderr.write(
            f"{kind}: {found.total} inputs, {len(found.errors)} exceptions, slowest {found.slowest:.2f} s\n"
        )
        row = (found.total, found.read, found.refused, len(found.errors), f"{found.slowest:.2f}")
        table.add_row(kind, *map(str, row))
        for line in dict.fromkeys(found.errors):
            sys.stderr.write(f"{kind}: {line}\n")
    Console(width=100).print(table)
    if args.json:
        args.json.write_text(json.dumps(figures, indent=2), "utf-8")
    return int(any(found["errors"] or found["slowest"] > MOST_SECONDS[kind] for kind, found in figures.items()))


def read_hostile(kind: str, inputs: int, seed: int = 1, kept: Path | None = None) -> Findings:
    """Read so many hostile inputs of a kind; the same seed gives the same inputs. Bad ones are kept in a folder."""
    findings = Findings()
    with _subjects() as subjects:
        subject = subjects[kind]
        for body in subject.valid:
            subject.read(body)  # none may be refused, and the processes that read start

        @hypothesis.seed(seed)
        @hypothesis.settings(
            max_examples=inputs,
            database=None,
            deadline=None,
            phases=[hypothesis.Phase.generate],
            suppress_health_check=list(hypothesis.HealthCheck),
        )
        @hypothesis.given(documents(kind, subject.valid))
        def read_one(body: bytes) -> None:
            _read(subject, body, findings, MOST_SECONDS[kind], kept / kind if kept else None)

        read_one()
    return findings


def _read(subject: Subject, body: bytes, findings: Findings, most: float, kept: Path | None) -> None:
    began, before = processor_seconds(), len(findings.errors)
    try:
        subject.read(body)
        findings.read += 1
    except _EXPECTED:
        findings.refused += 1
    except Exception as error:  # noqa: BLE001
        place = traceback.extract_tb(error.__traceback__)[-1]
        findings.errors.append(f"{type(error).__name__}: {str(error)[:120]} ({place.filename}:{place.lineno})")
    took = processor_seconds() - began
    findings.slowest = max(findings.slowest, took)
    if kept and (took > most or len(findings.errors) > before):
        kept.mkdir(parents=True, exist_ok=True)
        (kept / f"{took:.1f}s-{sha256(body).hexdigest()[:12]}").write_bytes(body)


def processor_seconds() -> float:
    """The processor time of this process and its children, those that have ended included."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + ended.ru_utime + ended.ru_stime + sum(map(_seconds_of, _children()))


def _children() -> list[str]:
    found: list[str] = []
    for path in Path("/proc/self/task").glob("*/children"):  # each thread has its own: the readers' is not the main one
        with suppress(OSError):
            found += path.read_text("ascii").split()
    return found


def _seconds_of(process: str) -> float:
    with suppress(OSError):
        user, system = Path(f"/proc/{process}/stat").read_text("utf-8").rpartition(")")[2].split()[11:13]
        return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")
    return 0.0


@contextmanager
def _subjects() -> Iterator[Mapping[str, Subject]]:
    casts, stories = make_week(_NOW)
    links = [(one.title, f"https://news.example{one.path}", "Wed, 05 Mar 2025 10:00:00 +0000") for one in stories[:60]]
    page = f"<html><body><article><h1>{stories[0].title}</h1><p>{stories[0].text * 4}</p></article></body></html>"
    seed = write_seed(casts[0], _NOW, "ann@example.org").encode()
    opml = as_opml([link for _, link, _ in links]).encode()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        story, feeds = folder / "story.md", folder / "feeds.opml"
        backup = _make_backup(folder)
        yield {
            "mails": Subject(_MAILS, _read_mail),
            "feeds": Subject([as_rss("Outlet", links), _JSON_FEED], _read_feed),
            "pages": Subject([page.encode()], _read_page),
            "seeds": Subject([seed], lambda body: read_seed(_written(story, body))),
            "lists of feeds": Subject([opml], lambda body: read_opml(_written(feeds, body))),
            "backups": Subject([backup], lambda body: _restore(folder, body)),
        }


def _read_mail(body: bytes) -> None:
    found = read_reply(body, _SIGNING)
    if isinstance(found, Reply):
        find_instructions(found, _MAILS[0])


def _read_feed(body: bytes) -> None:
    parse_feed_apart(body, "https://news.example/feed")


def _read_page(body: bytes) -> None:
    url = "https://news.example/page.html"
    skim_pages_apart([(body, url, "text/html")])
    read_page_apart(body, url, "text/html")


def _restore(folder: Path, body: bytes) -> None:
    """Restore a backup with this content, once as it is and once with a valid checksum, into an empty database."""
    packed = io.BytesIO()
    sealed = Sealed(packed)
    sealed.write(gzip.compress(body, 1, mtime=0))
    sealed.seal()
    database, file = folder / "restored.db", folder / "storywake.jsonl.gz"
    shutil.copy(folder / "empty.db", database)
    with suppress(StoreError):
        restore(f"sqlite:///{database}", _written(file, body))
    restore(f"sqlite:///{database}", _written(file, packed.getvalue()))


def _make_backup(folder: Path) -> bytes:
    """The content of a backup of a database with something in it; also makes the empty database to restore to."""
    open_store(f"sqlite:///{folder}/empty.db").close()
    with closing(open_store(f"sqlite:///{folder}/full.db")) as store:
        raise_alerts(store, 200)
    file = folder / "storywake.jsonl.gz"
    back_up(f"sqlite:///{folder}/full.db", file, _NOW)
    return b"".join(gzip.decompress(file.read_bytes()).splitlines(keepends=True)[:-1])  # without its seal


def _written(path: Path, body: bytes) -> Path:
    path.write_bytes(body)
    return path


if __name__ == "__main__":
    sys.exit(main())
