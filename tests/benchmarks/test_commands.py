"""Run the benchmarks as commands, on small data from the sample newsroom."""

import json
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from benchmarks import (
    archive,
    archive_search,
    desk,
    drift,
    feedcosts,
    growth,
    matching,
    percolation,
    realweb,
    story_pages,
    stream,
)
from benchmarks.corpora import read_corpus, shorten
from benchmarks.newsrooms import open_newsroom
from benchmarks.weeks import SEEDS, SPAN, STORIES, make_week
from demo import SEED_FILE, Story, read_stories
from news import WEIGHTS

WEB = Path(__file__).resolve().parents[3] / "shared/web"
TEXT = "\n\n".join
PAGE = """<!doctype html><html><head><title>{title}</title></head><body><nav><a href="/">Home</a></nav>
<article><h1>{title}</h1>{paragraphs}</article><footer>All rights reserved</footer></body></html>"""


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., None]:
    """Runs a benchmark's main with arguments in an empty folder."""
    monkeypatch.chdir(tmp_path)

    def run(main: Callable[[], None], *arguments: str | Path) -> None:
        monkeypatch.setattr(sys, "argv", ["benchmark", *map(str, arguments)])
        main()

    return run


def write_lines(path: Path, rows: list[dict[str, Any]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")


def some_stories() -> list[Story]:
    stories = read_stories()
    chosen = [story for kind in ("follow-up", "look-alike", "unrelated") for story in stories if story.kind == kind]
    return chosen[:8] + chosen[-8:]


def as_row(story: Story) -> dict[str, Any]:
    published = story.published.isoformat()
    return {"id": story.stem, "title": story.title, "text": TEXT(story.paragraphs), "published": published}


@pytest.mark.slow
def test_growth_measures_the_size_of_an_article_and_of_each_day(command: Callable[..., None], tmp_path: Path) -> None:
    command(growth.main, "--only", "ours", "--days", "2", "--articles", "400", "--json", "figures.json")
    figures = json.loads((tmp_path / "figures.json").read_text("utf-8"))["ours"]
    assert 1500 < figures["bytes per article, including all its data"] < 8000
    first, second = figures["megabytes after every fifth day"]
    assert first < second


@pytest.mark.slow
def test_growth_without_days_measures_only_the_size_of_an_article(command: Callable[..., None], tmp_path: Path) -> None:
    command(growth.main, "--only", "ours", "--days", "0", "--articles", "400", "--json", "figures.json")
    figures = json.loads((tmp_path / "figures.json").read_text("utf-8"))["ours"]
    assert 1500 < figures["bytes per article, including all its data"] < 8000


def test_archive_measures_the_cost_of_an_article_by_the_size_of_the_archive(
    command: Callable[..., None], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    small = ("--sizes", "1000,400", "--databases", "sqlite", "--feeds", "2", "--repeats", "1")
    command(archive.main, *small, "--json", "figures.json")
    figures = json.loads((tmp_path / "figures.json").read_text("utf-8"))
    assert figures["command"] == "python -m benchmarks.archive " + " ".join(sys.argv[1:])
    few, many = (figures["milliseconds an article"]["sqlite"][size] for size in ("400", "1000"))
    assert few.keys() == many.keys() > {"save article", "sum"}
    assert all(cost > 0 for cost in (*few.values(), *many.values()))
    assert "ratio" in capsys.readouterr().out


def test_archive_search_measures_searches_and_the_cost_of_the_index(
    command: Callable[..., None], tmp_path: Path
) -> None:
    small = ("--articles", "1200", "--words", "20", "--databases", "sqlite", "--repeats", "1")
    command(archive_search.main, *small, "--json", "figures.json")
    figures = json.loads((tmp_path / "figures.json").read_text("utf-8"))["sqlite"]
    assert figures["index : archive without it"] > 0
    assert figures["ms of processor to index an article, many at once"] > 0
    found = [
        name
        for name in figures
        if name.startswith(("everything: 1000 and more found", "a word that does not occur: 0"))
    ]
    assert len(found) == 4


def test_story_pages_measures_what_a_page_reads(command: Callable[..., None], tmp_path: Path) -> None:
    small = ("--reports", "60", "--stories", "2", "--databases", "sqlite", "--repeats", "1")
    command(story_pages.main, *small, "--json", "figures.json")
    figures = json.loads((tmp_path / "figures.json").read_text("utf-8"))["sqlite"]
    assert len(figures) == 7
    assert all(cost > 0 for cost in figures.values())


@pytest.mark.slow
def test_the_first_view_of_a_story_is_measured(tmp_path: Path) -> None:
    with open_newsroom(tmp_path, 4) as newsroom:
        story_pages.fill(newsroom.settings.database_url, 1, 60, "long")
        figures = desk.view(newsroom.settings)
    assert len(figures) == 6
    assert all(one["first"] > 0 and one["bytes"] > 1000 for one in figures.values())


def test_a_week_is_deterministic_with_one_follow_up_per_seed() -> None:
    start = datetime(2025, 3, 3, tzinfo=UTC)
    casts, stories = make_week(start)
    assert (casts, stories) == make_week(start)
    assert stories != make_week(start, 2)[1]
    assert sorted(story.seed for story in stories if story.seed >= 0) == list(range(SEEDS))
    assert len({story.path for story in stories}) == len(stories) == STORIES
    assert all(start <= story.published < start + SPAN for story in stories)
    assert len({cast.people for cast in casts}) == SEEDS


def write_corpus(folder: Path) -> None:
    """Write a corpus of one story, its follow-ups and other articles."""
    first, *others = sorted(some_stories(), key=lambda story: story.published)
    write_lines(folder / "articles.jsonl", [as_row(story) for story in (first, *others)])
    follow_ups = [story.stem for story in others if story.kind == "follow-up"]
    rest = [story.stem for story in others if story.kind != "follow-up"]
    write_lines(folder / "tasks.jsonl", [{"seed": first.stem, "pos": follow_ups, "hard": rest, "easy": []}])


def write_pages(folder: Path, stories: Sequence[Story]) -> None:
    """Write recorded pages and their listing."""
    rows = []
    for number, story in enumerate(stories):
        paragraphs = "".join(f"<p>{paragraph}</p>" for paragraph in story.paragraphs)
        page = folder / "pages" / f"{number}.html"
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(PAGE.format(title=story.title, paragraphs=paragraphs), "utf-8")
        rows.append({**as_row(story), "file": f"pages/{number}.html", "url": f"https://example.org{story.path}"})
    write_lines(folder / "pages.jsonl", rows)


@pytest.mark.slow
def test_stream_accepts_what_doing_everything_accepts(command: Callable[..., None], tmp_path: Path) -> None:
    write_corpus(tmp_path / "eval" / "small")
    write_pages(tmp_path / "web", [story for story in read_stories() if story.kind == "unrelated"][:6])
    data = ("--data", tmp_path / "web", "--stories", tmp_path / "eval")
    command(stream.main, *data, "--seeds", "1", "--follow-ups", "3", "--repeats", "1", "--json", "figures.json")
    figures = json.loads((tmp_path / "figures.json").read_text("utf-8"))
    assert figures["1 seeds"]["ms a page"] > 0
    assert figures["1 seeds"]["ms a page in the peer"] > figures["limit"] > 0
    assert figures["1 seeds"]["share read in full"] > 0
    agreement = figures["agreement"]
    assert agreement["pairs that the peer accepts"] > 0
    assert agreement["share of them accepted here"] == 1.0


@pytest.mark.slow
def test_percolation_measures_one_article_against_few_and_many_seeds(
    command: Callable[..., None], tmp_path: Path
) -> None:
    write_corpus(tmp_path / "eval" / "small")
    sizes = ("--seeds", "2,12", "--articles", "4", "--repeats", "1")
    command(percolation.main, "--data", tmp_path / "eval", *sizes, "--json", "figures.json")
    figures = json.loads((tmp_path / "figures.json").read_text("utf-8"))
    assert figures["12 seeds"]["one by one, ms"] > figures["2 seeds"]["one by one, ms"]
    assert figures["12 seeds"]["decision, ms"] > 0


@pytest.mark.slow
def test_matching_scores_every_pair_and_prints_the_table_beside_its_peers(
    command: Callable[..., None], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first, *others = sorted(some_stories(), key=lambda story: story.published)
    follow_ups = [story.stem for story in others if story.kind == "follow-up"]
    rest = [story.stem for story in others if story.kind != "follow-up"]
    write_lines(tmp_path / "data" / "small" / "articles.jsonl", [as_row(story) for story in (first, *others)])
    task = {"task": "small", "seed": first.stem, "pos": follow_ups, "hard": rest, "easy": []}
    write_lines(tmp_path / "data" / "small" / "tasks.jsonl", [task])
    command(matching.main, "--data", tmp_path / "data", "--scores", "out.jsonl", "--json", "figures.json", "--ablation")
    rows = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text("utf-8").splitlines()]
    assert {row["id"] for row in rows} == {*follow_ups, *rest}
    assert all(set(row) == {"task", "seed", "id", "score", "follow_up"} and 0 <= row["score"] <= 1 for row in rows)
    figures = json.loads((tmp_path / "figures.json").read_text("utf-8"))
    peers = {"keyword alert", "BM25 more-like-this", "TF-IDF cosine", "MiniLM vectors", "TF-IDF + MiniLM"}
    maimed = {f"without {part}" for part in WEIGHTS}
    assert set(figures) == {"storywake", "NewsBlur's rule", *peers, *maimed}
    assert figures["storywake"]["MEAN"]["ap"] > 0.8
    assert "storywake by corpus" in capsys.readouterr().out


def test_shortened_candidates_keep_their_headline_and_the_seed_its_text(tmp_path: Path) -> None:
    first, second = some_stories()[:2]
    write_lines(tmp_path / "small" / "articles.jsonl", [as_row(first), as_row(second)])
    task = {"task": "small", "seed": first.stem, "pos": [second.stem], "hard": [], "easy": []}
    write_lines(tmp_path / "small" / "tasks.jsonl", [task])
    whole = read_corpus(tmp_path / "small")
    short = shorten(whole, 5)
    assert short.articles[first.stem] == whole.articles[first.stem]
    assert short.articles[second.stem].title == second.title
    assert short.articles[second.stem].text.split() == TEXT(second.paragraphs).split()[:5]


@pytest.mark.slow
def test_drift_follows_running_stories_with_and_without_the_trail(
    command: Callable[..., None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(drift, "_LEAST", 8)
    chosen = {"follow-up": "deal", "unrelated": "rest"}
    rows = [{**as_row(story), "story": chosen[story.kind]} for story in read_stories() if story.kind in chosen]
    write_lines(tmp_path / "updates" / "articles.jsonl", rows)
    command(drift.main, "--data", tmp_path / "updates")
    (with_trail, without) = (line for line in capsys.readouterr().out.splitlines() if "with" in line and "│" in line)
    recalls = [[float(cell) for cell in line.split("│")[2:4]] for line in (with_trail, without)]
    assert all(trail >= straight for trail, straight in zip(*recalls, strict=True))
    assert recalls[0][0] > 0


@pytest.mark.slow
def test_realweb_runs_pages_through_the_whole_pipeline(command: Callable[..., None], tmp_path: Path) -> None:
    followed, other = read_stories()[0], read_stories()[-1]
    write_pages(tmp_path / "web", (followed, other))
    command(realweb.main, "--data", tmp_path / "web", "--seed", SEED_FILE, "--json", "figures.json")
    figures = json.loads((tmp_path / "figures.json").read_text("utf-8"))
    assert figures["share of pages that gave an article"] == 1.0
    assert figures["mean token F1, storywake"] > 0.9
    assert (figures["follow-ups"], figures["mails"]) == (1, 1)


@pytest.mark.slow
def test_feedcosts_measures_a_poll_of_recorded_feeds(
    command: Callable[..., None], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    if not WEB.exists():
        pytest.skip(f"{WEB} is not here")
    command(feedcosts.main, "--data", WEB, "--feeds", "20", "--repeats", "1", "--json", "figures.json")
    figures = json.loads((tmp_path / "figures.json").read_text("utf-8"))
    poll, speeds = figures["poll"], figures["feeds a second"]
    assert (poll["feeds"], poll["changed"], poll["with a new stamp"], poll["not modified (304)"]) == (20, 1, 7, 6)
    assert speeds["ours"] > speeds["feedparser with its defaults"]
    assert "all : the changed ones alone" in capsys.readouterr().out


@pytest.mark.slow
def test_every_alert_reaches_its_recipient_through_a_failing_mail_server() -> None:
    from benchmarks.faults import run

    figures = run(alerts=200, seed=3)
    assert figures["alerts delivered"] == figures["alerts owed"] == 200
    assert figures["alerts delivered more than once"] == figures["alerts delivered but not owed"] == 0
    assert figures["left in the queue"] == 0
    assert figures["mails accepted twice"] == figures["of these, accepted before without confirmation"]
    assert sum(figures["faults by kind"].values()) > 10
