"""Convert the HTML of an answer to plain text, with the quoted mail marked by "> ". Pure.

It reads tags, not documents: it takes time in proportion to the length of the text, whatever the text contains, which
html.parser does not, and it needs no parser written in C in the process that sends the mails.
"""

import re
from html import unescape

CUT = "----- Quoted mail -----"
"""The line written where a mail program begins to quote without enclosing the quote in an element."""

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:]{0,20})([^<>]{0,4000})>")
_MOST_OPEN = 500  # elements inside each other; in deeper ones nothing is read
_BLOCKS = frozenset(
    "address article blockquote body br center dd div dl dt footer form h1 h2 h3 h4 h5 h6 header hr li main ol p pre "
    "section table tbody td th tr ul".split()
)
_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
_UNSHOWN = frozenset("head script style template title".split())
# The elements in which Gmail, Yahoo, Thunderbird, GMX and Proton Mail put the mail that is answered.
_QUOTE = re.compile(r"gmail_quote|yahoo_quoted|moz-cite-prefix|protonmail_quote|name=[\"']?quote\b", re.IGNORECASE)
# What Outlook for the desktop, the web, the phone and the Mac puts above it.
_BEGINS_QUOTE = re.compile(
    r"divRplyFwdMsg|appendonsend|stopSpelling|OLK_SRC_BODY_SECTION|reference-message|replySplit|"
    r"border-top:\s*solid #(?:e1e1e1|b5c4df)",
    re.IGNORECASE,
)


def read_html(text: str) -> str:
    """The text of an HTML mail in lines. Lines of a quote begin with "> "; CUT stands where the rest is a quote."""
    writer, position, visible = _Writer(), 0, _without_comments(text)
    for tag in _TAG.finditer(visible):
        writer.write(visible[position : tag.start()])
        position = tag.end()
        if not (writer.close(tag[2].lower()) if tag[1] else writer.open(tag[2].lower(), tag[3])):
            break
    else:
        writer.write(visible[position:])
    writer.end_line()
    return "\n".join(writer.lines)


def _without_comments(text: str) -> str:
    pieces, position = [], 0
    while (start := text.find("<!--", position)) >= 0:
        pieces.append(text[position:start])
        end = text.find("-->", start)
        if end < 0:
            return "".join(pieces)
        position = end + 3
    return "".join([*pieces, text[position:]])


class _Writer:
    """Collects lines, and keeps the elements that are open, each with whether it is a quote."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self._line: list[str] = []
        self._open: list[tuple[str, bool]] = []
        self._quotes = 0
        self._unshown = 0

    def write(self, text: str) -> None:
        if text and not self._unshown:
            self._line.append(text)

    def end_line(self) -> None:
        line = " ".join(unescape("".join(self._line)).split())
        self._line.clear()
        if line:
            self.lines.append(f"> {line}" if self._quotes else line)

    def open(self, name: str, attributes: str) -> bool:
        """Open an element; False if nothing more is to be read."""
        is_quote = name == "blockquote" or _QUOTE.search(attributes) is not None
        if name in _BLOCKS or is_quote:
            self.end_line()
        if not self._unshown and not self._quotes and _BEGINS_QUOTE.search(attributes):
            self.end_line()
            self.lines.append(CUT)
        if name == "body":
            self.close("head")  # its end tag may be left out
        if name not in _VOID and not attributes.endswith("/"):
            self._open.append((name, is_quote))
            self._quotes += is_quote
            self._unshown += name in _UNSHOWN
        return len(self._open) <= _MOST_OPEN

    def close(self, name: str) -> bool:
        """Close the innermost open element of this name and those in it; True: reading goes on."""
        if name in _BLOCKS or self._quotes:
            self.end_line()
        if any(name == each for each, _ in self._open):
            closed = ""
            while closed != name:
                closed, was_quote = self._open.pop()
                self._quotes -= was_quote
                self._unshown -= closed in _UNSHOWN
        return True
