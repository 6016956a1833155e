"""The crowd of sites behaves as good and as bad as it should."""

from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

import pytest

from benchmarks.crowd_sites import Crowd
from benchmarks.weeks import Story
from extractors import parse_feed
from tests.patience import eventually

STORY = Story("/one.html", "One", "The first.", 0, datetime(2025, 3, 5, tzinfo=UTC), -1)


@pytest.fixture
def crowd() -> Iterator[Crowd]:
    with closing(Crowd(20, 12)) as crowd:
        yield crowd


def test_each_site_has_a_host_of_its_own_and_the_bad_ones_are_spread_among_the_good(crowd: Crowd) -> None:
    feeds = crowd.feeds()
    assert len(set(feeds)) == len(crowd.sites) == 32
    bad = {crowd.url_of(site, "/feed.xml") for site in crowd.bad}
    assert len(bad & set(feeds[:16])) == 6


def test_a_third_of_the_bad_sites_is_dead_a_third_slow_and_a_third_hostile(crowd: Crowd) -> None:
    faults = Counter(site.fault for site in crowd.bad)
    assert faults["refuses connections"] == 2
    assert faults["is silent"] == faults["answers 500"] == 1
    assert faults["answers late"] == faults["sends byte by byte"] == 2
    assert faults["empty gzip members"] == faults["packed zeros"] == 1


def test_a_good_site_lists_its_stories_and_notes_when_their_pages_were_read(crowd: Crowd) -> None:
    site = crowd.good[3]
    site.stories.append((STORY, b"<p>The first.</p>"))
    address = crowd.url_of(site, "/feed.xml")
    (entry,) = parse_feed(_read(address), address).entries
    assert not crowd.read_at
    assert _read(entry.url) == b"<p>The first.</p>"
    assert list(eventually(lambda: crowd.read_at)) == [entry.url]  # the server notes it after the client has it


def test_dead_sites_are_dead(crowd: Crowd) -> None:
    by_fault = {site.fault: crowd.url_of(site, "/feed.xml") for site in crowd.bad}
    with pytest.raises(HTTPError, match="500"):
        _read(by_fault["answers 500"])
    with pytest.raises(URLError, match="refused"):
        _read(by_fault["refuses connections"])


def _read(address: str) -> bytes:
    with urlopen(address, timeout=60) as answer:
        return bytes(answer.read())
