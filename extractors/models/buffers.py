"""Return the memory of model buffers to the system as soon as it is free."""

import ctypes
from contextlib import suppress

_M_MMAP_THRESHOLD, _M_ARENA_MAX = -3, -8  # as in malloc.h
_LARGE = 1 << 20  # bytes
_ARENAS = 2


def give_back_large_buffers() -> None:
    """Have malloc return what is free to the system, for the rest of the process.

    Buffers of a megabyte or more are taken from the system and returned one by one: by default glibc adapts and keeps
    ever larger ones, up to 32 MB each per thread, 150 MB after some articles. Threads share two arenas: with one for
    each, as many as eight times the cores, what a thread has freed is kept for it. No effect with other C libraries.
    """
    with suppress(AttributeError, OSError, TypeError):
        library = ctypes.CDLL(None)
        library.mallopt(_M_MMAP_THRESHOLD, _LARGE)
        library.mallopt(_M_ARENA_MAX, _ARENAS)


def give_back_freed_memory() -> None:
    """Return to the system what malloc keeps between buffers in use. No effect with other C libraries."""
    with suppress(AttributeError, OSError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)
