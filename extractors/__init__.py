"""Bytes to values: the only HTTP, the parsers of feeds, pages, seeds and lists of feeds, and the language model."""

from extractors.fetch import Fetched, Fetcher, FetchError, NotModified

__all__ = ["FetchError", "Fetched", "Fetcher", "NotModified"]
