"""Real pages and feeds through the whole pipeline, with trafilatura alone on the same pages for comparison.

`python -m benchmarks.realweb --data DIR [--json OUT]` serves DIR's pages (`pages.jsonl`) from loopback, in feeds whose
entries link to them, and makes one production pass with the original seed file, a mail catcher and an SQLite database:
poll, fetch, extract, compare, store, mail. Every page is extracted in full, and its skimmed text is rated as well. The
recorded feeds (`feeds.jsonl`) are served and polled too.

Unless `--quick` is given, feedparser's own test suites are also read and compared with feedparser, hostile bodies and
forged addresses are tried, newspapers' feeds recorded over months are replayed, real feeds and pages are damaged at
random, and five hundred feeds are polled in one run. No request leaves the machine. Token F1 compares the multisets of
lower-case words with the gold text.
"""

import argparse
import json
import re
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from email.utils import format_datetime
from pathlib import Path
from statistics import mean
from typing import Any
from urllib.parse import quote, urlsplit

import trafilatura
from pydantic import SecretStr
from rich.console import Console
from rich.progress import track
from rich.table import Table

from benchmarks.arguments import output_file, recordings_folder, seed_file
from benchmarks.attacks import read_attacks, refuse_addresses
from benchmarks.conformance import check_suites
from benchmarks.corpora import read_lines, read_moment
from benchmarks.fuzzing import read_damaged
from benchmarks.loopback import Content, Loopback, as_opml, as_rss, settings_for
from benchmarks.poll_memory import poll_crowd
from benchmarks.recordings import unpack
from benchmarks.replays import replay_series
from demo import MailCatcher
from extractors import FeedError, Fetched, Fetcher, FetchError, parse_feed, skim_pages_apart
from news import canonical_url
from pipeline import PassReport, open_runtime, run_pass, utc_now

_SEED = Path(__file__).resolve().parent.parent / "seeds" / "us-ukraine-minerals-deal.md"
_PER_FEED = 20
_WORD = re.compile(r"\w+")
_TYPES = {"json": "application/feed+json", "atom": "application/atom+xml", "rdf": "application/rdf+xml"}


@dataclass(frozen=True, slots=True)
class GoldPage:
    """A recorded page and its gold text, by a person or a parser for the site."""

    id: str
    url: str
    title: str
    published: str
    body: bytes
    text: str


@dataclass(frozen=True, slots=True)
class Result:
    """The results that the table is made from."""

    report: PassReport
    mails: int
    own: Sequence[float]
    skimmed: Sequence[float]
    trafilatura: Sequence[float]
    yielded: int
    feeds: Mapping[str, int]
    feed_errors: Mapping[str, int]


def main() -> None:
    """Serve the pages, make a pass, measure, and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=recordings_folder("pages.jsonl", "feeds.jsonl", "series.jsonl"), required=True)
    parser.add_argument(
        "--seed", type=seed_file, help="a seed file; default: the first in DIR/../seed, else the one in seeds/"
    )
    parser.add_argument("--json", type=output_file)
    parser.add_argument("--quick", action="store_true", help="only the pages and the recorded feeds")
    args = parser.parse_args()
    pages = read_pages(args.data)
    seed = args.seed or next(iter(sorted((args.data.parent / "seed").glob("*.txt"))), _SEED)
    result = measure(pages, args.data, seed)
    figures = summarise(pages, result)
    if not args.quick:
        figures |= check_suites(args.data) | read_attacks(args.data) | refuse_addresses(args.data)
        figures |= replay_series(args.data) | read_damaged(args.data) | poll_crowd(args.data)
    print_figures(figures)
    if args.json:
        args.json.write_text(json.dumps(figures, indent=1), "utf-8")


def read_pages(folder: Path) -> list[GoldPage]:
    """The recorded pages with their gold texts."""
    return [
        GoldPage(
            id=row["id"],
            url=row["url"] or "",
            title=row["title"] or "",
            published=row["published"] or "",
            body=unpack(folder / row["file"]),
            text=row["text"],
        )
        for row in read_lines(folder / "pages.jsonl")
    ]


def measure(pages: Sequence[GoldPage], data: Path, seed: Path) -> Result:
    """Make a pass over the pages, poll the recorded feeds, and run trafilatura alone on the same pages."""
    with tempfile.TemporaryDirectory() as name, Loopback() as site:
        folder = Path(name)
        addresses = publish_pages(site, pages)
        feeds, feed_errors = poll_recorded(site, data)
        report, mails, texts = run_pipeline(folder, site, seed)
    own = [token_f1(texts.get(addresses[page.id], ""), page.text) for page in pages]
    alone = [token_f1(extract_alone(page.body), page.text) for page in track(pages, "trafilatura alone")]
    skims = [skim_pages_apart([(page.body, page.url, "text/html")])[0] for page in pages]
    skimmed = [token_f1(skim.text, page.text) for skim, page in zip(skims, pages, strict=True) if skim]
    yielded = sum(bool(texts.get(address)) for address in addresses.values())
    return Result(report, mails, own, skimmed, alone, yielded, feeds, feed_errors)


def publish_pages(site: Loopback, pages: Sequence[GoldPage]) -> dict[str, str]:
    """Publish the pages and the feeds that list them; returns each page's URL by its id.

    A page keeps its path, so that a canonical link with only a path still points to it.
    """
    addresses: dict[str, str] = {}
    for number, page in enumerate(pages):
        address = canonical_url(site.url + quote(urlsplit(page.url).path or "/", safe="/%"))
        addresses[page.id] = f"{address}.{number}" if address in addresses.values() else address
        site.publish(addresses[page.id], Content(page.body, "text/html"))
    for start in range(0, len(pages), _PER_FEED):
        batch = pages[start : start + _PER_FEED]
        entries = [(page.title, addresses[page.id], _rfc_date(page.published)) for page in batch]
        site.publish(
            f"{site.url}/lists-of-recorded-pages/{start}.xml", Content(as_rss(f"Recorded {start}", entries), "text/xml")
        )
    return addresses


def _rfc_date(text: str) -> str:
    moment = read_moment(text)
    return format_datetime(moment) if moment else ""


def run_pipeline(folder: Path, site: Loopback, seed: Path) -> tuple[PassReport, int, dict[str, str]]:
    """Make a pass over this site: its report, the number of mails, and the stored texts by URL."""
    (folder / "seeds").mkdir()
    (folder / "seeds" / seed.name).write_bytes(seed.read_bytes())
    feeds = [address for address in site.addresses() if address.startswith(f"{site.url}/lists-of-recorded-pages/")]
    (folder / "feeds.opml").write_text(as_opml(feeds), "utf-8")
    with MailCatcher(folder / "mail") as catcher:
        settings = settings_for(
            folder,
            feeds_file=folder / "feeds.opml",
            smtp_url=SecretStr(catcher.url),
            recipients=("reader@example.org",),
            read_in_full=True,
        )
        with open_runtime(settings) as runtime:
            report = run_pass(runtime, clock=utc_now)
            texts = {article.url: article.text for _, article in runtime.store.articles(limit=len(site.addresses()))}
        return report, len(catcher.received), texts


def poll_recorded(site: Loopback, data: Path) -> tuple[dict[str, int], dict[str, int]]:
    """Fetch and parse each feed recorded from a live site; count those with entries, and the errors by kind."""
    counts, errors = Counter[str](), Counter[str]()
    listing = data / "feeds.jsonl"
    rows = [row for row in read_lines(listing) if row["real"]] if listing.is_file() else []
    with Fetcher(allow_private=True, host_delay=0) as fetcher:
        for number, row in enumerate(track(rows, "recorded feeds")):
            address = f"{site.url}/recorded/{number}"
            body = unpack(data / "feeds" / row["path"])
            site.publish(address, Content(body, _TYPES.get(row["kind"], "application/rss+xml")))
            counts["recorded feeds"] += 1
            counts["of them with entries in the file"] += bool(row["entries"])
            try:
                entries = poll(fetcher, address)
                counts["recorded feeds that gave entries"] += bool(entries)
                counts["their entries"] += entries
            except (FetchError, FeedError) as error:
                errors[_kind(str(error), address)] += 1
    return dict(counts), dict(errors)


def poll(fetcher: Fetcher, address: str) -> int:
    """The number of entries in a feed. Raises FetchError, FeedError."""
    fetched = fetcher.fetch(address, now=utc_now())
    return (
        len(parse_feed(fetched.body, fetched.url, fetched.content_type).entries) if isinstance(fetched, Fetched) else 0
    )


def _kind(error: str, address: str) -> str:
    return error.replace(address, "").strip(": ")[:70]


def extract_alone(body: bytes) -> str:
    """The text by trafilatura with its defaults."""
    return trafilatura.extract(body) or ""


def token_f1(text: str, gold: str) -> float:
    """F1 of the multisets of words; 1 for two empty texts."""
    found, wanted = Counter(_WORD.findall(text.lower())), Counter(_WORD.findall(gold.lower()))
    shared = (found & wanted).total()
    return 2 * shared / (found.total() + wanted.total()) if found or wanted else 1.0


def summarise(pages: Sequence[GoldPage], result: Result) -> dict[str, Any]:
    """The figures by their names in the table."""
    report = result.report
    return {
        "pages with gold text": len(pages),
        "entries read": report.reading.entries,
        "articles extracted": result.yielded,
        "share of pages that gave an article": result.yielded / len(pages),
        "mean token F1, storywake": mean(result.own),
        "mean token F1, trafilatura alone": mean(result.trafilatura),
        "mean token F1, storywake skimming": mean(result.skimmed),
        "pages with a usable skimmed text": len(result.skimmed),
        "share under 0.5, storywake": mean(value < 0.5 for value in result.own),
        "share under 0.5, trafilatura alone": mean(value < 0.5 for value in result.trafilatura),
        "articles that got a full comparison": report.comparing.candidates,
        "follow-ups": len(report.follow_ups),
        "near misses": report.comparing.near_misses,
        "mails": result.mails,
        **result.feeds,
        "seconds by stage": dict(report.seconds),
        "errors by kind": {**report.polling.errors, **report.reading.skipped, **report.reading.errors},
        "recorded feeds' errors by kind": dict(result.feed_errors),
        "what the run left over": dict(report.left),
        "matched": [f"{found.match.score:.2f} {found.article.title}" for found in report.follow_ups],
    }


def print_figures(figures: Mapping[str, Any]) -> None:
    """Print one line per figure."""
    table = Table(title="Real pages and feeds through the whole pipeline", show_header=False)
    table.add_column("what")
    table.add_column("figure", overflow="fold")
    for name, value in figures.items():
        table.add_row(name, f"{value:.4f}" if isinstance(value, float) else _shown(value))
    Console(width=110).print(table, markup=False)


def _shown(value: Any) -> str:
    if isinstance(value, Mapping):
        return "\n".join(f"{key}: {each}" for key, each in value.items()) or "none"
    return "\n".join(map(str, value)) or "none" if isinstance(value, list) else str(value)


if __name__ == "__main__":
    main()
