"""Recognise the stories whose files were renamed, so that they stay the same stories."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from news.identity import canonical_url
from news.model import Seed


def find_moves(
    stored: Sequence[Seed],
    files: Sequence[Seed],
    active: Collection[str],
    unreadable: Collection[str] = (),
    taken: Collection[str] = (),
) -> dict[str, str]:
    """The new names of stored seeds by their old ones, where the names are those of files.

    A seed has moved if the file of its name is gone, or has another text, and another file has its text. One that was
    `active` until now, with its file gone, has also moved if a file of a new name has its address. Seeds whose files
    are `unreadable` stay. No seed gets the name of another that keeps it; `taken`: names of more that are stored.
    """
    known, here = _by_name(stored), _by_name(files)
    left = [one for one in stored if one.name not in unreadable and not _has_text_of(here, one)]
    arrived = [one for one in files if not _has_text_of(known, one)]
    left.sort(key=lambda one: one.name not in active)
    moves: dict[str, str] = {}
    _pair(left, arrived, moves, lambda old, new: bool(old.text) and old.text == new.text)
    gone = [one for one in left if one.name in active and one.name not in here and one.url]
    unknown = [one for one in arrived if one.name not in known and one.url]
    _pair(gone, unknown, moves, lambda old, new: canonical_url(old.url) == canonical_url(new.url))
    names = {*known, *taken}
    while blocked := [old for old, new in moves.items() if new in names and new not in moves]:
        for old in blocked:
            del moves[old]
    return moves


def _by_name(seeds: Iterable[Seed]) -> dict[str, Seed]:
    return {one.name: one for one in seeds}


def _has_text_of(named: Mapping[str, Seed], seed: Seed) -> bool:
    """Whether the seed of this name has the same text."""
    return seed.name in named and named[seed.name].text == seed.text


def _pair(
    left: Sequence[Seed], arrived: Sequence[Seed], moves: dict[str, str], is_same: Callable[[Seed, Seed], bool]
) -> None:
    """Add the pairs that are the same story; of several, one with the same settings."""
    for new in arrived:
        if new.name in moves.values():
            continue
        same = [old for old in left if old.name not in moves and is_same(old, new)]
        if same:
            moves[next((one for one in same if one.settings == new.settings), same[0]).name] = new.name
