"""`check` and `seeds`: files, URLs and names in; verdicts, profiles and one-line errors out."""

import json
import threading
from collections.abc import Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.cli.conftest import Ended, Storywake

SEED = """---
title: Zelenskyy leaves the White House without a minerals deal
published: 2025-03-01
---
Ukraine's President Volodymyr Zelenskyy left the White House on Friday without signing a minerals deal after a heated
meeting with President Donald Trump and Vice President JD Vance. Trump accused Zelenskyy of gambling with a world war.
Zelenskyy had asked for security guarantees for Ukraine before any ceasefire with Russia. The minerals deal would have
given the United States a share of revenue from Ukraine's rare earths. European leaders rallied behind Ukraine.
"""
FOLLOW_UP = """Zelenskyy ready to sign the minerals deal

President Volodymyr Zelenskyy said on Sunday that Ukraine was ready to sign the minerals deal with the United States,
two days after his heated meeting with Donald Trump and JD Vance in the White House. Zelenskyy repeated that Ukraine
needs security guarantees before a ceasefire with Russia. Trump has not said whether the minerals deal is still open.
"""
UNRELATED = """Village bakery wins a prize

The bakery at the corner of Mill Lane won the county's prize for the best sourdough loaf. The judges praised the crust.
The baker, who rises at three each morning, said the secret was patience and a starter that is older than her children.
"""
PAGE = """<!doctype html><html lang="en"><head><title>{title}</title></head><body><nav><a href="/">Home</a></nav>
<article><h1>{title}</h1>{paragraphs}</article></body></html>"""


class Web(BaseHTTPRequestHandler):
    """Pages by path, given as an attribute of the server; anything else is a 404."""

    def do_GET(self) -> None:
        body = getattr(self.server, "pages").get(self.path)  # noqa: B009  http.server's type knows no pages
        self.send_response(200 if body else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body or b"")))
        self.end_headers()
        self.wfile.write(body or b"")

    def log_message(self, *arguments: object) -> None:
        """Nothing."""


def as_page(text: str) -> bytes:
    title, _, body = text.partition("\n\n")
    paragraphs = "".join(f"<p>{line}</p>" for line in body.split(". "))
    return PAGE.format(title=title, paragraphs=paragraphs).encode()


@pytest.fixture
def web() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Web) as server:
        server.pages = {"/deal": as_page(FOLLOW_UP), "/empty": b"<html><body></body></html>"}  # type: ignore[attr-defined]
        threading.Thread(target=partial(server.serve_forever, 0.05), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture
def desk(home: Path) -> Path:
    """A user's folder with a seed and articles of every kind of file."""
    (home / "seeds/deal.md").write_text(SEED, "utf-8")
    (home / "follow-up.txt").write_text(FOLLOW_UP, "utf-8")
    (home / "bread.md").write_text(UNRELATED, "utf-8")
    (home / "page.html").write_bytes(as_page(FOLLOW_UP))
    return home


def only_line(ended: Ended) -> str:
    (line,) = ended.err.splitlines()
    return line


def test_check_tells_follow_ups_from_the_rest_and_touches_no_database(
    storywake: Storywake, desk: Path, web: str
) -> None:
    ended = storywake("check", "deal", "follow-up.txt", "bread.md", "page.html", f"{web}/deal", "--json")
    assert (ended.code, ended.err) == (0, "")
    told = json.loads(ended.out)
    assert [one["verdict"] for one in told] == ["follow-up", "unrelated", "follow-up", "follow-up"]
    assert told[3]["url"] == f"{web}/deal"
    assert all(0 <= one["score"] <= 1 and one["seed"] == "deal" for one in told)
    assert any("Zelenskyy" in actor for actor in told[0]["evidence"]["actors"])
    assert told[0]["evidence"]["sentences"]
    assert not (desk / "var").exists()


def test_check_says_in_words_why_and_what_is_missing(storywake: Storywake, desk: Path) -> None:
    ended = storywake("check", "seeds/deal.md", "follow-up.txt", "bread.md")
    assert ended.code == 0
    assert "A follow-up of “Zelenskyy leaves the White House without a minerals deal”: it names" in ended.out
    assert "Not about “Zelenskyy leaves" in ended.out
    assert "the seed's actors it does not name:" in ended.out
    assert "shared topics:" in ended.out


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("missing.txt", "missing.txt: no such file"),
        ("bread.pdf", "bread.pdf: an article is a .txt, .md or .html file, or a URL"),
        ("empty.html", "empty.html: no article text in it"),
        ("ftp://news.example/1", "ftp://news.example/1: not an address that can be read"),
    ],
)
def test_an_article_that_cannot_be_read_is_one_line(storywake: Storywake, desk: Path, name: str, said: str) -> None:
    (desk / "bread.pdf").write_bytes(b"%PDF-1.7")
    (desk / "empty.html").write_bytes(b"<html><body></body></html>")
    ended = storywake("check", "deal", name, "--json")
    assert ended.code == 2
    assert only_line(ended).startswith(f"storywake: {said}")


def test_a_page_that_cannot_be_had_stops_no_other_article(storywake: Storywake, desk: Path, web: str) -> None:
    ended = storywake("check", "deal", f"{web}/gone", f"{web}/empty", "follow-up.txt", "--json")
    assert ended.code == 2
    gone, empty = ended.err.splitlines()
    assert f"{web}/gone" in gone
    assert "404" in gone
    assert f"{web}/empty: no article text" in empty
    assert [one["verdict"] for one in json.loads(ended.out)] == ["follow-up"]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("empty.md", b"", "empty.md"),
        ("binary.md", bytes(range(256)) * 20, "binary.md"),
        ("broken.md", b"---\ntitle: [unclosed\n---\nA text.", "broken.md:"),
        ("misspelt.md", b"---\nrecipient: a@b.example\n---\nA text that is long enough to be read.", "recipient"),
        ("address.md", b"---\nrecipients: [not an address]\n---\nA text that is long enough.", "not an address"),
    ],
)
def test_a_seed_that_cannot_be_used_is_one_line_and_exit_2(
    storywake: Storywake, desk: Path, name: str, content: bytes, said: str
) -> None:
    (desk / name).write_bytes(content)
    ended = storywake("seeds", "show", name)
    assert (ended.code, ended.out) == (2, "")
    assert name in only_line(ended)
    assert said in only_line(ended)


def test_a_bad_seed_hides_no_good_one_in_the_list(storywake: Storywake, desk: Path) -> None:
    (desk / "seeds/broken.md").write_bytes(b"---\ntitle: [unclosed\n---\nA text.")
    ended = storywake("seeds")
    assert ended.code == 2
    assert "broken.md" in only_line(ended)
    assert "deal" in ended.out


def test_a_name_that_nobody_knows_is_one_line_that_suggests_the_right_one(storywake: Storywake, desk: Path) -> None:
    ended = storywake("check", "deel", "follow-up.txt")
    assert (ended.code, ended.out) == (2, "")
    assert "'deel'" in only_line(ended)
    assert "did you mean 'deal'?" in only_line(ended)
    assert not (desk / "var").exists()


def test_an_unknown_model_is_one_line_that_names_it(
    storywake: Storywake, desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STORYWAKE_SPACY_MODEL", "en_core_web_huge")
    ended = storywake("seeds", "show", "deal")
    assert (ended.code, ended.out) == (2, "")
    assert "en_core_web_huge" in only_line(ended)


def test_a_seed_shows_its_profile_and_its_settings(storywake: Storywake, desk: Path) -> None:
    told = json.loads(storywake("seeds", "show", "deal", "--json").out)
    assert told.keys() >= {"name", "title", "published", "actors", "topics", "settings"}
    assert (told["name"], told["published"][:10]) == ("deal", "2025-03-01")
    assert all(actor.keys() == {"name", "kind", "aliases", "weight"} for actor in told["actors"])
    assert all(topic.keys() == {"name", "weight"} for topic in told["topics"])
    assert any("Zelenskyy" in actor["name"] for actor in told["actors"])
    assert told["settings"]["alerts"] == "immediate"
    shown = storywake("seeds", "show", "deal").out
    assert "also called" in shown.lower()
    assert "quiet hours" in shown


def test_a_stored_seed_is_found_by_its_name(storywake: Storywake, trail: Path) -> None:
    told = json.loads(storywake("seeds", "show", "minerals-deal", "--json").out)
    assert told["title"] == "The minerals deal"
