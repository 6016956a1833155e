"""Write the tables of news/lexicon/places_abroad.py: countries and cities in many languages, from CLDR.

`python -m tools.places` needs Babel, which trafilatura brings. Only places of news/lexicon/places.py are taken, and of
names in Latin and Cyrillic letters their stems, unless the glossary has them or another place shares them.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

from babel import Locale

from news.lexicon.glosses import find_in_glossary
from news.lexicon.languages import romanise
from news.lexicon.places import find_place
from tools.tables import replace_table

OUT = Path(__file__).parents[1] / "news" / "lexicon" / "places_abroad.py"
_WITHOUT_CAPITALS = "ar el fa he ja zh zh_Hant ko th hi ka".split()
_WITH_CAPITALS = "bg bs cs da de es et fi fr hr hu it lt lv mk nb nl pl pt ro ru sk sl sr sr_Latn sv tr uk".split()
_OTHER_NAMES = {"CD": "Congo", "CI": "Ivory Coast", "BA": "Bosnia", "MM": "Myanmar", "PS": "Palestine", "TR": "Turkey"}
_PEOPLE_OF = {  # languages that are those of one country, for the adjectives
    "de": "Germany", "fr": "France", "ru": "Russia", "uk": "Ukraine", "pl": "Poland", "it": "Italy", "ja": "Japan",
    "zh": "China", "tr": "Turkey", "he": "Israel", "nl": "Netherlands", "el": "Greece", "cs": "Czech Republic",
    "hu": "Hungary", "ro": "Romania", "bg": "Bulgaria", "sr": "Serbia", "hr": "Croatia", "sl": "Slovenia",
    "en": "", "es": "", "pt": "", "ar": "", "fa": "",  # which are spoken in several countries: no other has their stem
    "sk": "Slovakia", "fi": "Finland", "sv": "Sweden", "da": "Denmark", "nb": "Norway", "vi": "Vietnam",
}  # fmt: skip
_SHORTEST_STEM, _SHORTEST_WORD = 6, 5  # letters: shorter stems begin other words
# Names and words of their own: Francis, to avenge, free, today, ends, own, light and large, north, and reductions.
_OTHER_WORDS = {
    "roman", "romana", "salvador", "franci*", "francis*", "frances*", "giordan*", "venger*", "liberi*", "danes",
    "fines", "omaan", "omana", "lehce", "suuria", "norra", "minska",
}  # fmt: skip
_ENDING = re.compile(r"(?:ski|sky|cky|cki|skii|ska|sch|isch|ish|es|is|ia|ja|ya|ie|iya|[aeiouy])$")
_WIDTH = 118


def main() -> None:
    """Write the tables."""
    names = defaultdict[str, dict[str, None]](dict)
    for code in _WITHOUT_CAPITALS:
        for place, name in _names(Locale.parse(code)):
            if place:
                names[place][_bare(name, code)] = None
    replace_table(OUT, "_NAMES", _lines(names))
    replace_table(OUT, "_WORDS", _lines(_distinct(_words())))


def _words() -> Mapping[str, set[str]]:
    """Stems, which end in a star, and short words with the places that they mean; "" for a word that means another."""
    meant = defaultdict[str, set[str]](set)
    for code in _WITH_CAPITALS:
        for place, name in _names(Locale.parse(code)):
            word = romanise(name.casefold())
            if word.isascii() and word.isalpha() and (not place or find_in_glossary(name) != place):
                stem = _ENDING.sub("", word)
                meant[f"{stem}*" if len(stem) >= _SHORTEST_STEM else word].add(place)
    return meant


def _distinct(meant: Mapping[str, set[str]]) -> Mapping[str, Mapping[str, None]]:
    """The words by place, without those of several places, short ones and those that begin with another's stem."""
    kept = defaultdict[str, dict[str, None]](dict)
    for word in sorted(meant):
        begun = set[str]().union(*(meant[other] for other in meant if other.startswith(word.rstrip("*"))))
        (place, *others) = begun if word.endswith("*") else meant[word]
        is_known = any(known.endswith("*") and word.startswith(known[:-1]) for known in kept[place])
        if place and word not in _OTHER_WORDS and not others and len(word) >= _SHORTEST_WORD and not is_known:
            kept[place][word] = None
    return kept


def _lines(table: Mapping[str, Mapping[str, None]]) -> str:
    lines = [""]
    for word in " | ".join(f"{place}: {' '.join(table[place])}" for place in sorted(table) if table[place]).split():
        if _width(f"{lines[-1]} {word}") > _WIDTH:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return "\n".join(lines)


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def _names(locale: Locale) -> Iterator[tuple[str, str]]:
    english = Locale.parse("en")
    for code, name in locale.territories.items():
        if place := find_place(_OTHER_NAMES.get(code, english.territories.get(code, ""))):
            yield place, name
    for code, place in _PEOPLE_OF.items():
        if code in locale.languages:
            yield place, locale.languages[code]
    for zone, own in locale.time_zones.items():
        place = find_place(zone.rpartition("/")[2].replace("_", " "))
        if place and own.get("city"):
            yield place, own["city"]


def _bare(name: str, language: str) -> str:
    """Without what is in brackets, and without the Arabic article."""
    name = re.sub(r"\s*[(（].*?[)）]", "", name).strip()
    return (re.sub(r"^ال", "", name) if language == "ar" else name).replace(" ", "_").replace("\u200c", "_")


if __name__ == "__main__":
    main()
