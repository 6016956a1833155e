"""What must survive a crash: the only SQLAlchemy. Values in, values out; one public method is one transaction."""

from storage.claiming import Queue
from storage.copying import back_up, restore
from storage.errors import StoreError
from storage.opening import absolute_url, is_missing, open_store
from storage.store import Store

__all__ = ["Queue", "Store", "StoreError", "absolute_url", "back_up", "is_missing", "open_store", "restore"]
