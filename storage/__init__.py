"""Persistent storage, and the only use of SQLAlchemy. Each public method of a store is one transaction."""

from storage.backup import back_up, back_up_to, restore
from storage.claims import Queue
from storage.copies import copy_database
from storage.database_url import absolute_url, missing_file, open_store
from storage.errors import StoreError
from storage.private_files import make_folder, make_private, open_private
from storage.retention import PRUNED_AT_ONCE, PRUNED_KINDS
from storage.seals import Sealed
from storage.store import Store

__all__ = [
    "PRUNED_AT_ONCE",
    "PRUNED_KINDS",
    "Queue",
    "Sealed",
    "Store",
    "StoreError",
    "absolute_url",
    "back_up",
    "back_up_to",
    "copy_database",
    "make_folder",
    "make_private",
    "missing_file",
    "open_private",
    "open_store",
    "restore",
]
