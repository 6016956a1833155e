"""Measurements: matching quality and the reading of real pages, each beside its peers in one run."""

__all__: list[str] = []
