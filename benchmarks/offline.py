"""Pages from memory in the place of the network."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from extractors import Fetched
from news import Validators
from pipeline.runtime import Runtime


@dataclass(frozen=True, slots=True)
class Served:
    """A page of the stream, with what its feed says of it, and of which seed it is a follow-up ("" for none)."""

    url: str
    title: str
    body: bytes
    published: datetime | None
    seed: str = ""


class Memory:
    """In the place of the network: gives the pages that are served."""

    def __init__(self, pages: Sequence[Served]) -> None:
        self._pages = {page.url: page for page in pages}

    def fetch(self, url: str, *_: object, **__: object) -> Fetched:
        """The page of this URL."""
        return Fetched(url, url, "", 200, "text/html; charset=utf-8", self._pages[url].body, Validators())

    def expected_wait(self, _url: str) -> float:
        """No seconds: nobody's limits are kept."""
        return 0.0


class Offline(Runtime):
    """The open things of a pass, with pages from memory."""

    pages = Memory(())

    @property
    def fetcher(self) -> Any:
        """What gives the pages."""
        return self.pages
