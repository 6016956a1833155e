"""What must survive a crash: the only SQLAlchemy. Values in, values out; one public method is one transaction."""

from storage.errors import StoreError
from storage.opening import is_missing, open_store
from storage.store import Store

__all__ = ["Store", "StoreError", "is_missing", "open_store"]
