"""Bytes to values: the only HTTP, the parsers of feeds, pages, seeds and lists of feeds, and the language model."""

from extractors.background import load_background
from extractors.fetch import Fetched, Fetcher, FetchError, NotModified
from extractors.language import Annotator, ModelError

__all__ = [
    "Annotator",
    "FetchError",
    "Fetched",
    "Fetcher",
    "ModelError",
    "NotModified",
    "load_background",
]
