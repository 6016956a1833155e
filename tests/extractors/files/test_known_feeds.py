"""The shipped list of feeds."""

from urllib.parse import urlsplit

from extractors import read_known_feeds
from news.lexicon.languages import name_language
from news.lexicon.places import find_country
from news.lexicon.regions import WORLD, region_of
from news.source_suggestions import _BEAT_WORDS, GENERAL


def test_every_row_is_complete_and_no_address_is_listed_twice() -> None:
    feeds = read_known_feeds()
    assert len(feeds) > 300
    assert len({feed.url for feed in feeds}) == len(feeds)
    for feed in feeds:
        assert urlsplit(feed.url).scheme in {"http", "https"}, feed
        assert feed.title, feed
        assert feed.beat in {GENERAL, *_BEAT_WORDS}, feed
        assert name_language(feed.language), feed
        if feed.place:
            assert find_country(feed.place) == feed.place, feed
            assert region_of(feed.place) == feed.region, feed


def test_every_region_has_feeds_in_several_languages() -> None:
    by_region: dict[str, set[str]] = {}
    for feed in read_known_feeds():
        by_region.setdefault(feed.region, set()).add(feed.language)
    assert len(by_region) == 11
    assert WORLD in by_region
    few = {region for region, languages in by_region.items() if len(languages) < 2}
    assert few <= {"UK and Ireland", "Oceania"}
