"""`seeds` with its states, `unfollow`, `pause` and `resume`."""

import json
from pathlib import Path

import pytest

from extractors import read_seed
from pipeline import load_settings, open_runtime, run_pass, survey_seeds, utc_now
from pipeline.watchlist import watch
from storage import open_store
from tests.cli.conftest import Ended, Storywake, only_line

ROOT = Path(__file__).resolve().parents[2]


def run() -> None:
    with open_runtime(load_settings()) as runtime:
        run_pass(runtime)


def followed() -> list[str]:
    with open_store(load_settings().database_url) as store:
        return [seed.name for seed in store.seeds()]


def states(ended: Ended) -> dict[str, str]:
    return {one["name"]: one["state"] for one in json.loads(ended.out)}


@pytest.fixture
def mailed(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert home
    monkeypatch.setenv("STORYWAKE_RECIPIENTS", "desk@news.example")


@pytest.mark.usefixtures("mailed")
def test_one_seed_stands_as_it_does_among_all(desk: Path) -> None:
    seeds, text = desk / "seeds", (desk / "seeds/deal.md").read_text()
    for name in ("away", "known"):
        (seeds / f"{name}.md").write_text(text.replace("White", name))
    run()
    (seeds / "away.md").unlink()
    (seeds / "old.md").write_text(text.replace("---\n", "---\nexpires: 2025-01-01\n", 1).replace("White", "Grey"))
    (seeds / "broken.md").write_text("---\ntitle: [unclosed\n---\ntext")
    with open_runtime(load_settings()) as runtime:
        every = survey_seeds(runtime, utc_now())
        assert {one.name for one in every.seeds} == {"away", "broken.md", "deal", "known", "old"}
        for one in every.seeds:
            assert survey_seeds(runtime, utc_now(), only=one.name).seeds == (one,)
        assert survey_seeds(runtime, utc_now(), only="nothing").seeds == ()


@pytest.mark.usefixtures("mailed")
def test_the_states_of_seeds_and_of_files_that_are_none(storywake: Storywake, desk: Path) -> None:
    seeds, text = desk / "seeds", (desk / "seeds/deal.md").read_text()
    assert states(storywake("seeds", "--json")) == {"deal": "waiting for the first run"}
    assert not (desk / "var/storywake.db").exists()
    run()
    (seeds / "old.md").write_text(text.replace("---\n", "---\nexpires: 2025-01-01\n", 1).replace("White", "Grey"))
    (seeds / "report.docx").write_bytes(b"PK\x03\x04")
    (seeds / "broken.md").write_text("---\ntitle: [unclosed\n---\nA text.")
    ended = storywake("seeds", "--json")
    assert ended.code == 2
    assert states(ended) == {"broken.md": "unreadable", "deal": "well", "old": "expired", "report.docx": "ignored"}
    table = storywake("seeds").out
    assert ".docx is not read: save its text as .txt or .md" in table
    assert "its last day was 2025-01-01" in table


@pytest.mark.usefixtures("mailed")
def test_a_seed_without_actors_is_named_once_a_run_has_read_it(storywake: Storywake, home: Path) -> None:
    words = "walk along quiet lanes beside fields where mushrooms grow in damp autumn mornings under old trees "
    (home / "seeds/walk.txt").write_text(f"We {words * 6} and rest.\n")
    assert "names no person" in storywake("doctor").out
    with open_runtime(load_settings()) as runtime:
        run_pass(runtime)
        watch(runtime)
    (one,) = json.loads(storywake("seeds", "--json").out)
    assert one["state"] == "no actors"
    assert "names no person" in one["reasons"][0]


def test_no_seeds_say_what_to_do(storywake: Storywake, home: Path) -> None:
    for _ in range(2):
        ended = storywake("seeds")
        assert (ended.code, ended.out) == (0, "")
        assert "`storywake follow URL` follows the story" in only_line(ended)
        if (home / "seeds").exists():
            (home / "seeds").rmdir()


def test_the_first_seed_says_where_it_is_from_and_how_to_drop_it(storywake: Storywake, home: Path) -> None:
    name = "us-ukraine-minerals-deal"
    (home / f"seeds/{name}.md").write_bytes((ROOT / f"seeds/{name}.md").read_bytes())
    assert f"came with the program, as an example; `storywake unfollow {name}` drops it" in storywake("seeds").out
    assert "came with the program" in storywake("doctor").out
    assert storywake("unfollow", name).code == 0
    assert "came with the program" not in storywake("seeds").out


def test_unfollow_puts_the_file_aside_and_keeps_what_was_found(storywake: Storywake, desk: Path) -> None:
    text = (desk / "seeds/deal.md").read_bytes()
    run()
    assert followed() == ["deal"]
    ended = storywake("unfollow", "deal")
    assert (ended.code, ended.err) == (0, "")
    assert "mv seeds/unfollowed/deal.md seeds/deal.md" in ended.out
    assert (desk / "seeds/unfollowed/deal.md").read_bytes() == text
    assert followed() == []
    run()
    assert followed() == []
    assert json.loads(storywake("seeds", "--json").out) == []
    assert storywake("matches", "deal", "--json").code == 0
    assert "no seed file is called 'deal'" in only_line(storywake("unfollow", "deal"))
    (desk / "seeds/deal.md").write_bytes(text)
    assert storywake("unfollow", "seeds/deal.md").code == 0
    assert sorted(one.name for one in (desk / "seeds/unfollowed").iterdir()) == ["deal-2.md", "deal.md"]


def test_a_paused_seed_is_not_compared_until_it_is_resumed(storywake: Storywake, desk: Path) -> None:
    before = (desk / "seeds/deal.md").read_bytes()
    run()
    assert storywake("pause", "deal").code == 0
    assert followed() == []
    run()
    assert followed() == []
    assert states(storywake("seeds", "--json")) == {"deal": "paused"}
    assert "paused: deal" in storywake("doctor").out
    assert "paused already" in storywake("pause", "deal").out
    assert read_seed(desk / "seeds/deal.md").settings.paused
    assert storywake("resume", "deal").code == 0
    assert (desk / "seeds/deal.md").read_bytes() == before
    assert "is not paused" in storywake("resume", "deal").out
    assert "while it was away" in storywake("seeds").out
    run()
    assert followed() == ["deal"]


def test_a_list_of_settings_that_cannot_be_changed_safely_is_left_alone(storywake: Storywake, home: Path) -> None:
    odd = "---\n{title: Deal}\n---\nZelenskyy and Trump spoke.\n"
    (home / "seeds/deal.md").write_text(odd)
    ended = storywake("pause", "deal")
    assert ended.code == 2
    assert "deal.md" in only_line(ended)
    assert (home / "seeds/deal.md").read_text() == odd
