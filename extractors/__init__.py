"""Bytes to values: the only HTTP, the parsers of feeds, pages, seeds and lists of feeds, and the language model."""

from extractors.addresses import Network
from extractors.apart import ReadingError, parse_feed_apart, read_page_apart, skim_pages_apart
from extractors.articles import Page, make_article, read_page
from extractors.background import load_background
from extractors.charsets import decode_text
from extractors.digests import digest_body
from extractors.discovery import FoundFeed, find_feed
from extractors.entries import FeedError, ParsedFeed
from extractors.feedlists import add_feeds, write_opml
from extractors.feeds import parse_feed
from extractors.fetch import Fetched, Fetcher, FetchError, NotModified
from extractors.language import Annotator, ModelError
from extractors.meaning import Encoder
from extractors.opml import OpmlError, read_opml
from extractors.plainfeeds import read_plain_feed
from extractors.robots import Robots
from extractors.seedfiles import SeedFileError, read_seed, read_seeds
from extractors.speech import detect_language

__all__ = [
    "Annotator",
    "Encoder",
    "FeedError",
    "FetchError",
    "Fetched",
    "Fetcher",
    "FoundFeed",
    "ModelError",
    "Network",
    "NotModified",
    "OpmlError",
    "Page",
    "ParsedFeed",
    "ReadingError",
    "Robots",
    "SeedFileError",
    "add_feeds",
    "decode_text",
    "detect_language",
    "digest_body",
    "find_feed",
    "load_background",
    "make_article",
    "parse_feed",
    "parse_feed_apart",
    "read_opml",
    "read_page",
    "read_page_apart",
    "read_plain_feed",
    "read_seed",
    "read_seeds",
    "skim_pages_apart",
    "write_opml",
]
