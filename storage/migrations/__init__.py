"""The schema migrations, in `versions`, which are run when a store is opened.

To add one, copy the last file and use the next number; a test compares the migrated tables with `storage.schema`.
"""

__all__: list[str] = []
