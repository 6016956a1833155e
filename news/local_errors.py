"""Recognise errors of this machine, which must not be counted against a feed, an article or a recipient."""

import errno
from concurrent.futures import BrokenExecutor

_SCARCE = {errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.ENOBUFS, errno.ENOSPC, errno.EADDRNOTAVAIL}
_NO_THREAD = "can't start new thread"  # a RuntimeError; Python has no class for it


def is_local(error: BaseException | None) -> bool:
    """Whether an error, or one that caused it, is a lack of memory, files, ports, threads or processes here.

    An error with an attribute `is_local` says so itself, whatever caused it.
    """
    seen = set[int]()
    while error is not None and id(error) not in seen:  # some libraries' errors are causes of each other
        seen.add(id(error))
        stated = getattr(error, "is_local", None)
        if stated is not None:
            return bool(stated)
        if isinstance(error, MemoryError | BrokenExecutor):
            return True
        if isinstance(error, RuntimeError) and _NO_THREAD in str(error):  # others may quote a server that says so
            return True
        if isinstance(error, OSError) and error.errno in _SCARCE:
            return True
        error = error.__cause__ or error.__context__
    return False
