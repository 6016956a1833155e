"""`check` and `seeds` with files, URLs and names: verdicts, profiles, and one-line errors."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import FOLLOW_UP, Storywake, Web, as_page, only_line
from tests.patience import PATIENCE


def test_check_distinguishes_follow_ups_and_creates_no_database(storywake: Storywake, desk: Path, web: Web) -> None:
    web.pages["/deal"] = as_page(FOLLOW_UP)
    ended = storywake("check", "deal", "follow-up.txt", "bread.md", "page.html", f"{web.base}/deal", "--json")
    assert (ended.code, ended.err) == (0, "")
    results = json.loads(ended.out)
    assert [one["verdict"] for one in results] == ["follow-up", "unrelated", "follow-up", "follow-up"]
    assert results[3]["url"] == f"{web.base}/deal"
    assert all(0 <= one["score"] <= 1 and one["seed"] == "deal" for one in results)
    assert any("Zelenskyy" in actor for actor in results[0]["evidence"]["actors"])
    assert results[0]["evidence"]["sentences"]
    assert not (desk / "var").exists()


def test_check_reads_an_address_as_a_pass_does(
    storywake: Storywake, desk: Path, web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STORYWAKE_HOST_DELAY", "0.01")
    headline, *paragraphs = FOLLOW_UP.strip().split("\n\n")
    first, _, rest = paragraphs[0].partition(". ")
    further = as_page(f"{headline}\n\n{rest}")
    leads_on = f"<html><meta http-equiv=refresh content='1; url={web.base}/deal'><body>One moment</body></html>"
    web.pages["/short"] = leads_on.encode()
    web.pages["/deal"] = as_page(f"{headline}\n\n{first}.").replace(
        b"</head>", b'<link rel="next" href="?page=2"></head>'
    )
    web.pages["/deal?page=2"] = further
    ended = storywake("check", "deal", f"{web.base}/short", "--json")
    assert (ended.code, ended.err) == (0, "")
    (result,) = json.loads(ended.out)
    assert (result["url"], result["verdict"]) == (f"{web.base}/deal", "follow-up")
    assert any("security guarantees" in one for one in result["evidence"]["sentences"])
    assert not (desk / "var").exists()


def test_check_asks_robots_txt_and_refuses_what_is_no_page(storywake: Storywake, desk: Path, web: Web) -> None:
    web.pages["/robots.txt"] = b"User-agent: *\nDisallow: /closed"
    web.pages["/closed"] = as_page(FOLLOW_UP)
    ended = storywake("check", "deal", f"{web.base}/closed")
    assert ended.code == 2
    assert only_line(ended).startswith(f"storywake: {web.base}/closed: its site's robots.txt forbids the page")
    assert not (desk / "var").exists()


def test_check_explains_the_verdict_and_names_missing_actors(storywake: Storywake, desk: Path) -> None:
    ended = storywake("check", "seeds/deal.md", "follow-up.txt", "bread.md")
    assert ended.code == 0
    assert "A follow-up of “Zelenskyy leaves the White House without a minerals deal”: it shares" in ended.out
    assert "Not a follow-up of “Zelenskyy leaves" in ended.out
    assert "actors of the seed it does not mention:" in ended.out
    assert "shared topics:" in ended.out


def test_an_article_may_have_other_front_matter_than_a_seed(storywake: Storywake, desk: Path) -> None:
    front = "---\ntitle: A deal\noutlet: The Gazette\ntags: [a]\npublished: 2025-03-04 03:10:00+01:00\n---\n"
    (desk / "noted.md").write_text(front + FOLLOW_UP, "utf-8")
    (result,) = json.loads(storywake("check", "deal", "noted.md", "--json").out)
    assert (result["title"], result["outlet"], result["published"]) == (
        "A deal",
        "The Gazette",
        "2025-03-04T02:10:00+00:00",
    )


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("missing.txt", "missing.txt: no such file"),
        ("seeds", "seeds: a folder, not an article: name a .txt, .md or .html file, or a URL"),
        ("blank.txt", "blank.txt: is empty: no article text found"),
        ("blank.html", "blank.html: is empty: no article text found"),
        ("bread.pdf", "bread.pdf: not an article: name a .txt, .md or .html file, or a URL"),
        ("empty.html", "empty.html: no article text found"),
        ("torn.md", "torn.md: invalid front matter"),
        ("http://", "http://: its host is not valid"),
        ("http://[::1", "http://[::1: its host is not valid"),
        ("https://[zz]/feed", "https://[zz]/feed: its host is not valid"),
        ("ftp://news.example/1", "ftp://news.example/1: unsupported address: only http and https can be read"),
    ],
)
def test_an_unreadable_article_is_one_line(storywake: Storywake, desk: Path, name: str, message: str) -> None:
    (desk / "bread.pdf").write_bytes(b"%PDF-1.7")
    (desk / "blank.txt").write_bytes(b"")
    (desk / "blank.html").write_bytes(b" \n")
    (desk / "empty.html").write_bytes(b"<html><body></body></html>")
    (desk / "torn.md").write_text("---\ntitle: [unclosed\n---\nA text.", "utf-8")
    ended = storywake("check", "deal", name, "--json")
    assert ended.code == 2
    assert only_line(ended).startswith(f"storywake: {message}")


def test_an_unavailable_page_does_not_stop_other_articles(storywake: Storywake, desk: Path, web: Web) -> None:
    web.pages["/empty"] = b"<html><body></body></html>"
    ended = storywake("check", "deal", f"{web.base}/gone", f"{web.base}/empty", "follow-up.txt", "--json")
    assert ended.code == 2
    gone, empty = ended.err.splitlines()
    assert f"{web.base}/gone" in gone
    assert "404" in gone
    assert f"{web.base}/empty: no article text" in empty
    assert [one["verdict"] for one in json.loads(ended.out)] == ["follow-up"]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("empty.md", b"", "empty.md"),
        ("binary.md", bytes(range(256)) * 20, "binary.md"),
        ("broken.md", b"---\ntitle: [unclosed\n---\nA text.", "broken.md:"),
        ("misspelt.md", b"---\nrecipient: a@b.example\n---\nA text that is long enough to be read.", "recipient"),
        ("address.md", b"---\nrecipients: [not an address]\n---\nA text that is long enough.", "not an address"),
    ],
)
def test_an_invalid_seed_is_one_line_and_exit_2(
    storywake: Storywake, desk: Path, name: str, content: bytes, message: str
) -> None:
    (desk / name).write_bytes(content)
    ended = storywake("seeds", "show", name)
    assert (ended.code, ended.out) == (2, "")
    assert name in only_line(ended)
    assert message in only_line(ended)


def test_an_invalid_seed_does_not_hide_valid_ones_in_the_list(storywake: Storywake, desk: Path) -> None:
    (desk / "seeds/broken.md").write_bytes(b"---\ntitle: [unclosed\n---\nA text.")
    ended = storywake("seeds")
    assert ended.code == 2
    assert "broken.md" in only_line(ended)
    assert "deal" in ended.out


def test_an_unknown_seed_name_is_one_line_with_a_suggestion(storywake: Storywake, desk: Path) -> None:
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
    seed = json.loads(storywake("seeds", "show", "deal", "--json").out)
    assert seed.keys() >= {"name", "title", "published", "actors", "topics", "settings"}
    assert (seed["name"], seed["published"][:10]) == ("deal", "2025-03-01")
    assert all(actor.keys() == {"name", "kind", "aliases", "offices", "weight", "factor"} for actor in seed["actors"])
    assert all(topic.keys() == {"name", "weight", "factor"} for topic in seed["topics"])
    assert any("Zelenskyy" in actor["name"] for actor in seed["actors"])
    assert seed["settings"]["alerts"] == "immediate"
    shown = storywake("seeds", "show", "deal").out
    assert "also called" in shown.lower()
    assert "quiet hours" in shown


def test_what_matters_more_and_less_is_shown_beside_the_weight_and_unknown_names_are_said(
    storywake: Storywake, desk: Path
) -> None:
    (file,) = (desk / "seeds").glob("deal.*")
    lines = "---\nmore: [minerals deal, Atlantis]\nless: [JD Vance]\n"
    file.write_text(file.read_text("utf-8").replace("---\n", lines, 1), "utf-8")
    seed = json.loads(storywake("seeds", "show", "deal", "--json").out)
    factors = {one["name"]: one["factor"] for one in (*seed["actors"], *seed["topics"])}
    assert (factors["minerals deal"], factors["JD Vance"]) == (3, 0.3333)
    assert (seed["settings"]["more"], seed["settings"]["less"]) == (["minerals deal", "Atlantis"], ["JD Vance"])
    ended = storywake("seeds", "show", "deal")
    assert " × 3" in ended.out
    assert " × 0.33" in ended.out
    assert "more and less know nothing called Atlantis in the article" in ended.err


def test_a_stored_seed_is_found_by_its_name(storywake: Storywake, trail: Path) -> None:
    seed = json.loads(storywake("seeds", "show", "minerals-deal", "--json").out)
    assert seed["title"] == "The minerals deal"


def test_ctrl_c_is_one_line_and_exit_130(desk: Path, web: Web) -> None:
    program = [sys.executable, "-c", "from cli.app import main; main()", "check", "deal", f"{web.base}/slow"]
    with subprocess.Popen(program, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=desk) as checking:
        assert web.asked.wait(PATIENCE)
        os.kill(checking.pid, signal.SIGINT)
        out, err = checking.communicate(timeout=PATIENCE)
    assert (checking.returncode, out, err) == (130, b"", b"storywake: stopped\n")
