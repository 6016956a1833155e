"""Hostile mails, feeds, pages, seeds, lists of feeds and backups, as strategies of hypothesis.

Each is a valid document, or nothing, into which pieces were put that hurt parsers: once or thousands of times, at any
place, and with parts of it removed, doubled or overwritten.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files

from hypothesis import strategies as st

KINDS = ("mails", "seeds", "lists of feeds", "backups", "pages", "feeds")
_LONGEST = 3_000_000  # bytes; the limits of what is read are tested by their own tests
_MOST_EDITS = 8
_TIMES = (1, 1, 1, 2, 40, 3_000, 60_000)


def read_pieces() -> Mapping[str, Sequence[bytes]]:
    """The pieces of each kind, and of "any": one a line, with the escapes of Python's strings."""
    pieces: dict[str, list[bytes]] = {}
    kind = ""
    for line in (files("benchmarks") / "cases" / "hostile.txt").read_text("ascii").splitlines():
        if line.startswith("## "):
            kind = line.removeprefix("## ")
        else:
            pieces.setdefault(kind, []).append(line.encode().decode("unicode_escape").encode("latin-1"))
    return pieces


@dataclass(frozen=True)
class Edit:
    """One change of a document: at a share of its length, over so many bytes of it, with so many of a piece."""

    place: float
    span: int
    piece: bytes
    times: int


def documents(kind: str, valid: Sequence[bytes]) -> st.SearchStrategy[bytes]:
    """Hostile documents of a kind, made of valid ones and of pieces that hurt."""
    known = read_pieces()
    pieces = st.one_of(st.sampled_from(known[kind]), st.sampled_from(known["any"]), st.binary(max_size=40))
    edits = st.builds(
        Edit,
        place=st.floats(0, 1),
        span=st.sampled_from((0, 0, 1, 10, 200, 100_000)),
        piece=pieces,
        times=st.sampled_from(_TIMES),
    )
    return st.builds(_edited, st.sampled_from([b"", *valid]), st.lists(edits, max_size=_MOST_EDITS))


def _edited(valid: bytes, edits: Sequence[Edit]) -> bytes:
    made = bytearray(valid)
    for edit in edits:
        start = int(edit.place * len(made))
        made[start : start + edit.span] = edit.piece * min(edit.times, _LONGEST // max(1, len(edit.piece)))
        del made[_LONGEST:]
    return bytes(made)
