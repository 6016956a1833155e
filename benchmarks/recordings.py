"""Recorded files, which are plain or gzipped."""

import gzip
from pathlib import Path


def unpack(path: Path) -> bytes:
    """The bytes of a file, decompressed if its name ends with .gz."""
    return gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
