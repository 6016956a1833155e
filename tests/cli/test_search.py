"""`storywake search` lists stored articles in two lines each, and says where nothing was found."""

import json
from pathlib import Path

import pytest
from rich.cells import cell_len

from cli.search import lines_of
from news import FoundArticle
from tests.cli.conftest import NOON, Storywake, only_line


def test_articles_found_have_two_lines_newest_first(storywake: Storywake, trail: Path) -> None:
    ended = storywake("search", "minerals", "deal")
    assert (ended.code, ended.err) == (0, "")
    lines = ended.out.splitlines()
    assert [line[:16] for line in lines[::2]] == ["2025-03-03 15:00", "2025-03-03 14:00", "2025-03-03 13:00"]
    assert lines[4] == "2025-03-03 13:00  Story 1"
    assert lines[5] == (
        "  Riverside Herald · minerals-deal · Zelenskyy said that the minerals deal is ready to be signed."
    )
    assert all(character.isprintable() for line in lines for character in line)


def test_options_narrow_the_search(storywake: Storywake, trail: Path) -> None:
    def found(*arguments: str) -> int:
        return len(storywake("search", *arguments).out.splitlines()) // 2

    assert found("deal", "--seed", "minerals-deal") == 2
    assert found('"minerals deal"', "--outlet", "herald", "--language", "en") == 3
    assert found("deal", "--since", "2025-03-04") == found("deal", "--until", "2025-03-02") == 0
    assert found("deal", "--", "-zelenskyy") == 0
    assert (
        storywake("search", "deal", "--limit", "1").err == "2 earlier articles not shown: raise --limit to see them.\n"
    )


def test_json_has_what_a_program_needs(storywake: Storywake, trail: Path) -> None:
    page = json.loads(storywake("search", "miner*", "--json", "--limit", "2").out)
    assert (page["total"], page["more"], page["unindexed"], len(page["articles"])) == (3, False, 0, 2)
    assert page["articles"][0].keys() >= {"url", "title", "outlet", "published", "language", "seeds", "excerpt"}


def test_nothing_found_says_among_how_many_articles(storywake: Storywake, trail: Path) -> None:
    ended = storywake("search", "bakery")
    assert (ended.code, ended.out) == (0, "")
    assert only_line(ended) == "Nothing found among 3 articles read since 2025-03-03."
    narrowed = storywake("search", "deal", "--outlet", "other")
    assert only_line(narrowed) == "Nothing found that fit the other options among 3 articles read since 2025-03-03."


def test_an_empty_archive_says_what_to_do(storywake: Storywake, home: Path) -> None:
    assert "`storywake run`" in only_line(storywake("search", "deal"))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [(["..."], "has no word to search for"), (["deal", "--since", "March"], "expected a date such as 2025-03-01")],
)
def test_bad_input_is_one_line(storywake: Storywake, trail: Path, arguments: list[str], message: str) -> None:
    ended = storywake("search", *arguments)
    assert ended.code == 2
    assert message in only_line(ended)


def test_at_a_terminal_lines_fit_its_width() -> None:
    found = FoundArticle(
        1, "https://a.example", "A long title 漢字 " * 9, "Herald", NOON, "en", ("deal",), "said " * 40, 1
    )
    lines = lines_of(found, 80)
    assert max(map(cell_len, lines)) <= 80
    assert all(line.endswith("…") for line in lines)
