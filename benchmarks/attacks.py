"""Hostile bytes and addresses: is each read or refused with one clear error, and quickly?"""

import ipaddress
import socket
import time
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from rich.progress import track

from benchmarks.corpora import read_lines
from benchmarks.recordings import unpack
from extractors import (
    FeedError,
    Fetcher,
    FetchError,
    Network,
    OpmlError,
    ReadingError,
    parse_feed_apart,
    read_opml,
    read_page_apart,
)
from pipeline import utc_now

_URL = "https://attacker.example/"
_KNOWN = (FeedError, ReadingError, OpmlError)
_READERS: Mapping[str, Callable[[bytes, str], object]] = {"feed": parse_feed_apart, "page": read_page_apart}


def made_bodies() -> dict[str, bytes]:
    """Bodies designed to keep a parser busy."""
    attributes = b" ".join(b"a%d='1'" % number for number in range(60_000))
    story = b"<p>" + b"The ministers will sign the agreement on Wednesday. " * 20 + b"</p>"
    channel, ended = b"<rss version='2.0'><channel>", b"<title>1</title></item></channel></rss>"
    stated = b'<script type=\'application/ld+json\'>{"articleBody": "'
    return {
        "many attributes, feed": channel + b"<item " + attributes + b">" + ended,
        "many attributes, page": b"<html><body><p " + attributes + b">" + story,
        "ampersands": channel + b"<item><description>" + b"&" * 9_000_000 + b"</description>" + ended,
        "nesting": b"<html><body>" + b"<div>" * 300_000 + story,
        "one long paragraph": b"<html><body><p>" + b"word " * 1_800_000,
        "half a million links": b"<html><body>" + b"<a href='/x'>y</a>" * 500_000,
        "long stated body": stated + b"a\\n" * 3_000_000 + b'"}</script>' + story,
        "nothing but opening brackets": b"<" * 9_000_000,
    }


def read_attacks(data: Path) -> dict[str, Any]:
    """Read every attack file and generated body as a feed and as a page, and the files as lists of feeds."""
    listing = data / "vectors" / "xml_attacks.jsonl"
    paths = [data / "vectors" / row["file"] for row in read_lines(listing)] if listing.is_file() else []
    bodies = {path.name: unpack(path) for path in paths} | made_bodies()
    readings: list[tuple[str, str, Callable[[], object]]] = [
        (kind, name, partial(read, body, _URL)) for name, body in bodies.items() for kind, read in _READERS.items()
    ]
    readings += [("list", path.name, partial(read_opml, path)) for path in paths]
    read_page_apart(b"<p>ready</p>", _URL)
    crashes: list[str] = []
    slowest = dict.fromkeys((*_READERS, "list"), 0.0)
    for kind, name, reading in track(readings, "attacks"):
        started = time.perf_counter()
        error = _try(reading)
        crashes += [f"{name}: {error!r}"] if error else []
        slowest[kind] = max(slowest[kind], time.perf_counter() - started)
    seconds = {f"the slowest {kind}, seconds": took for kind, took in slowest.items()}
    return {"hostile bodies read": len(readings), "their crashes": crashes, **seconds}


def _try(read: Callable[[], object]) -> Exception | None:
    try:
        read()
    except _KNOWN:
        return None
    except Exception as error:  # noqa: BLE001
        return error
    return None


def refuse_addresses(data: Path) -> dict[str, Any]:
    """Count the forged addresses that are refused before a request is made."""
    listing = data / "vectors" / "ssrf.jsonl"
    rows = list(read_lines(listing)) if listing.is_file() else []
    forged = [row["url"] for row in rows if row["block"]]
    let_through = [url for url in forged if not _is_refused(url)]
    return {
        "forged addresses refused": f"{len(forged) - len(let_through)} of {len(forged)}",
        "let through": let_through,
    }


def _is_refused(url: str) -> bool:
    if "/" in url and "://" not in url:  # a network: check its first and last address
        network = ipaddress.ip_network(url, strict=False)
        return not any(map(Network().is_allowed, (str(network[0]), str(network[-1]))))
    with Fetcher(host_delay=0, timeout=2, network=Network(resolve=_look_up)) as fetcher:
        try:
            fetcher.fetch(url, now=utc_now())
        except FetchError as error:
            return not error.retry
    return False


def _look_up(host: str, port: int) -> list[str]:
    """Resolve numeric addresses in every spelling the system accepts; fail for names."""
    socket.inet_aton(host.strip("[]")) if ":" not in host else ipaddress.ip_address(host.strip("[]").partition("%")[0])
    return Network().resolve(host, port)
