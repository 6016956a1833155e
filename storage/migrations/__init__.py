"""The steps by which the tables came to be, in `versions`, run forward when a store is opened.

A new step is a copy of the last one with the next number; a test compares what the steps make with `storage.schema`.
"""

__all__: list[str] = []
