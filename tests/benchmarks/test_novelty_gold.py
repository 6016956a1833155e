"""The marked sentences of real reports: read with their stories, refused if the text is another one, and compared."""

import json
from pathlib import Path
from typing import Any

import pytest

from benchmarks.corpora import read_lines
from benchmarks.novelty_gold import GOLD, agree, read_marked

TEXTS = {
    "seed": "Freedonia closed the border. Trentino left the talks.",
    "first": "Firefly signed the treaty. He smiled. The border opens on...",
    "second": "The border opened. Ten lorries crossed it.",
}


@pytest.fixture
def marked(tmp_path: Path) -> Path:
    """A corpus with one story of two reports, and the marks for it in gold.jsonl."""
    corpus = tmp_path / "dev" / "allsides2021"
    corpus.mkdir(parents=True)
    articles = [
        {"id": name, "published": f"2025-03-0{day}", "title": name, "text": text}
        for day, (name, text) in enumerate(TEXTS.items(), 1)
    ]
    write_lines(corpus / "articles.jsonl", articles)
    write_lines(corpus / "tasks.jsonl", [{"seed": "seed", "pos": ["second", "first"], "hard": [], "easy": []}])
    rows = [
        {"seed": "seed", "report": "first", "judged": 2, "new": [1], "second": [1, 2], "orphans": [2]},
        {"seed": "seed", "report": "second", "judged": 2, "new": [1, 2], "second": [1, 2], "held_out": True},
    ]
    write_lines(tmp_path / "gold.jsonl", rows)
    return tmp_path


def write_lines(path: Path, rows: list[dict[str, Any]]) -> None:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")


def test_a_report_is_marked_given_the_seed_and_the_reports_before_it(marked: Path) -> None:
    ((_, (first, second)),) = read_marked(marked, marked / "gold.jsonl")
    assert first.sentences == ("Firefly signed the treaty.", "He smiled.")
    assert first.new == (True, False)
    assert first.orphans == {1}
    assert [one.title for one in second.known] == ["seed", "first"]
    assert (first.held_out, second.held_out) == (False, True)


def test_a_text_that_is_not_the_one_that_was_marked_is_refused(marked: Path) -> None:
    path = marked / "dev" / "allsides2021" / "articles.jsonl"
    path.write_text(path.read_text("utf-8").replace("Ten lorries crossed it.", "Ten crossed. Two turned. One fell."))
    with pytest.raises(ValueError, match=r"allsides2021: second has 4 sentences, 2 were judged"):
        read_marked(marked, marked / "gold.jsonl")


def test_the_agreement_is_that_of_two_passes_beyond_chance(marked: Path) -> None:
    ((_, reports),) = read_marked(marked, marked / "gold.jsonl")
    twice, kappa, f1 = agree(reports)
    assert twice == 2
    assert f1 == pytest.approx(2 * 3 / 7)
    assert kappa == pytest.approx(0.0)  # 3 of 4 the same, as by chance if one pass marks all four


def test_the_gold_has_numbers_and_no_text() -> None:
    rows = list(read_lines(GOLD))
    assert len(rows) >= 200
    assert sum("second" in row for row in rows) >= 50
    assert {type(value) for row in rows for value in row.values()} == {str, int, list, bool}
    assert all(1 <= number <= row["judged"] for row in rows for number in row["new"])


def test_a_story_lies_in_one_part_only() -> None:
    rows = list(read_lines(GOLD))
    held, worked = ({row["seed"] for row in rows if bool(row.get("held_out")) is part} for part in (True, False))
    assert held
    assert held.isdisjoint(worked)
