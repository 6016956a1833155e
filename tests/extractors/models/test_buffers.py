"""Memory that is free again is returned to the system."""

import platform

import psutil  # type: ignore[import-untyped]
import pytest

from extractors import give_back_freed_memory


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="other C libraries have no malloc_trim")
def test_what_is_free_between_buffers_in_use_is_returned() -> None:
    buffers = [bytearray(b"x" * 4_000) for _ in range(20_000)]
    kept = buffers[::1_000]
    buffers.clear()
    before = psutil.Process().memory_info().rss
    give_back_freed_memory()
    assert before - psutil.Process().memory_info().rss > 40_000_000
    assert len(kept) == 20
