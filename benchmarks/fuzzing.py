"""Read real feeds and pages damaged at random: each must give a result or one clear error, and quickly."""

import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from rich.progress import track

from benchmarks.corpora import read_lines
from benchmarks.recordings import unpack
from extractors import FeedError, ReadingError, parse_feed_apart, read_page_apart

_EACH = 1000  # inputs of each kind
_MOST_EDITS = 12
_LONGEST = 400_000  # bytes of an input; longer ones only make the run slower
_PIECES = (
    *b"< > & ]]> <![CDATA[ <!-- --> &#0; &#x110000; &nope; <item> </item> </channel> <link/> <guid/>".split(),
    *b"<script> </p> <table><td>".split(),
    *b"<base/href='//['> <link/rel=canonical/href='http://[::1'> { } \" \\u0000".split(),
    b"<entry xmlns='http://www.w3.org/2005/Atom'>",
    b"<?xml version='1.1' encoding='utf-16'?>",
    b"<!DOCTYPE a [<!ENTITY b 'c'>]>",
    b"<pubDate>Feb 31 0000</pubDate>",
    b"\x00",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"\xed\xa0\x80",
    b"\xe2\x80\xae",
)


def read_damaged(data: Path, seed: int = 1) -> dict[str, Any]:
    """Read `_EACH` damaged feeds and as many pages; the same seed gives the same damage."""
    chance = random.Random(seed)  # noqa: S311
    if not (data / "feeds.jsonl").is_file():
        return {"damaged feeds and pages": "skipped: there is no feeds.jsonl"}
    feeds = [data / "feeds" / row["path"] for row in read_lines(data / "feeds.jsonl") if row["real"]]
    pages = [data / row["file"] for row in read_lines(data / "pages.jsonl")]
    kinds: tuple[tuple[str, list[Path], Callable[[bytes, str], object]], ...] = (
        ("feeds", feeds, parse_feed_apart),
        ("pages", pages, read_page_apart),
    )
    figures: dict[str, Any] = {}
    for name, paths, read in kinds:
        ends, slowest, strange = Counter[str](), 0.0, list[str]()
        for body in track(_damage_all(paths, chance), f"damaged {name}", total=_EACH):
            began = time.perf_counter()
            try:
                read(body, "https://damaged.example/")
                ends["read"] += 1
            except (FeedError, ReadingError):
                ends["refused"] += 1
            except Exception as error:  # noqa: BLE001
                strange.append(repr(error)[:200])
            slowest = max(slowest, time.perf_counter() - began)
        figures[f"damaged {name}"] = f"{_EACH}: {ends['read']} read, {ends['refused']} refused in one line"
        figures[f"damaged {name}, exceptions"] = strange
        figures[f"the slowest of the damaged {name}, seconds"] = slowest
    return figures


def _damage_all(paths: list[Path], chance: random.Random) -> Iterator[bytes]:
    for _ in range(_EACH):
        yield _damage(unpack(chance.choice(paths))[:_LONGEST], chance)


def _damage(body: bytes, chance: random.Random) -> bytes:
    made = bytearray(body)
    for _ in range(chance.randint(1, _MOST_EDITS)):
        start = chance.randrange(len(made) + 1)
        stop = min(len(made), start + chance.choice((1, 10, 100, 5000)))
        match chance.randrange(5):
            case 0:
                made[start:stop] = b""
            case 1:
                made[start:start] = chance.choice(_PIECES) * chance.choice((1, 1, 1, 500))
            case 2:
                made[start:start] = made[start:stop]
            case 3:
                made[start:stop] = chance.randbytes(stop - start)
            case _:
                del made[start : chance.choice((stop, len(made)))]
    return bytes(made)
