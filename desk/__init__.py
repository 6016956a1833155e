"""The desk: the pages that an editor works in, their API, and the pages behind the links in the mails.

Importing this package loads no web framework; `desk.app` does.
"""

from desk.access import check_access
from desk.passwords import hash_password

__all__ = ["check_access", "hash_password"]
