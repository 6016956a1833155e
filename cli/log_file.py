"""The log file var/storywake.log: it takes tracebacks and warnings, so that the terminal shows only one line."""

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path

LOGBOOK = Path("var/storywake.log")


@contextmanager
def logging_to_file(*, debug: bool) -> Iterator[None]:
    """Log warnings and errors to the log file (with debug: to stderr) while the block runs."""
    root = logging.getLogger()
    log = logging.StreamHandler() if debug else _Logbook()
    log.setLevel(logging.WARNING)
    log.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root.addHandler(log)
    logging.captureWarnings(capture=True)
    try:
        yield
    finally:
        logging.captureWarnings(capture=False)
        root.removeHandler(log)
        log.close()


class _Logbook(RotatingFileHandler):
    """A log file created with its first line; if it cannot be written (read-only folder), logging is skipped."""

    def __init__(self) -> None:
        super().__init__(LOGBOOK, maxBytes=1_000_000, backupCount=2, encoding="utf-8", delay=True)

    def emit(self, record: logging.LogRecord) -> None:
        try:
            Path(self.baseFilename).parent.mkdir(0o700, parents=True, exist_ok=True)
        except OSError:
            return
        super().emit(record)

    def _open(self) -> TextIOWrapper:
        opened = open(self.baseFilename, self.mode, encoding=self.encoding, errors=self.errors, opener=_open_private)  # noqa: SIM115  the handler closes it
        assert isinstance(opened, TextIOWrapper)
        return opened

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802  the base class names it so
        """Ignore the error: a failing log must not fail the command."""

    def close(self) -> None:
        """Close the file; what a full disk has not taken is tried once more here, and lost."""
        with suppress(OSError):
            super().close()


def _open_private(path: str, flags: int) -> int:
    """Open a file that only its owner may read. Not `storage.open_private`: importing storage takes too long here."""
    descriptor = os.open(path, flags, 0o600)
    with suppress(OSError, AttributeError):  # not ours, or no such rights on this system
        os.fchmod(descriptor, 0o600)
    return descriptor
