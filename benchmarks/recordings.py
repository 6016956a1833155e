"""Recorded bytes as they lie in the data: plain, or packed by gzip."""

import gzip
from pathlib import Path


def unpack(path: Path) -> bytes:
    """A file's bytes, unpacked where its name says that they are packed."""
    return gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
