"""The table of word frequencies: what counts as common in the news."""

import json
from pathlib import Path

import pytest

from benchmarks.background import MIN_TEXTS, Shares, combine, count_shares, least_ratio

ARTICLES = Shares({"president": 0.4, "firefly": 0.01, "hail": 0.3}, are_headlines=False)


def test_shares_are_averaged_so_that_no_corpus_dominates() -> None:
    other = Shares({"president": 0.2}, are_headlines=False)
    assert combine([ARTICLES, other]) == pytest.approx({"president": 0.3, "firefly": 0.005, "hail": 0.15})


def test_who_is_in_the_headlines_every_day_is_at_least_as_common_as_that() -> None:
    articles = Shares({"president": 0.3, "hail": 0.03, "firefly": 0.001}, are_headlines=False)
    headlines = Shares({"president": 0.1, "hail": 0.01, "firefly": 0.08}, are_headlines=True)
    combined = combine([articles, articles, headlines])
    assert combined == pytest.approx({"president": 0.3, "hail": 0.03, "firefly": 3 * 0.08})
    assert combine([ARTICLES, Shares({"hail": 0.9, "rain": 0.9}, are_headlines=True)])["rain"] <= 1.0


def test_the_ratio_is_the_least_of_nearly_all_common_words() -> None:
    headlines = {f"word{number}": 0.01 for number in range(11)} | {"rare": 1e-4}
    articles = {f"word{number}": 0.01 * number for number in range(1, 11)} | {"rare": 0.5}
    assert least_ratio([articles], headlines) == pytest.approx(1.9)
    assert least_ratio([{}], headlines) == 1.0


@pytest.mark.parametrize(("text", "are_headlines"), [("", True), ("  ", True), ("Hail.", False)])
def test_a_corpus_without_texts_is_of_headlines(tmp_path: Path, text: str, are_headlines: bool) -> None:
    corpus = tmp_path / "articles.jsonl"
    rows = [{"title": "Firefly resigns", "text": None}] * MIN_TEXTS + [{"title": "Trentino", "text": text}]
    corpus.write_text("\n".join(map(json.dumps, rows)), "utf-8")
    shares = count_shares(corpus)
    assert shares.by_word == pytest.approx(dict.fromkeys(("firefly", "resign"), MIN_TEXTS / len(rows)))
    assert shares.are_headlines is are_headlines
