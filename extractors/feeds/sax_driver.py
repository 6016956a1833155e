"""The SAX driver that feedparser is given: the standard library's, but text reaches it in large pieces.

Without that, expat hands on each line and each character reference by itself, and of a feed that carries whole articles
feedparser spends most of its time there.
"""

from typing import Any
from xml.sax.expatreader import ExpatParser


class BufferingParser(ExpatParser):
    """As ExpatParser, with `buffer_text` of the pyexpat parser switched on."""

    _parser: Any  # the pyexpat parser, which `reset` makes

    def reset(self) -> None:
        """Make a new pyexpat parser."""
        super().reset()
        self._parser.buffer_text = True


def create_parser() -> BufferingParser:
    """A new parser; `xml.sax.make_parser` looks for this name in the module."""
    return BufferingParser()
