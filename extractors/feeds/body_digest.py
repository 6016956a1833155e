"""Detect whether a feed's body has changed since the last poll."""

import hashlib
import re

_ENTRY = re.compile(rb"<((?:[\w.-]{1,30}:)?(?:item|entry))[\s/>]")
_BLANK = b"\xef\xbb\xbf \t\r\n"


def digest_body(body: bytes) -> str:
    """A hex digest of the entries in a feed's body; of the whole body if no entries are found.

    Many servers write the time of the request outside the entries (lastBuildDate, a cache's comment), which is not
    news. A new title of the feed is noticed with the next entry. JSON and UTF-16 bodies are digested as a whole.
    """
    first = _ENTRY.search(body) if body.lstrip(_BLANK).startswith(b"<") else None
    # the last end tag of either name: a body may have entries of both
    last = max(body.rfind(b"item>"), body.rfind(b"entry>"))
    is_end = last >= 0 and body.startswith(b"</", body.rfind(b"<", 0, last))
    # an entry after the last end tag is truncated, and may be complete the next time
    if not first or last < first.start() or not is_end or _ENTRY.search(body, last):
        return hashlib.sha256(body).hexdigest()
    return hashlib.sha256(memoryview(body)[first.start() : last]).hexdigest()
