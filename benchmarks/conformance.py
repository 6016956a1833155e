"""Compare our reading of feeds with feedparser's, file by file; broken files must give entries or one clear error.

The reference is feedparser itself, with the URL stated in each file. Two of its habits are not followed: it resolves
every GUID as a URL (so identities are compared with its reading without a URL), and it leaves markup in titles, of
which only the text is compared.
"""

import calendar
import html
import io
import re
import warnings
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import feedparser
from lxml import html as lxml_html  # type: ignore[import-untyped]
from rich.progress import track

from benchmarks.corpora import read_lines
from benchmarks.recordings import unpack
from extractors import FeedError, parse_feed
from news import Entry

_SUITES = ("wellformed", "illformed", "encoding")
_HEADER = re.compile(rb"^Header:\s*([\w-]+):\s*(.*?)\r?$", re.MULTILINE)
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
Stated = tuple[str, str, str, datetime | None]


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome for a file: "equal", "different", "error" (one clear line) or "exception", and the difference."""

    file: str
    outcome: str
    detail: str = ""


def check_suites(data: Path) -> dict[str, Any]:
    """The figures for feedparser's own test suites, and the files that are read differently."""
    listing = data / "feeds.jsonl"
    every = [row["path"] for row in read_lines(listing)] if listing.is_file() else []
    rows = [path for path in every if path.startswith("feedparser/tests/")]
    figures: dict[str, Any] = {}
    differing: list[str] = []
    for suite in _SUITES:
        paths = [path for path in rows if path.startswith(f"feedparser/tests/{suite}")]
        verdicts = [check_file(data / "feeds" / path, path) for path in track(paths, suite)]
        outcomes = Counter(verdict.outcome for verdict in verdicts)
        figures[f"feedparser's {suite} files: equal"] = f"{outcomes['equal']} of {len(paths)}"
        figures[f"feedparser's {suite} files: one clear error, exceptions"] = [outcomes["error"], outcomes["exception"]]
        wrong = [one for one in verdicts if one.outcome in {"different", "exception"}]
        differing += [f"{one.file.rpartition('tests/')[2]}: {one.detail}" for one in wrong]
    return {**figures, "files that differ": differing}


def check_file(path: Path, name: str) -> Verdict:
    """Read one file with both parsers."""
    body = unpack(path)
    headers = {key.decode().lower(): value.decode("latin-1") for key, value in _HEADER.findall(body[:3000])}
    base, kind = headers.get("content-location", "http://example.com/"), headers.get("content-type", "")
    wanted = list(read_reference(body, base, kind))
    try:
        found = parse_feed(body, base, kind).entries
    except FeedError as error:
        return Verdict(name, "different" if wanted else "error", str(error))
    except Exception as error:  # noqa: BLE001
        return Verdict(name, "exception", repr(error))
    if len(wanted) != len(found):
        return Verdict(name, "different", f"{len(wanted)} entries, not {len(found)}")
    differing = next((what for one, other in zip(wanted, found, strict=True) if (what := _compare(one, other))), "")
    return Verdict(name, "different" if differing else "equal", differing)


def _compare(wanted: Stated, found: Entry) -> str:
    """The differences in title, link, identity and date; "" if there are none."""
    title, link, identity, date = wanted
    ours = " ".join(found.title.split())
    differing = [
        f"title {title!r}, not {ours!r}" if ours != title else "",
        f"link {link!r}, not {found.url!r}" if found.url != link else "",
        f"id {identity!r}, not {found.key!r}" if identity and identity not in (*found.names, found.key) else "",
        f"date {date}, not {found.published}" if found.published != date else "",
    ]
    return "; ".join(filter(None, differing))


def read_reference(body: bytes, base: str, kind: str) -> Iterator[Stated]:
    """Title, link, identity and date of each entry as feedparser reads them."""
    headers = {"content-type": kind or "application/xml"}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        placed = feedparser.parse(io.BytesIO(body), response_headers={**headers, "content-location": base}).entries
        bare = feedparser.parse(io.BytesIO(body), response_headers=headers, resolve_relative_uris=False).entries
    for entry, alone in zip(placed, bare, strict=True):
        parsed = dict.get(entry, "published_parsed") or dict.get(entry, "updated_parsed")
        date = _EPOCH + timedelta(seconds=calendar.timegm(parsed)) if parsed else None
        yield _title(entry), entry.get("link") or "", str(dict.get(alone, "id") or "").strip(), date


def _title(entry: Mapping[str, Any]) -> str:
    title, kind = entry.get("title") or "", (entry.get("title_detail") or {}).get("type", "text/html")
    if kind in {"text/html", "application/xhtml+xml"} and ("<" in title or "&" in title):
        tree = lxml_html.fromstring(f"<div>{title}</div>")
        for unseen in tree.xpath("//script | //style"):
            unseen.drop_tree()
        title = tree.text_content()
    return " ".join(html.unescape(_UNSEEN.sub("", title)).split())
