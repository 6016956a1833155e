"""Write the table of news/lexicon/pinyin.py, the readings of the common Chinese characters.

`python -m tools.pinyin` needs text-unidecode, which Prefect brings. The characters are those of the first levels of
GB 2312 and Big5, the common ones of China and Taiwan.
"""

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from textwrap import wrap

from text_unidecode import unidecode  # type: ignore[import-untyped]

from tools.tables import replace_table

OUT = Path(__file__).parents[1] / "news" / "lexicon" / "pinyin.py"
_WIDTH, _MOST = 62, 45  # characters of a line and of an entry; most are shown twice as wide as a letter


def main() -> None:
    """Write the table."""
    by_reading = defaultdict[str, list[str]](list)
    for character in dict.fromkeys(_common()):
        reading = unidecode(character).strip().lower()
        if reading.isascii() and reading.isalpha():
            by_reading[reading].append(character)
    entries = " ".join(f"{reading}:{some}" for reading in sorted(by_reading) for some in _cut(by_reading[reading]))
    lines = wrap(entries, _WIDTH, break_long_words=False, break_on_hyphens=False)
    replace_table(OUT, "_READINGS", "\n".join(lines))


def _cut(characters: list[str]) -> Iterator[str]:
    return ("".join(characters[start : start + _MOST]) for start in range(0, len(characters), _MOST))


def _common() -> Iterator[str]:
    for codec, first, last in (("gb2312", 0xB0A1, 0xD7F9), ("big5", 0xA440, 0xC67E)):
        for code in range(first, last + 1):
            try:
                yield code.to_bytes(2, "big").decode(codec)
            except UnicodeDecodeError:
                continue


if __name__ == "__main__":
    main()
