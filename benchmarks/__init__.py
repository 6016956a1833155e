"""Benchmarks of quality, speed and robustness, where possible in the same run as other methods."""

__all__: list[str] = []
