"""Whether a feed's body brings anything that the last one did not."""

import hashlib
import re

_ENTRY = re.compile(rb"<((?:[\w.-]{1,30}:)?(?:item|entry))[\s/>]")
_BLANK = b"\xef\xbb\xbf \t\r\n"


def digest_body(body: bytes) -> str:
    """A digest, in hexadecimal, of a feed's entries as its body states them; of the whole body where none are seen.

    Many servers write the time of the request around the entries (lastBuildDate, a comment of a cache): such a body
    brings nothing. A new name of the feed is noticed with the next entry. JSON, and what is packed in two bytes a
    character, counts whole.
    """
    first = _ENTRY.search(body) if body.lstrip(_BLANK).startswith(b"<") else None
    # whatever the first one is called: a body may have entries of both names
    last = max(body.rfind(b"item>"), body.rfind(b"entry>"))
    is_end = last >= 0 and body.startswith(b"</", body.rfind(b"<", 0, last))
    # an entry that begins after the last end was cut off, and may come whole the next time
    if not first or last < first.start() or not is_end or _ENTRY.search(body, last):
        return hashlib.sha256(body).hexdigest()
    return hashlib.sha256(memoryview(body)[first.start() : last]).hexdigest()
