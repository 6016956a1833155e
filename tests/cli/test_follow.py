"""`storywake follow`: from an address, a file or text to a seed file, with a search of the archive."""

import io
import json
from pathlib import Path

import pytest

from extractors import read_seed
from news import Answer, Verdict
from pipeline import load_settings, open_runtime, run_pass
from storage import open_store
from tests.cli.conftest import FOLLOW_UP, HOSTILE_TITLE, SEED, UNRELATED, Storywake, Web, as_page, only_line
from tests.cli.test_tune import Terminal

ARTICLE = SEED.split("---\n")[2]
HEADLINES = {"ready": FOLLOW_UP.split("\n")[0], "bread": UNRELATED.split("\n")[0]}
TITLE = "Zelenskyy leaves the White House without a minerals deal"


@pytest.fixture
def outlet(web: Web) -> Web:
    web.pages["/deal"] = as_page(f"{TITLE}\n\n{ARTICLE}")
    return web


@pytest.fixture
def archive(outlet: Web, home: Path) -> Web:
    """An archive of two articles: one that continues the story, one that does not."""
    outlet.pages["/ready"] = as_page(FOLLOW_UP)
    outlet.pages["/bread"] = as_page(UNRELATED)
    links = "".join(
        f"<item><title>{title}</title><link>{outlet.base}/{one}</link></item>" for one, title in HEADLINES.items()
    )
    outlet.pages["/feed"] = f"<rss version='2.0'><channel><title>Wire</title>{links}</channel></rss>".encode()
    opml = f'<opml version="2.0"><body><outline text="Wire" xmlUrl="{outlet.base}/feed"/></body></opml>'
    (home / "seeds/feeds.opml").write_text(opml)
    with open_runtime(load_settings()) as runtime:
        run_pass(runtime)
    return outlet


def stories(home: Path) -> list[str]:
    return sorted(one.name for one in (home / "seeds").iterdir() if one.suffix != ".opml")


def test_an_address_becomes_a_seed_file_and_the_archive_is_searched(
    storywake: Storywake, archive: Web, home: Path
) -> None:
    ended = storywake(
        "follow", f"{archive.base}/deal", "--yes", "--recipients", "ann@news.example", "--alerts", "daily"
    )
    assert ended.code == 0, ended.err
    assert "who:  " in ended.out
    assert "Of 2 articles of the archive since " in ended.out
    assert "1 would have matched" in ended.out
    assert "Zelenskyy ready to sign the minerals deal (" in ended.out
    assert "the search of the archive found 1 report." in ended.out
    (name,) = stories(home)
    seed = read_seed(home / "seeds" / name)
    assert (seed.title, seed.url) == (TITLE, f"{archive.base}/deal")
    assert (seed.settings.recipients, seed.settings.alerts) == (("ann@news.example",), "daily")
    assert [one["url"] for one in json.loads(storywake("matches", seed.name, "--json").out)] == [
        f"{archive.base}/ready"
    ]


def test_nothing_near_says_among_how_many_and_what_came_nearest(storywake: Storywake, archive: Web, home: Path) -> None:
    (home / "other.txt").write_text("Firefly of Freedonia met Trentino of Sylvania in Geneva about a lithium treaty.\n")
    out = storywake("follow", "other.txt", "--yes").out
    assert "Of 2 articles of the archive since " in out
    assert "none would have matched.\nNearest:\n  0." in out


def test_the_same_article_again_says_that_it_is_followed(storywake: Storywake, outlet: Web, home: Path) -> None:
    outlet.pages["/copy"] = outlet.pages["/deal"]
    first = storywake("follow", f"{outlet.base}/deal", "--yes", "--name", "deal")
    assert first.code == 0, first.err
    for address in ("/deal", "/deal?utm_source=mail", "/copy"):
        again = storywake("follow", outlet.base + address, "--yes")
        assert (again.code, "is followed already, as deal (seeds/deal.txt)" in again.out) == (0, True)
    assert json.loads(storywake("follow", f"{outlet.base}/deal", "--yes", "--json").out)["new"] is False
    assert stories(home) == ["deal.txt"]


def test_without_a_terminal_questions_are_one_clear_error_before_anything_is_fetched(
    storywake: Storywake, outlet: Web, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("yes\n" * 9))
    ended = storywake("follow", f"{outlet.base}/deal")
    assert (ended.code, ended.out) == (2, "")
    assert "--yes" in only_line(ended)
    assert not outlet.asked.is_set()
    assert stories(home) == []


def test_at_a_terminal_answers_recipients_and_rhythm_are_asked_for(
    storywake: Storywake, archive: Web, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", Terminal("perhaps\nyes\nno\nnot-an-address\nann@news.example\nhourly\nweekly\n"))
    ended = storywake("follow", f"{archive.base}/deal", "--name", "deal")
    assert ended.code == 0, ended.err
    assert "1. Zelenskyy ready to sign the minerals deal" in ended.out
    seed = read_seed(home / "seeds/deal.txt")
    assert (seed.settings.recipients, seed.settings.alerts) == (("ann@news.example",), "weekly")
    with open_store(load_settings().database_url) as store:
        (one,) = store.matches("deal", verdicts=tuple(Verdict))
    assert (one.answer, one.is_rejected) == (Answer.NO, True)


@pytest.mark.parametrize("typed", ["no\n", "", "yes\n", "yes\nskip\nann@news.example\n"])
def test_a_no_or_the_end_of_the_input_writes_nothing(
    storywake: Storywake, archive: Web, home: Path, monkeypatch: pytest.MonkeyPatch, typed: str
) -> None:
    monkeypatch.setattr("sys.stdin", Terminal(typed))
    ended = storywake("follow", f"{archive.base}/deal")
    assert ended.code == (0 if typed == "no\n" else 130)
    assert "Not followed; nothing was written." in ended.out + ended.err
    assert stories(home) == []


def test_ctrl_c_during_the_search_leaves_a_whole_file_that_is_followed(
    storywake: Storywake, outlet: Web, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("pipeline.search_archive", interrupted)
    ended = storywake("follow", f"{outlet.base}/deal", "--yes", "--name", "deal")
    assert ended.code == 130
    assert "deal is followed; the next run searches the rest of the archive." in ended.err
    assert stories(home) == ["deal.txt"]
    assert read_seed(home / "seeds/deal.txt").title == TITLE


def test_a_file_keeps_its_own_settings_and_its_bytes(storywake: Storywake, home: Path) -> None:
    own = f"---\nalerts: weekly   # as agreed\n---\n# {TITLE}\n\n{ARTICLE}"
    (home / "deal.md").write_text(own)
    refused = storywake("follow", "deal.md", "--yes", "--alerts", "daily")
    assert (refused.code, "the file itself says alerts" in only_line(refused)) == (2, True)
    assert storywake("follow", "deal.md", "--yes", "--recipients", "ann@news.example").code == 0
    assert (home / "seeds/deal.md").read_text() == own.replace("---\n", "---\nrecipients: [ann@news.example]\n", 1)


def test_a_page_that_was_saved_can_be_followed(storywake: Storywake, home: Path) -> None:
    (home / "page.html").write_bytes(as_page(f"{TITLE}\n\n{ARTICLE}"))
    ended = storywake("follow", "page.html", "--yes", "--json")
    assert ended.code == 0, ended.err
    said = json.loads(ended.out)
    assert (said["title"], said["url"], said["new"]) == (TITLE, "", True)


def test_a_seed_file_with_only_an_address_is_filled_in_place(storywake: Storywake, outlet: Web, home: Path) -> None:
    (home / "seeds/deal.txt").write_text(f"{outlet.base}/deal\n")
    listed = storywake("seeds")
    assert f"`storywake follow {outlet.base}/deal` fetches the article" in listed.out + listed.err
    assert storywake("follow", "seeds/deal.txt", "--yes").code == 0
    assert stories(home) == ["deal.txt"]
    assert read_seed(home / "seeds/deal.txt").title == TITLE


def test_text_from_stdin_is_followed(storywake: Storywake, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(f"{TITLE}\n\n{ARTICLE}".encode())))
    assert storywake("follow", "-", "--yes", "--name", "deal").code == 0
    assert read_seed(home / "seeds/deal.txt").title == TITLE


def test_a_hostile_headline_reaches_neither_the_terminal_nor_the_file(
    storywake: Storywake, outlet: Web, home: Path
) -> None:
    meta = "<title>x</title>"
    title = HOSTILE_TITLE.replace("<", "&lt;").replace('"', "&quot;")
    outlet.pages["/bad"] = outlet.pages["/deal"].replace(TITLE.encode(), title.encode()) + meta.encode()
    ended = storywake("follow", f"{outlet.base}/bad", "--yes")
    assert ended.code == 0, ended.err
    assert not {"\x1b", "\x07", "\u202e"} & set(ended.out + ended.err)
    (name,) = stories(home)
    assert not {"\x1b", "/", " "} & set(name)
    assert not {"\x1b", "\x07", "\u202e"} & set((home / "seeds" / name).read_text("utf-8"))


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        ("ftp://news.example/a", "only http and https can be read"),
        ("missing.txt", "no such file; an address begins with https://"),
        ("seeds", "seeds: a folder, not an article: name a file in it, or an address"),
        ("report.docx", "save the article's text as .txt or .md"),
        ("empty.txt", "is empty"),
    ],
)
def test_what_cannot_be_followed_is_one_clear_line(storywake: Storywake, home: Path, source: str, problem: str) -> None:
    (home / "report.docx").write_bytes(b"PK\x03\x04")
    (home / "empty.txt").write_text("")
    ended = storywake("follow", source, "--yes")
    assert (ended.code, ended.out) == (2, "")
    assert problem in only_line(ended)
    assert stories(home) == []


def test_addresses_in_private_networks_are_refused(
    storywake: Storywake, outlet: Web, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STORYWAKE_ALLOW_PRIVATE_ADDRESSES", "false")
    ended = storywake("follow", f"{outlet.base}/deal", "--yes")
    assert (ended.code, "not a public address" in only_line(ended)) == (2, True)
    assert not outlet.asked.is_set()
    assert stories(home) == []


@pytest.mark.parametrize(
    ("name", "problem"), [("../deal", "cannot be the name"), ("a b", "cannot be the name"), ("deal", "another seed")]
)
def test_a_name_that_is_unsafe_or_taken_is_refused(
    storywake: Storywake, outlet: Web, home: Path, name: str, problem: str
) -> None:
    (home / "seeds/deal.md").write_text("Quite another story of a bakery in Mill Lane.\n")
    ended = storywake("follow", f"{outlet.base}/deal", "--yes", "--name", name)
    assert (ended.code, problem in ended.err) == (2, True)
    assert stories(home) == ["deal.md"]
