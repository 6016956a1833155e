"""Writing lists of feeds."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors import Merged, OpmlError, add_feeds, read_opml, remove_feed, write_opml
from extractors.plain_text import tidy
from news import Feed

MINE = """<?xml version="1.0"?>
<!-- my feeds -->
<opml version="2.0"><head><title>T</title></head>
  <body>
    <!-- the best one --><outline text="world"><outline text="A" xmlUrl="https://a.example/feed"/></outline>
  </body>
</opml>
"""


def test_a_feed_is_added_once_and_the_rest_of_the_file_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "feeds.opml"
    path.write_text(MINE, encoding="utf-8")
    new = Feed("https://b.example/?a=1&b=2", 'B & "C" <d>', ("world",), "https://b.example/")
    assert add_feeds(path, [new, new, Feed("https://a.example/feed")]) == Merged((new,))
    assert add_feeds(path, [new]) == Merged()
    text = path.read_text(encoding="utf-8")
    assert "<!-- my feeds -->" in text
    assert "<!-- the best one -->" in text
    assert read_opml(path)[0] == (Feed("https://a.example/feed", "A", ("world",)), new)
    assert [file.name for file in tmp_path.iterdir()] == ["feeds.opml"]


def test_a_missing_list_is_created(tmp_path: Path) -> None:
    path = tmp_path / "new" / "feeds.opml"
    feed = Feed("https://a.example/feed", "A")
    assert add_feeds(path, [feed]) == Merged((feed,))
    assert read_opml(path) == ((feed,), ())


@pytest.mark.parametrize("broken", ["<opml><body>", "no list", "<opml version='2.0'><head/></opml>"])
def test_an_unreadable_list_is_not_changed(tmp_path: Path, broken: str) -> None:
    path = tmp_path / "feeds.opml"
    path.write_text(broken, encoding="utf-8")
    with pytest.raises(OpmlError, match=r"feeds\.opml"):
        add_feeds(path, [Feed("https://a.example/feed")])
    assert path.read_text(encoding="utf-8") == broken


characters = st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp"))
names = st.text(characters, min_size=1, max_size=20).map(lambda text: " ".join(tidy(text).split())).filter(bool)


@given(
    st.dictionaries(
        st.integers(0, 99), st.tuples(names, st.lists(names, max_size=2, unique=True)), min_size=1, max_size=6
    )
)
def test_written_feeds_are_read_back(stated: dict[int, tuple[str, list[str]]]) -> None:
    feeds = [Feed(f"https://a.example/{number}", title, tuple(folders)) for number, (title, folders) in stated.items()]
    path = Path("feeds.opml")
    parsed = _read(write_opml(feeds), path)
    assert {feed.url: (feed.title, set(feed.folders)) for feed in parsed} == {
        feed.url: (feed.title, set(feed.folders)) for feed in feeds
    }


def _read(text: str, path: Path) -> tuple[Feed, ...]:
    from extractors.files.opml import _Outlines

    outlines = _Outlines(path)
    outlines.read(text.encode())
    assert not outlines.complaints
    return tuple(outlines.feeds.values())


def test_a_known_feed_is_put_into_further_folders_and_folders_of_one_name_are_merged(tmp_path: Path) -> None:
    path = tmp_path / "feeds.opml"
    path.write_text(MINE, encoding="utf-8")
    known, other = Feed("https://a.example/feed", "", ("World", "Europe")), Feed("https://c.example/", "C", ("WORLD",))
    merged = add_feeds(path, [known, other, Feed("https://c.example/", "C", ("science",))])
    assert [feed.folders for feed in merged.refiled] == [("Europe",)]
    assert [feed.folders for feed in merged.new] == [("WORLD", "science")]
    assert read_opml(path)[0] == (
        Feed("https://a.example/feed", "A", ("world", "Europe")),
        Feed("https://c.example/", "C", ("world", "science")),
    )
    text = path.read_text(encoding="utf-8")
    assert text.casefold().count('text="world"') == 1
    assert "<!-- the best one -->" in text
    assert add_feeds(path, [known, other]) == Merged()


def test_a_feed_is_removed_from_all_folders_and_the_rest_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "feeds.opml"
    path.write_text(
        """<?xml version="1.0" encoding="ISO-8859-1"?>
<opml version="2.0"><body>
  <outline text="Köln">
    <outline text="A" xmlUrl="https://a.example/?x=1&amp;y=2"/>
    <!-- kept --><outline text="B" xmlUrl="https://b.example/"></outline>
  </outline>
  <outline text="also" ><outline text="A" xmlUrl='feed://a.example/?x=1&amp;y=2'><outline text="note"/></outline>
  </outline>
  <outline text="A" xmlUrl="https://a.example/?x=1&amp;y=2">
  </outline>
</body></opml>""",
        encoding="iso-8859-1",
    )
    remove_feed(path, "https://a.example/?x=1&y=2")
    text = path.read_text(encoding="utf-8")
    assert "https://a.example" not in text
    assert '<!-- kept --><outline text="B"' in text
    assert [feed.url for feed in read_opml(path)[0]] == ["https://b.example/", "http://a.example/?x=1&y=2"]
    assert [feed.folders for feed in read_opml(path)[0]] == [("Köln",), ("also",)]
    remove_feed(path, "http://a.example/?x=1&y=2")
    assert '<outline text="note"/>' in path.read_text(encoding="utf-8")


def test_the_only_feed_and_an_unlisted_one_are_not_removed(tmp_path: Path) -> None:
    path = tmp_path / "feeds.opml"
    path.write_text(MINE, encoding="utf-8")
    for url, problem in (("https://a.example/feed", "lists only"), ("https://b.example/", "does not list")):
        with pytest.raises(OpmlError, match=problem):
            remove_feed(path, url)
    assert path.read_text(encoding="utf-8") == MINE
