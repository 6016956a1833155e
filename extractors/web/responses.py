"""The answers of a fetch: a response with its body, or that nothing has changed."""

import re
from dataclasses import dataclass
from datetime import timedelta

from news import Validators

_SEPARATORS = re.compile(r"[;,\s]+")
_MEDIA_TYPE = re.compile(r"[\w!#$&^.+-]+/[\w!#$&^.+-]+")
_PAGE_TYPES = frozenset({"", "text/html", "application/xhtml+xml", "text/plain", "application/xml", "text/xml"})
_OTHER_TYPES = ("image/", "audio/", "video/", "font/", "application/pdf", "application/json")
_PAGE_START = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body|title|meta)[\s>]",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True)
class Fetched:
    """The response of a URL. `permanent_url` is the target of a chain of permanent redirects, "" if there was none.

    `fresh_for` is how long the response stays fresh according to the server, None if it does not say; `link` is the
    header of that name.
    """

    url: str
    requested_url: str
    permanent_url: str
    status: int
    content_type: str
    body: bytes
    validators: Validators
    fresh_for: timedelta | None = None
    link: str = ""

    @property
    def media_type(self) -> str:
        """The last type in Content-Type, in lower case and without parameters; "" if there is none.

        Servers state two, or separate a charset by a comma or a blank.
        """
        kinds = [part for part in _SEPARATORS.split(self.content_type.lower()) if _MEDIA_TYPE.fullmatch(part)]
        return kinds[-1] if kinds else ""

    @property
    def is_page(self) -> bool:
        """Whether the response is a web page by its type, or, if that says little, by its first bytes."""
        kind = self.media_type
        if kind in _PAGE_TYPES:
            return True
        return not kind.startswith(_OTHER_TYPES) and bool(_PAGE_START.match(self.body))


@dataclass(frozen=True)
class NotModified:
    """The server answered 304: nothing has changed since the given validators."""

    url: str
    validators: Validators
    permanent_url: str = ""
    fresh_for: timedelta | None = None
