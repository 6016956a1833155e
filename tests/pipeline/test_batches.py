"""Batches: every item is in one batch, those of a host stay together, and the size is limited."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from pipeline.batches import by_host, host_of, in_order

URLS = st.lists(st.tuples(st.sampled_from("abcdefghij"), st.integers(0, 5)).map(lambda t: f"http://{t[0]}.org/{t[1]}"))


@given(URLS, st.integers(1, 10), st.integers(1, 20))
def test_every_item_is_in_exactly_one_batch(urls: list[str], batches: int, largest: int) -> None:
    shares = by_host(urls, lambda url: url, batches, largest)
    assert Counter(url for share in shares for url in share) == Counter(urls)
    assert all(shares)


@given(URLS, st.integers(1, 10), st.integers(1, 20))
def test_all_items_of_a_host_are_in_one_batch(urls: list[str], batches: int, largest: int) -> None:
    shares = by_host(urls, lambda url: url, batches, largest)
    places = {(host_of(url), number) for number, share in enumerate(shares) for url in share}
    assert len(places) == len({host for host, _ in places})


def test_hosts_alternate_within_a_batch() -> None:
    urls = ["http://a.org/1", "http://a.org/2", "http://b.org/1", "http://b.org/2"]
    assert by_host(urls, lambda url: url, 1, 50) == [tuple(urls[i] for i in (0, 2, 1, 3))]


@given(st.lists(st.integers()), st.integers(1, 7))
def test_batches_keep_the_order_of_the_items(numbers: list[int], size: int) -> None:
    cut = in_order(numbers, size)
    assert [number for batch in cut for number in batch] == numbers
    assert all(len(batch) <= size for batch in cut)


def test_an_invalid_url_has_no_host() -> None:
    assert host_of("http://[::1") == ""
    assert host_of("https://www.Example.org:80/x") == "example.org"
