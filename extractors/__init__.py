"""Bytes to values: the only HTTP, the parsers of feeds, pages, seeds and lists of feeds, and the language model."""

__all__: list[str] = []
