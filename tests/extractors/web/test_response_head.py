"""Responses with header lines that browsers accept and the HTTP library does not."""

from datetime import UTC, datetime
from typing import Any

import pytest

from extractors import Fetched, Fetcher
from extractors.web.response_head import LONGEST_HEAD, find_head_end, mend_head
from tests.patience import PATIENCE

NOW = datetime(2025, 3, 1, 12, tzinfo=UTC)


def fetch(url: str) -> Fetched:
    with Fetcher(allow_private=True, host_delay=0, timeout=PATIENCE) as fetcher:
        fetched = fetcher.fetch(url, now=NOW)
    assert isinstance(fetched, Fetched)
    return fetched


@pytest.mark.parametrize(
    "line",
    [b"app/cache.php: off", b"X-Powered-By Trantura", b"X-Old : 1", b"Set-Cookie: a=\x01b", b"\xe9t\xe9: 1", b": none"],
    ids=["name", "no colon", "blank before colon", "control character", "letters", "no name"],
)
@pytest.mark.parametrize("place", [0, 1])
def test_an_illegal_header_line_loses_no_response(site: Any, line: bytes, place: int) -> None:
    lines = [b"Content-Type: text/xml", b"Content-Length: 6"]
    lines.insert(place, line)
    url = site.send_raw("/feed", b"HTTP/1.1 200 OK\r\n" + b"\r\n".join(lines) + b"\r\n\r\n", b"<rss/>")
    assert (fetch(url).body, fetch(url).content_type) == (b"<rss/>", "text/xml")


def test_the_body_is_left_as_it_is_however_the_packets_are_cut(site: Any) -> None:
    body = b"x y z\r\n\r\nno colon\n\n: \x00"
    head = b"HTTP/1.1 200 OK\r\nbad line\r\nContent-Length: %d\r\n\r\n" % len(body)
    whole = head + body
    for cut in (1, len(head) - 2, len(head) + 3):
        url = site.send_raw("/cut", whole[:cut], whole[cut:], pause=0.01)
        assert fetch(url).body == body


def test_fields_that_frame_the_body_are_read_with_a_blank_before_the_colon(site: Any) -> None:
    url = site.send_raw("/feed", b"HTTP/1.1 200 OK\r\nTransfer-Encoding : chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n")
    assert fetch(url).body == b"abc"


@pytest.mark.parametrize(
    "line",
    [
        b"Transfer-Encoding: identity",
        b"Content-Length:",
        b"Content-Length: many",
        b'Content-Length: "6"',
        b"Content-Length: -1",
        b"Content-Length: 6, 6",
    ],
)
def test_a_length_or_coding_that_is_none_is_ignored(site: Any, line: bytes) -> None:
    url = site.send_raw("/feed", b"HTTP/1.1 200 OK\r\n" + line + b"\r\n\r\n", b"<rss/>")
    assert fetch(url).body == b"<rss/>"


def test_a_body_in_chunks_is_read_though_that_is_said_twice(site: Any) -> None:
    said = b"Transfer-Encoding: chunked\r\n"
    url = site.send_raw("/feed", b"HTTP/1.1 200 OK\r\n" + said * 2 + b"\r\n3\r\nabc\r\n0\r\n\r\n")
    assert fetch(url).body == b"abc"


def test_folded_lines_and_good_heads_are_kept() -> None:
    good = b"HTTP/1.1 200 OK\r\nA: 1\r\n 2\r\nB:3\r\n\r\n"
    assert mend_head(good) == good
    assert mend_head(b"HTTP/1.1 200 OK\n A: 1\nB: 2\n\n") == b"HTTP/1.1 200 OK\r\nB: 2\r\n\r\n"


def test_the_end_of_a_head_is_found_across_packets() -> None:
    received = bytearray()
    assert find_head_end(received, b"HTTP/1.1 200 OK\r\nA: 1\r\n\r") == 0
    assert find_head_end(received, b"\nbody") == len(received) - 4


def test_an_endless_head_is_refused(site: Any) -> None:
    from extractors import FetchError

    url = site.send_raw("/endless", b"HTTP/1.1 200 OK\r\n", b"bad line\r\n" * (LONGEST_HEAD // 5))
    with pytest.raises(FetchError, match="not HTTP"):
        fetch(url)
