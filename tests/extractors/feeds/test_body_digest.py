import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from extractors import digest_body

HEAD = b"<?xml version='1.0'?><rss><channel><title>T</title><lastBuildDate>10:00</lastBuildDate>"
ITEMS = b"<item><title>One</title></item><item><title>Two</title></item>"
BODY = HEAD + ITEMS + b"</channel></rss>"
ATOM = b"<feed><updated>10:00</updated><entry\nxml:lang='en'><title>One</title></entry></feed><!-- cached at 10:00 -->"


@pytest.mark.parametrize("body", [BODY, ATOM, b"\xef\xbb\xbf\n" + BODY, BODY + b"\n<!-- served in 0.10:00 s -->"])
def test_a_timestamp_outside_the_entries_does_not_change_the_digest(body: bytes) -> None:
    assert digest_body(body.replace(b"10:00", b"10:05")) == digest_body(body)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"One", b"1"),
        (b"</channel>", b"<item><title>Three</title></item></channel>"),
        (b"</channel>", b"<atom:entry><title>Three</title></atom:entry></channel>"),
        (b"<title>T</title>", b"<atom:entry><title>Three</title></atom:entry>"),
        (b"<title>T</title>", b"<item/>"),
        (ITEMS, b"<item><title>Two</title></item><item><title>One</title></item>"),
        (b"</item></channel></rss>", b""),
    ],
)
def test_any_change_of_the_entries_changes_the_digest(old: bytes, new: bytes) -> None:
    assert old in BODY
    assert digest_body(BODY.replace(old, new)) != digest_body(BODY)


def test_completing_a_truncated_entry_changes_the_digest() -> None:
    cut = HEAD + b"<item><title>One</title></item><item><title>Tw"
    assert len({digest_body(body) for body in (cut, cut + b"o", cut + b"o</title></item></channel></rss>")}) == 3


@pytest.mark.parametrize(
    "body",
    [
        HEAD + b"</channel></rss>",
        b'{"title": "10:00", "items": [{"content_html": "<item>One</item>"}]}',
        ATOM.decode().encode("utf-16"),
        b"no feed at 10:00 <item></item>",
        b"<rss><lastBuildDate>10:00</lastBuildDate></item><item>",
        b"",
    ],
)
def test_without_entries_the_digest_covers_the_whole_body(body: bytes) -> None:
    changed = body.replace(b"10:00", b"10:05").replace("10:00".encode("utf-16-le"), "10:05".encode("utf-16-le"))
    assert changed != body or not body
    assert (digest_body(changed) == digest_body(body)) == (not body)


@given(st.lists(st.sampled_from([b"<item>", b"</item>", b"<entry ", b"</entry>", b"x", b"<a:item>", b"<"]), max_size=9))
@example([b"<entry ", b"<item>", b"</entry>", b"x", b"</item>"])
def test_the_digest_covers_every_entry(parts: list[bytes]) -> None:
    body = b"<" + b"".join(parts)
    for number, part in enumerate(parts):
        within = b"".join(parts[:number]).count(b"<item>") and b"</item>" in parts[number + 1 :]
        if part == b"x" and within:
            changed = b"<" + b"".join([*parts[:number], b"y", *parts[number + 1 :]])
            assert digest_body(changed) != digest_body(body)


@pytest.mark.parametrize(
    "piece", [b"<item>", b"</item>", b"<a:b:", b"<" + b"a" * 50, b"a" * 2_000_000 + b":item>", b"<item"]
)
def test_a_hostile_body_takes_bounded_time(piece: bytes) -> None:
    started = time.process_time()
    digest_body(b"<" + piece * (5_000_000 // len(piece)))
    assert time.process_time() - started < 2
