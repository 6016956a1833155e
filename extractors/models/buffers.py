"""Return the memory of model buffers to the system as soon as it is free."""

import ctypes
from contextlib import suppress

_M_MMAP_THRESHOLD = -3  # as in malloc.h
_LARGE = 1 << 20  # bytes


def give_back_large_buffers() -> None:
    """Make malloc take buffers of a megabyte or more from the system and return them, for the rest of the process.

    By default glibc adapts and keeps ever larger buffers, up to 32 MB each per thread: 150 MB after some articles. No
    effect with other C libraries.
    """
    with suppress(AttributeError, OSError, TypeError):
        ctypes.CDLL(None).mallopt(_M_MMAP_THRESHOLD, _LARGE)
