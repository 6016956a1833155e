"""Write extractors/models/language_directions.npy: the directions in which vectors differ by the language alone.

`python -m tools.language_directions` needs Babel, which trafilatura brings. The texts are the same in every language by
their making: lists of the names that CLDR has of countries, languages, currencies, months and days. Of a language's
mean vector the mean of all languages is taken away; the directions are the first principal ones of what is left.
"""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
from babel import Locale

from extractors.models import gist_encoder
from extractors.models.gist_encoder import E5

OUT = Path(gist_encoder.__file__).with_name("language_directions.npy")
_LANGUAGES = """
en de fr es it pt nl sv da nb fi is et lv lt pl cs sk sl hr sr bg mk ro hu el tr az ka hy he ar fa ur hi bn ta te ml mr
gu pa ne si th vi id ms tl km lo my zh ja ko mn kk uz uk ru be sq bs ca eu gl ga cy af sw am so ha yo zu
""".split()
_DIRECTIONS = 16  # with 12 to 32, the figures of five corpora of other languages differ by less than .005
_IN_A_TEXT = 12  # names
_MOST = 120  # names of a kind


def main() -> None:
    """Write the directions, shape (directions, width of a vector)."""
    model = E5(np.zeros((0, 384), np.float32))
    means = np.array([np.mean([model.encode(text) for text in _texts(code)], axis=0) for code in _LANGUAGES])
    _, _, directions = np.linalg.svd(means - means.mean(axis=0), full_matrices=False)
    np.save(OUT, directions[:_DIRECTIONS].astype(np.float32))


def _texts(code: str) -> Iterator[str]:
    """The same texts in one language; a name that CLDR has not in it is missing there."""
    locale, english = Locale.parse(code), Locale.parse("en")
    countries = [key for key in sorted(english.territories) if key.isalpha()]
    languages = [key for key in sorted(english.languages) if key.isalpha()]
    every = (
        (locale.territories, countries),
        (locale.languages, languages),
        (locale.currencies, sorted(english.currencies)),
        (locale.months["format"]["wide"], range(1, 13)),
        (locale.days["format"]["wide"], range(7)),
    )
    for names, keys in every:
        for start in range(0, min(len(keys), _MOST), _IN_A_TEXT):
            text = ", ".join(names[key] for key in keys[start : start + _IN_A_TEXT] if key in names)
            if text:
                yield text


if __name__ == "__main__":
    main()
