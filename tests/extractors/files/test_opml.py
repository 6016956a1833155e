import os
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extractors import OpmlError, read_opml
from extractors.files.opml import SMALL, parse_opml
from news import Feed

ROOT = Path(__file__).resolve().parents[3]


def opml(body: str) -> str:
    return f'<?xml version="1.0"?>\n<opml version="2.0"><head><title>T</title></head><body>\n{body}\n</body></opml>'


def read(folder: Path, text: str | bytes) -> tuple[tuple[Feed, ...], tuple[str, ...]]:
    path = folder / "feeds.opml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_opml(path)


def test_feeds_are_read_in_order_with_their_folders(tmp_path: Path) -> None:
    feeds, complaints = read(
        tmp_path,
        opml(
            '<outline text="top" xmlUrl="https://t.example/rss"/>'
            '<outline text=" world "><outline text="Text" title="Title" xmlUrl=" https://a.example/rss?a=1&amp;b=2 " htmlUrl="https://a.example/"/>'
            '<outline text="europe"><outline title="B &amp; C" XMLURL="http://b.example/"/></outline></outline>'
        ),
    )
    assert feeds == (
        Feed("https://t.example/rss", "top"),
        Feed("https://a.example/rss?a=1&b=2", "Title", ("world",), "https://a.example/"),
        Feed("http://b.example/", "B & C", ("world", "europe")),
    )
    assert complaints == ()


def test_a_feed_in_two_folders_is_one_feed_with_both_folders(tmp_path: Path) -> None:
    feed = '<outline text="A" xmlUrl="https://a.example/"/>'
    feeds, _ = read(tmp_path, opml(f'<outline text="one">{feed}</outline><outline text="two">{feed}{feed}</outline>'))
    assert feeds == (Feed("https://a.example/", "A", ("one", "two")),)


@pytest.mark.parametrize(
    "written",
    [
        opml('<outline text="R&D" xmlUrl="https://a.example/?x=1&y=2"/>'),
        "\ufeff\n \n" + opml('<outline text="R&amp;D" xmlUrl="https://a.example/?x=1&#38;y=2"/>') + "\0",
        opml('<outline text="R\x0b&D" xmlUrl="https://a.example/?x=1&amp;y=2"/>').replace(
            '"1.0"?', '"1.0" encoding="none"?'
        ),
        opml('<outline type="rss" text="R&amp;amp;D" url="https://a.example/?x=1&amp;y=2"/>'),
        opml('<outline text="R&D" xmlUrl="https://a.example/?x=1&y=2"/>').encode("utf-16"),
    ],
)
def test_characters_that_programs_write_although_xml_forbids_them_are_mended(
    tmp_path: Path, written: str | bytes
) -> None:
    feeds, complaints = read(tmp_path, written)
    assert (feeds, complaints) == ((Feed("https://a.example/?x=1&y=2", "R&D"),), ())


def test_a_name_in_another_charset_is_read(tmp_path: Path) -> None:
    feeds, _ = read(tmp_path, opml('<outline text="Le Féroce" xmlUrl="https://a.example/"/>').encode("cp1252"))
    assert feeds == (Feed("https://a.example/", "Le Féroce"),)


def test_a_folder_with_an_empty_address_keeps_its_name(tmp_path: Path) -> None:
    feed = '<outline text="A" xmlUrl="https://a.example/"/>'
    feeds, complaints = read(tmp_path, opml(f'<outline text="world" xmlUrl="">{feed}</outline>'))
    assert [feed.folders for feed in feeds] == [("world",)]
    assert "world is left out: ''" in complaints[0]


@pytest.mark.parametrize(
    "url",
    ["ftp://a.example/", "feed.xml", "", "http://", "http://[::1", "javascript:alert(1)", "http://h:0/", "http://h:x/"],
)
def test_an_outline_without_a_web_url_is_skipped_and_reported(tmp_path: Path, url: str) -> None:
    feeds, complaints = read(
        tmp_path, opml(f'<outline text="A" xmlUrl="https://a.example/"/>\n<outline text="Bad" xmlUrl="{url}"/>')
    )
    assert [feed.title for feed in feeds] == ["A"]
    assert len(complaints) == 1
    assert complaints[0].startswith(f"{tmp_path / 'feeds.opml'}:4: Bad is left out: {url!r}")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", ":1: is not valid XML"),
        ("feeds:\n- a", ":1: is not valid XML"),
        (opml("<outline>").replace("</body>", ""), "is not valid XML: mismatched tag"),
        ("<html><body/></html>", ":1: is not OPML: it begins with <html>"),
        (opml(""), ": contains no feed"),
        (opml('<outline text="A" xmlUrl="x"/>'), "contains no feed; "),
        ('<!DOCTYPE o [<!ENTITY a "b">]><opml><body/></opml>', ":1: defines entities"),
        (b"\x00\xff\xfe", "is not valid XML"),
        (b" " * 5_000_001, "is larger than 5,000,000 bytes"),
    ],
)
def test_an_invalid_list_is_named_in_the_error(tmp_path: Path, text: str | bytes, problem: str) -> None:
    with pytest.raises(OpmlError) as caught:
        read(tmp_path, text)
    assert str(caught.value).startswith(str(tmp_path / "feeds.opml"))
    assert problem in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_missing_list_is_named_in_the_error(tmp_path: Path) -> None:
    with pytest.raises(OpmlError, match=r"none\.opml: the list of feeds cannot be read: No such file"):
        read_opml(tmp_path / "none.opml")


def test_entities_are_neither_expanded_nor_fetched(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("hush")
    with pytest.raises(OpmlError, match="defines entities"):
        read(
            tmp_path,
            f'<!DOCTYPE o [<!ENTITY x SYSTEM "file://{secret}">]><opml><body><outline text="&x;"/></body></opml>',
        )


def test_deep_nesting_is_handled(tmp_path: Path) -> None:
    deep = "<outline text='x'>" * 20_000 + '<outline text="A" xmlUrl="https://a.example/"/>' + "</outline>" * 20_000
    feeds, _ = read(tmp_path, opml(deep))
    assert feeds == (Feed("https://a.example/", "A", ("x",)),)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=99) | st.text(max_size=99).map(lambda text: opml(text).encode("utf-8", "replace")))
def test_any_file_is_a_list_or_one_clear_error(tmp_path: Path, body: bytes) -> None:
    try:
        _, messages = read(tmp_path, body)
    except OpmlError as error:
        messages = (str(error),)
    assert all(message.startswith(str(tmp_path / "feeds.opml")) for message in messages)
    assert all(len(message.splitlines()) == 1 for message in messages)


def test_the_shipped_list_of_feeds_is_valid() -> None:
    feeds, complaints = read_opml(ROOT / "seeds" / "feeds.opml")
    assert complaints == ()
    assert len(feeds) >= 35
    # of a URL that is listed twice, only one feed would remain
    assert (ROOT / "seeds" / "feeds.opml").read_text("utf-8").count("xmlUrl=") == len(feeds)
    assert {"world", "europe", "ukraine", "us", "business"} <= {folder for feed in feeds for folder in feed.folders}
    assert all(feed.title and feed.folders and feed.site for feed in feeds)
    assert len({urlsplit(feed.url).hostname for feed in feeds}) >= 30


def test_a_large_list_is_read_as_a_small_one(tmp_path: Path) -> None:
    outlines = "".join(f'<outline text="{number}" xmlUrl="https://news.example/{number}"/>\n' for number in range(5000))
    body = f"<opml><body>{outlines}</body></opml>".encode()
    assert len(body) > SMALL
    (tmp_path / "feeds.opml").write_bytes(body)
    assert read_opml(tmp_path / "feeds.opml") == parse_opml(tmp_path / "feeds.opml", body)
    (tmp_path / "feeds.opml").write_bytes(body[:-20])
    with pytest.raises(OpmlError, match=r"feeds\.opml:5000: is not valid XML"):
        read_opml(tmp_path / "feeds.opml")


def test_a_pipe_is_no_list_of_feeds(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "feeds.opml")
    with pytest.raises(OpmlError, match="not a regular file"):
        read_opml(tmp_path / "feeds.opml")
