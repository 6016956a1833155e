import contextlib
import gzip
import ipaddress
import json
import os
import socket
import sys
import threading
import time
import tracemalloc
import zlib
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors import Fetched, Fetcher, FetchError, NotModified
from extractors.web.content_encoding import DecodingError, TooLargeError, decode_body
from extractors.web.rate_limit import parse_retry_after
from extractors.web.ssrf_guard import Network, is_public, is_public_name, is_web_port, resolve
from news import Validators
from tests.patience import PATIENCE

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

NOW = datetime(2025, 3, 1, 12, tzinfo=UTC)
FEED_BODY = b'<rss version="2.0"><channel><title>Courier</title></channel></rss>'
VECTORS = Path(__file__).resolve().parents[4] / "shared/web/vectors"


def vectors(name: str) -> list[dict[str, Any]]:
    path = VECTORS / name
    if not path.exists():
        pytest.skip(f"{path} is not here")
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def open_fetcher(**options: Any) -> Fetcher:
    return Fetcher(**{"allow_private": True, "host_delay": 0.0, "timeout": PATIENCE, **options})


NOTHING_KNOWN = Validators()


def fetch(url: str, validators: Validators = NOTHING_KNOWN, **options: Any) -> Fetched | NotModified:
    with open_fetcher(**options) as fetcher:
        return fetcher.fetch(url, validators, now=NOW)


def fetch_body(url: str, **options: Any) -> Fetched:
    fetched = fetch(url, **options)
    assert isinstance(fetched, Fetched)
    return fetched


def refusal(url: str, **options: Any) -> FetchError:
    with pytest.raises(FetchError) as caught:
        fetch(url, **options)
    assert url in str(caught.value)
    assert "\n" not in str(caught.value)
    return caught.value


def test_a_response_has_body_type_and_validators(site: Any) -> None:
    url = site.answer("/feed", b"<rss/>", Content_Type="text/xml; charset=x", ETag='W/"é"', Last_Modified="yesterday")
    fetched = fetch_body(url)
    assert (fetched.url, fetched.requested_url, fetched.permanent_url) == (url, url, "")
    assert (fetched.status, fetched.body, fetched.content_type) == (200, b"<rss/>", "text/xml; charset=x")
    assert fetched.validators == Validators('W/"é"', "yesterday")


def test_validators_are_sent_back_unchanged(site: Any) -> None:
    url = site.answer("/feed", status=304)
    given_validators = Validators('W/"é', "yesterday")
    assert fetch(url, given_validators) == NotModified(url, given_validators)
    headers = site.requests[-1][2]
    assert (headers["if-none-match"], headers["if-modified-since"]) == ('W/"é', "yesterday")


def test_a_304_can_have_new_validators(site: Any) -> None:
    url = site.answer("/feed", status=304, ETag="new")
    assert fetch(url, Validators("old", "yesterday")) == NotModified(url, Validators("new", "yesterday"))


def test_an_unsolicited_304_is_an_error(site: Any) -> None:
    assert refusal(site.answer("/feed", status=304)).retry


def test_requests_have_user_agent_and_accept_headers(site: Any) -> None:
    fetch(site.answer("/"))
    headers = site.requests[0][2]
    assert headers["user-agent"].startswith("storywake/")
    assert headers["accept-encoding"] == "gzip, deflate, br, zstd"
    assert "if-none-match" not in headers


def test_proxies_in_the_environment_are_ignored(site: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    assert fetch_body(site.answer("/", b"direct")).body == b"direct"


ENCODERS = {
    "gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": brotli.compress,
    "zstd": zstd.compress,
}


@pytest.mark.parametrize("encoding", ENCODERS)
def test_a_compressed_body_is_decompressed(site: Any, encoding: str) -> None:
    body = b"some words of a story " * 500
    url = site.answer("/", ENCODERS[encoding](body), Content_Encoding=encoding)
    assert fetch_body(url).body == body


@pytest.mark.parametrize("stated", ["gzip", "deflate", "br", "zstd", "gzip, br"])
@pytest.mark.parametrize("actual", ["gzip", "zstd"])
def test_a_body_is_decompressed_by_what_it_is_and_not_by_what_is_stated(stated: str, actual: str) -> None:
    body = b"<p>Some words of a story.</p>" * 50
    assert decode_body(ENCODERS[actual](body), stated, 10_000) == body


def test_a_body_in_the_zlib_format_is_read_although_gzip_is_stated() -> None:
    assert decode_body(zlib.compress(b"some words"), "gzip", 1_000) == b"some words"


def test_what_follows_the_last_gzip_member_is_ignored() -> None:
    body = gzip.compress(b"some ") + gzip.compress(b"words") + b"\n<!-- cached -->"
    assert decode_body(body, "gzip", 1_000) == b"some words"


@pytest.mark.parametrize("encoding", ENCODERS)
def test_a_decompression_bomb_is_refused(site: Any, encoding: str) -> None:
    bomb = ENCODERS[encoding](bytes(30_000_000))
    error = refusal(site.answer("/", bomb, Content_Encoding=encoding), max_bytes=100_000)
    assert "larger than 100,000 bytes" in str(error)
    assert not error.retry


@pytest.mark.parametrize("encoding", ENCODERS)
def test_a_decompression_bomb_is_only_decompressed_up_to_the_limit(encoding: str) -> None:
    bomb = ENCODERS[encoding](bytes(30_000_000))
    tracemalloc.start()
    with pytest.raises(TooLargeError):
        decode_body(bomb, encoding, 100_000)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 10_000_000


def test_nested_gzip_is_limited_at_each_level() -> None:
    body = gzip.compress(gzip.compress(gzip.compress(bytes(50_000_000))))
    with pytest.raises(TooLargeError):
        decode_body(body, "gzip, gzip, gzip", 1_000_000)


@pytest.mark.parametrize("encoding", ENCODERS)
def test_a_truncated_compressed_body_may_be_retried(encoding: str) -> None:
    whole = ENCODERS[encoding](bytes(range(256)) * 50)
    with pytest.raises(DecodingError) as caught:
        decode_body(whole[: len(whole) // 2], encoding, 1_000_000)
    assert caught.value.is_cut


@given(st.sampled_from([*ENCODERS, "deflate, gzip", "rot13", "", "identity"]), st.binary(max_size=200))
def test_decoders_handle_arbitrary_bytes(encoding: str, body: bytes) -> None:
    with contextlib.suppress(DecodingError, TooLargeError):
        assert len(decode_body(body, encoding, 1000)) <= 1000


@pytest.mark.parametrize("name", ["gzip", "zstd"])
def test_a_body_of_empty_parts_costs_no_time(name: str) -> None:
    empty = ENCODERS[name](b"")
    body = empty * (10_000_000 // len(empty))
    began = time.process_time()
    with pytest.raises(DecodingError, match="in more than 1000 parts"):
        decode_body(body, name, 10_000_000)
    assert time.process_time() - began < 2


def test_a_body_encoded_many_times_is_refused() -> None:
    with pytest.raises(DecodingError, match="encoded 4 times"):
        decode_body(b"x", "gzip, gzip, gzip, gzip", 100)


def test_several_long_parts_are_one_body() -> None:
    parts = [os.urandom(200_000) for _ in range(3)]
    for name in ("gzip", "zstd"):
        assert decode_body(b"".join(map(ENCODERS[name], parts)), name, 600_000) == b"".join(parts)
    with pytest.raises(TooLargeError):
        decode_body(b"".join(map(gzip.compress, parts)), "gzip", 599_999)


def test_several_gzip_members_with_padding_are_one_body() -> None:
    assert decode_body(gzip.compress(b"one ") + gzip.compress(b"two") + b"\0\0", "gzip", 100) == b"one two"


def test_raw_deflate_is_read_too() -> None:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    assert decode_body(packer.compress(b"words") + packer.flush(), "deflate", 100) == b"words"


def test_a_body_over_the_limit_is_refused_with_or_without_content_length(site: Any) -> None:
    announced = site.answer("/announced", bytes(2000))
    head = b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"
    silent = site.send_raw("/silent", head, *[bytes(500)] * 4)
    for url in (announced, silent):
        error = refusal(url, max_bytes=1000)
        assert "larger than 1,000 bytes" in str(error)
        assert not error.retry


def test_a_redirect_is_followed_and_the_final_url_returned(site: Any) -> None:
    target = site.answer("/new?a=1", b"here")
    start = site.redirect("/old", "/new?a=1#part")
    fetched = fetch_body(start)
    assert (fetched.url, fetched.requested_url, fetched.body) == (target, start, b"here")
    assert fetched.permanent_url == ""


@pytest.mark.parametrize(
    ("statuses", "permanent"),
    [((301, 308), "/2"), ((301, 302), "/1"), ((302, 301), ""), ((308,), "/1"), ((303, 307), "")],
)
def test_only_a_chain_of_permanent_redirects_moves_a_url(site: Any, statuses: tuple[int, ...], permanent: str) -> None:
    for number, status in enumerate(statuses):
        site.redirect(f"/{number}", f"/{number + 1}", status)
    site.answer(f"/{len(statuses)}", b"end")
    assert fetch_body(site.url("/0")).permanent_url == (site.url(permanent) if permanent else "")


@pytest.mark.parametrize(
    ("headers", "fresh"),
    [
        ({"Cache_Control": "public, max-age=900"}, timedelta(minutes=15)),
        ({"Cache_Control": "max-age=900", "Age": "300"}, timedelta(minutes=10)),
        ({"Cache_Control": "max-age=900", "Expires": "Sat, 01 Mar 2025 20:00:00 GMT"}, timedelta(minutes=15)),
        ({"Cache_Control": "max-age=99999999"}, timedelta(days=1)),
        ({"Cache_Control": "no-cache, max-age=0"}, None),
        ({"Expires": "Sat, 01 Mar 2025 13:00:00 GMT", "Date": "Sat, 01 Mar 2025 12:00:00 GMT"}, timedelta(hours=1)),
        ({"Expires": "0"}, None),
        ({"Cache_Control": "max-age=soon"}, None),
        ({}, None),
    ],
)
def test_freshness_is_read_from_the_headers(site: Any, headers: dict[str, str], fresh: timedelta | None) -> None:
    assert fetch_body(site.answer("/fresh", b"a", **headers)).fresh_for == fresh


def test_a_redirect_loop_ends(site: Any) -> None:
    error = refusal(site.redirect("/loop", "/loop"))
    assert "more than 8 redirects" in str(error)
    assert len(site.requests) == 9
    assert not error.retry


def test_a_cookie_set_by_a_redirect_is_sent_only_to_its_target(site: Any) -> None:
    site.answer("/gate", status=302, Location="/in", Set_Cookie="seen=1")
    site.answer("/in", b"in")
    with open_fetcher() as fetcher:
        fetcher.fetch(site.url("/gate"), now=NOW)
        fetcher.fetch(site.url("/in"), now=NOW)
    assert [headers.get("cookie") for _, _, headers in site.requests] == [None, "seen=1", None]


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://example.com/", "http://[::1"])
def test_a_redirect_to_an_unusable_url_is_refused(site: Any, target: str) -> None:
    assert not refusal(site.redirect("/", target)).retry


def test_a_redirect_without_a_target_is_refused(site: Any) -> None:
    assert "without saying where to go" in str(refusal(site.answer("/", status=302)))


@pytest.mark.parametrize(
    ("status", "retry"),
    [(status, False) for status in (300, 400, 401, 403, 404, 410)]
    + [(status, True) for status in (408, 425, 429, 500, 502, 503)],
)
def test_the_error_says_whether_a_retry_may_help(site: Any, status: int, retry: bool) -> None:
    error = refusal(site.answer("/", status=status))
    assert (error.status, error.retry, error.retry_after) == (status, retry, None)
    assert f"answered {status} " in str(error)


@pytest.mark.parametrize("url", ["http://[::1", "https://[zz]/feed", "http://a]b/"])
def test_an_address_whose_host_is_not_valid_is_named(url: str) -> None:
    with open_fetcher() as fetcher:
        for ask in (fetcher.fetch, lambda address, now: fetcher.post(address, b"", {}, now=now)):
            with pytest.raises(FetchError) as caught:
                ask(url, now=NOW)
            assert str(caught.value) == f"{url}: no usable address: its host is not valid"
            assert not caught.value.retry


def test_retry_after_of_a_busy_server_is_returned(site: Any) -> None:
    error = refusal(site.answer("/", status=429, Retry_After="120"))
    assert error.retry_after == NOW + timedelta(minutes=2)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("120", timedelta(minutes=2)),
        ("Sat, 01 Mar 2025 13:00:00 GMT", timedelta(hours=1)),
        ("Sat, 01 Mar 2025 14:00:00 +0100", timedelta(hours=1)),
        ("99999999999999999999", timedelta(days=1)),
        ("Sat, 01 Mar 2036 13:00:00 GMT", timedelta(days=1)),
        ("Fri, 28 Feb 2025 13:00:00 GMT", None),
        ("0", None),
        ("-5", None),
        ("soon", None),
        ("", None),
    ],
)
def test_retry_after_is_seconds_or_a_date_and_at_most_a_day(value: str, expected: timedelta | None) -> None:
    assert parse_retry_after(value, NOW) == (expected and NOW + expected)


def test_retry_after_cases_of_other_projects() -> None:
    checked = 0
    for case in vectors("http_retry_after.jsonl"):
        now = datetime.fromisoformat(case["now"])
        stated = case["headers"].get("retry-after")
        wanted = datetime.fromisoformat(case["expected_update_after"]).replace(tzinfo=UTC)
        if stated is None or "max-age" in case["name"]:
            continue
        # theirs is rounded up to their next poll
        moment = parse_retry_after(stated, now)
        assert (moment or now) <= wanted
        checked += 1
    assert checked >= 8


def test_an_endless_slow_body_ends_at_the_timeout(site: Any) -> None:
    head = b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"
    url = site.send_raw("/", head + b"x", pause=0.05, forever=True)
    error = refusal(url, timeout=0.6)
    assert "within 0.6 seconds" in str(error)
    assert error.retry


def test_endless_headers_end_at_the_timeout(site: Any) -> None:
    url = site.send_raw("/", b"HTTP/1.1 200 OK\r\n", *[b"X-More: words\r\n"] * 100, pause=0.05)
    error = refusal(url, timeout=0.6)
    assert "within 0.6 seconds" in str(error)
    assert error.retry


def test_a_server_that_never_answers_ends_at_the_timeout() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        error = refusal(f"http://127.0.0.1:{silent.getsockname()[1]}/", timeout=0.4)
    assert error.retry


def test_an_endless_name_lookup_ends_at_the_timeout() -> None:
    released = threading.Event()

    def hang(host: str, port: int) -> list[str]:
        released.wait(PATIENCE)
        return []

    error = refusal("http://slow.test/", timeout=0.4, network=Network(resolve=hang))
    released.set()
    assert error.retry


def test_an_interrupted_connection_may_be_retried(site: Any) -> None:
    error = refusal(site.send_raw("/", b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nhalf"))
    assert error.retry
    assert "truncated" in str(error)


def test_a_response_that_is_not_http_is_an_error(site: Any) -> None:
    assert refusal(site.send_raw("/", b"SSH-2.0-OpenSSH\r\n")).retry


def test_a_closed_port_may_be_retried() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    assert refusal(f"http://127.0.0.1:{port}/").retry


def test_an_unknown_host_is_named_in_the_error() -> None:
    def nobody(host: str, port: int) -> list[str]:
        raise OSError("no such host")

    error = refusal("http://nobody.test/feed", network=Network(resolve=nobody))
    assert error.retry
    assert "no address found for nobody.test" in str(error)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "feed",
        "file:///etc/passwd",
        "http://",
        "http:///x",
        "http://[::1",
        "http://h:99999/",
        "gopher://h/",
        "http://h:x/",
    ],
)
def test_invalid_and_non_web_urls_are_refused(url: str) -> None:
    assert not refusal(url).retry


def test_a_password_in_a_url_is_not_shown(site: Any) -> None:
    site.answer("/", status=403)
    with pytest.raises(FetchError) as caught:
        fetch(f"http://reader:hush@127.0.0.1:{site.port}/\n")
    assert "hush" not in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_loopback_address_is_refused_without_a_request(site: Any) -> None:
    url = site.answer("/", b"secret")
    error = refusal(url, allow_private=False)
    assert "not a public address" in str(error)
    assert not error.retry
    assert site.requests == []


def test_a_name_that_resolves_to_loopback_is_refused(site: Any) -> None:
    network = Network(resolve=lambda host, port: ["127.0.0.1"])
    assert "not a public address" in str(refusal(site.url("/", "public.test"), network=network))
    assert site.requests == []


def only_one(address: str) -> bool:
    """Simulate the internet: only this loopback address counts as public."""
    return address == "127.0.0.1"


def test_a_redirect_from_a_public_to_a_private_address_is_refused(site: Any) -> None:
    addresses = {"public.test": ["127.0.0.1"], "private.test": ["127.0.0.2"]}
    network = Network(resolve=lambda host, port: addresses[host], is_allowed=only_one)
    site.redirect("/", site.url("/secret", "private.test"))
    error = refusal(site.url("/", "public.test"), network=network)
    assert "private.test resolves to 127.0.0.2" in str(error)
    assert [path for path, _, _ in site.requests] == ["/"]


def test_the_checked_address_is_the_one_connected_to(site: Any) -> None:
    answers = [["127.0.0.1"], ["127.0.0.2"], ["127.0.0.2"]]
    asked: list[str] = []

    def rebind(host: str, port: int) -> list[str]:
        asked.append(host)
        return answers[len(asked) - 1]

    site.answer("/", b"public")
    fetched = fetch_body(site.url("/", "rebinding.test"), network=Network(resolve=rebind, is_allowed=only_one))
    assert fetched.body == b"public"
    assert asked == ["rebinding.test"]
    assert site.requests[0][2]["host"] == f"rebinding.test:{site.port}"


def test_a_host_with_public_and_private_addresses_is_reached_at_the_public_one(site: Any) -> None:
    network = Network(resolve=lambda host, port: ["127.0.0.2", "127.0.0.1"], is_allowed=only_one)
    site.answer("/", b"public")
    assert fetch_body(site.url("/", "mixed.test"), network=network).body == b"public"


def test_the_next_address_is_tried_if_one_does_not_answer(site: Any) -> None:
    network = Network(resolve=lambda host, port: ["127.0.0.3", "127.0.0.1"], is_allowed=lambda _: True)
    site.answer("/", b"second")
    assert fetch_body(site.url("/", "two.test"), network=network).body == b"second"


@pytest.mark.parametrize(
    "address",
    "127.0.0.1 10.1.2.3 169.254.169.254 100.64.0.1 224.0.0.1 255.255.255.255 0.0.0.0 192.88.99.1 168.63.129.16 ::1 :: "
    "::ffff:127.0.0.1 ::ffff:7f00:1 64:ff9b::7f00:1 64:ff9b:1::1 2002:7f00:1:: 2001::1 fe80::1 fe80::1%eth0 fc00::1 "
    "2606:2800:220:1::1%1 ff02::1 2001:db8::1 fec0::1 ::127.0.0.1 localhost 1".split(" "),
)
def test_non_public_addresses_are_refused(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "address", ["1.1.1.1", "172.217.6.78", "2606:2800:220:1:248:1893:25c8:1946", "::ffff:1.1.1.1", "64:ff9b::101:101"]
)
def test_public_addresses_are_allowed(address: str) -> None:
    assert is_public(address)


@given(st.ip_addresses())
def test_addresses_that_python_considers_private_are_refused(
    address: ipaddress.IPv4Address | ipaddress.IPv6Address,
) -> None:
    embedded = isinstance(address, ipaddress.IPv6Address) and (
        address.ipv4_mapped or address in ipaddress.ip_network("64:ff9b::/96")
    )
    if not address.is_global and not embedded:
        assert not is_public(str(address))


def look_up(host: str, port: int) -> list[str]:
    """Resolve numeric addresses in every spelling; fail for names, without a lookup."""
    try:
        socket.inet_aton(host.strip("[]"))
    except OSError:
        ipaddress.ip_address(host.strip("[]").partition("%")[0])
    return resolve(host, port)


def test_ssrf_cases_of_other_projects_are_refused_before_a_request() -> None:
    cases = [case for case in vectors("ssrf.jsonl") if case["block"]]
    with Fetcher(host_delay=0, timeout=5, network=Network(resolve=look_up)) as fetcher:
        for case in cases:
            if case["note"] == "CIDR":
                network = ipaddress.ip_network(case["url"])
                assert not is_public(str(network[0])), case
                assert not is_public(str(network[-1])), case
                continue
            with pytest.raises(FetchError, match=r"refused|no usable address") as caught:
                fetcher.fetch(case["url"], now=NOW)
            assert not caught.value.retry, (case, urlsplit(case["url"]))
    assert len(cases) > 80


@pytest.mark.parametrize(
    "host",
    """news.example www.bbc.co.uk xn--e1afmkfd.xn--p1ai 1news.co.nz 24.hu 4.3.2.news.example 172.217.6.78 a.b.c.d.e.org
    8-8-8-8.nip.io metadata-weekly.example example.com. [2606:2800:220:1:248:1893:25c8:1946]""".split(),
)
def test_public_names_are_allowed(host: str) -> None:
    assert is_public_name(host)


@pytest.mark.parametrize(
    "host",
    """localhost router printer.local wiki.corp db.internal metadata.google.internal nas.home.arpa instance-data
    metadata.tencentyun.com 169.254.169.254.nip.io app-10-0-0-1.sslip.io o177.0.0.1 1.2.3.4.5
    0x41414141A9FEA9FE""".split(),
)
def test_local_and_metadata_names_are_refused(host: str) -> None:
    assert not is_public_name(host)


@pytest.mark.parametrize(("port", "served"), [(80, True), (443, True), (8080, True), (8443, True), (65535, True)]
    + [(port, False) for port in (21, 22, 25, 53, 110, 587, 993, 3306, 5432, 6379, 9200, 11211)])  # fmt: skip
def test_only_web_ports_are_allowed(port: int, served: bool) -> None:
    assert is_web_port(port) is served
    network = Network(resolve=lambda host, port: ["10.0.0.1"])
    refused = "not a public address" if served else f"port {port} is not for the web"
    assert refused in str(refusal(f"http://news.example:{port}/", network=network))


def test_a_server_that_stops_sending_is_given_up_before_the_timeout(site: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extractors.web.connections.LONGEST_SILENCE", 0.3)
    released = threading.Event()

    def fall_silent(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc")
        released.wait(PATIENCE)

    started = time.monotonic()
    assert refusal(site.do("/", fall_silent), timeout=PATIENCE).retry
    assert time.monotonic() - started < PATIENCE / 2
    released.set()


def test_requests_to_one_host_are_spaced_out(site: Any) -> None:
    url = site.answer("/", b"x")
    began = time.monotonic()
    with open_fetcher(host_delay=0.2) as fetcher, ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: fetcher.fetch(url, now=NOW), range(4)))
    assert len(site.requests) == 4
    assert time.monotonic() - began >= 3 * 0.2


class Skipping:
    """A fake clock and event: a wait advances the clock instead of taking time."""

    def __init__(self) -> None:
        self.skipped = 0.0

    def monotonic(self) -> float:
        return time.monotonic() + self.skipped

    def wait(self, seconds: float) -> bool:
        self.skipped += seconds
        return False

    def is_set(self) -> bool:
        return False


def test_the_wait_before_a_redirect_to_the_same_host_does_not_count_as_time_of_the_request(
    site: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Skipping()
    monkeypatch.setattr("extractors.web.rate_limit.time", clock)
    monkeypatch.setattr("extractors.web.connections.time", clock)
    parts = {"Event": lambda: clock, "Lock": threading.Lock, "Thread": threading.Thread}
    monkeypatch.setattr("extractors.web.connections.threading", SimpleNamespace(**parts))
    site.redirect("/a", "/b")
    site.answer("/b", b"x")
    with open_fetcher(host_delay=4 * PATIENCE, timeout=PATIENCE) as fetcher:
        assert isinstance(fetcher.fetch(site.url("/a"), now=NOW), Fetched)
    assert 3 * PATIENCE < clock.skipped <= 4 * PATIENCE


def test_requests_to_different_hosts_do_not_wait(site: Any) -> None:
    network = Network(resolve=lambda host, port: ["127.0.0.1"], is_allowed=lambda _: True)
    site.answer("/", b"x")
    started = time.monotonic()
    with open_fetcher(host_delay=PATIENCE, network=network) as fetcher:
        for name in ("one.test", "two.test", "three.test"):
            fetcher.fetch(site.url("/", name), now=NOW)
    assert time.monotonic() - started < PATIENCE


def test_closing_the_fetcher_ends_the_wait(site: Any) -> None:
    url = site.answer("/", b"x")
    fetcher = open_fetcher(host_delay=PATIENCE)
    fetcher.fetch(url, now=NOW)
    threading.Timer(0.2, fetcher.close).start()
    started = time.monotonic()
    with pytest.raises(FetchError, match="closed"):
        fetcher.fetch(url, now=NOW)
    assert time.monotonic() - started < PATIENCE / 2


def test_a_chunked_body_is_read(site: Any) -> None:
    def respond(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Transfer-Encoding", "chunked")
        handler.end_headers()
        for chunk in (b"one ", b"two"):
            handler.wfile.write(f"{len(chunk):x}\r\n".encode() + chunk + b"\r\n")
        handler.wfile.write(b"0\r\n\r\n")

    assert fetch_body(site.do("/", respond)).body == b"one two"


@pytest.mark.parametrize(
    ("stated", "body"),
    [
        ("gzip", FEED_BODY),
        ("deflate", FEED_BODY),
        ("br", b"\xef\xbb\xbf\r\n" + FEED_BODY),
        ("utf-8", FEED_BODY),
        ("none", FEED_BODY),
        ("", gzip.compress(FEED_BODY, mtime=0)),
        ("utf-8", gzip.compress(FEED_BODY, mtime=0)),
        ("gzip", gzip.compress(gzip.compress(FEED_BODY, mtime=0), mtime=0)),
        ("identity, gzip", gzip.compress(FEED_BODY, mtime=0)),
    ],
)
def test_a_wrongly_stated_encoding_is_read_as_browsers_do(stated: str, body: bytes) -> None:
    assert decode_body(body, stated, 1000).removeprefix(b"\xef\xbb\xbf").strip() == FEED_BODY


def test_an_encoding_that_is_not_stated_is_limited_too() -> None:
    with pytest.raises(TooLargeError):
        decode_body(gzip.compress(b"0" * 100_000), "", 1000)
    with pytest.raises(TooLargeError):
        decode_body(gzip.compress(gzip.compress(b"0" * 100_000)), "gzip", 1000)


def test_an_answer_is_taken_whatever_its_status_and_no_redirect_is_followed(site: Any) -> None:
    elsewhere = site.answer("/elsewhere", b"secret")
    with open_fetcher() as fetcher:
        for status in (200, 400, 500):
            answer = fetcher.ask(site.answer("/api", b'{"a": 1}', status))
            assert (answer.status, answer.json()) == (status, {"a": 1})
        assert fetcher.ask(site.redirect("/moved", elsewhere)).status == 302
        fetcher.ask(site.answer("/api", b""), headers={"Authorization": "Bearer x"})
    path, _, headers = site.requests[-1]
    assert (path, headers["authorization"], headers["accept"]) == ("/api", "Bearer x", "application/json")
    assert "/elsewhere" not in {path for path, _, _ in site.requests}


def test_an_answer_is_guarded_and_limited_like_a_page(site: Any) -> None:
    url = site.answer("/api", b"x" * 1001)
    with open_fetcher(max_bytes=1000) as fetcher, pytest.raises(FetchError, match="larger than 1,000 bytes"):
        fetcher.ask(url)
    with open_fetcher(allow_private=False) as fetcher, pytest.raises(FetchError, match="refused"):
        fetcher.ask(url, {"code": "x"})
    slow = site.send_raw("/slow", b" ", pause=0.02, forever=True)
    with open_fetcher(timeout=0.3) as fetcher, pytest.raises(FetchError, match=r"no complete answer|truncated"):
        fetcher.ask(slow)
