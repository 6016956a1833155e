"""How much room the databases take."""

from pathlib import Path

_FILES = ("prefect.db", "prefect.db-wal")


def prefect_size(home: Path) -> int | None:
    """Bytes of the database of our own Prefect server; None where there is none, for another server keeps its own."""
    files = [home / name for name in _FILES if (home / name).is_file()]
    return sum(file.stat().st_size for file in files) if files else None


def megabytes(size: int | None) -> str:
    """A size as people say it."""
    return "unknown" if size is None else f"{size / 1e6:.1f} MB"
