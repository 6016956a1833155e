"""The disk usage of the databases."""

from pathlib import Path

_FILES = ("prefect.db", "prefect.db-wal")


def prefect_size(home: Path) -> int | None:
    """The size of our own Prefect server's database in bytes; None if there is none (another server is used)."""
    files = [home / name for name in _FILES if (home / name).is_file()]
    return sum(file.stat().st_size for file in files) if files else None


def megabytes(size: int | None) -> str:
    """A size in bytes as text: "12.3 MB"; "unknown" for None."""
    return "unknown" if size is None else f"{size / 1e6:.1f} MB"
