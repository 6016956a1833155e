"""Bytes to values: the only HTTP, the parsers of feeds, pages, seeds and lists of feeds, and the language model."""

from extractors.background import load_background
from extractors.entries import FeedError, ParsedFeed
from extractors.feeds import parse_feed
from extractors.fetch import Fetched, Fetcher, FetchError, NotModified
from extractors.language import Annotator, ModelError

__all__ = [
    "Annotator",
    "FeedError",
    "FetchError",
    "Fetched",
    "Fetcher",
    "ModelError",
    "NotModified",
    "ParsedFeed",
    "load_background",
    "parse_feed",
]
