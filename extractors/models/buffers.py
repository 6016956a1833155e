"""Memory that models work in: given back to the system once it is free."""

import ctypes
from contextlib import suppress

_M_MMAP_THRESHOLD = -3  # as in malloc.h
_LARGE = 1 << 20  # bytes


def give_back_large_buffers() -> None:
    """Have buffers of a megabyte and more come from the system and go back to it, for as long as the process lives.

    The C library learns to keep ever larger ones, up to 32 MB each and for every thread: 150 MB after some articles.
    Where the C library is another than GNU's nothing changes.
    """
    with suppress(AttributeError, OSError, TypeError):
        ctypes.CDLL(None).mallopt(_M_MMAP_THRESHOLD, _LARGE)
