"""Tests for extractors.feeds.sax_driver."""

import io
import xml.sax
import xml.sax.handler

from extractors.feeds import sax_driver


class Pieces(xml.sax.handler.ContentHandler):
    """Records the pieces in which text arrives."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []

    def characters(self, content: str) -> None:
        """Record a piece."""
        self.pieces.append(content)


def test_lines_and_references_arrive_in_large_pieces() -> None:
    lines = "a &amp; b\n" * 1_000
    handler = Pieces()
    parser = xml.sax.make_parser([sax_driver.__name__])
    assert isinstance(parser, sax_driver.BufferingParser)
    parser.setContentHandler(handler)
    parser.parse(io.StringIO(f"<a>{lines}<b>c</b>d</a>"))
    assert "".join(handler.pieces) == lines.replace("&amp;", "&") + "cd"
    assert len(handler.pieces) < 10
