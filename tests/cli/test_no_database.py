"""Commands that only read what is stored, where there is no database yet: each says so in one line and makes none."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Storywake, only_line

LISTS: dict[tuple[str, ...], object] = {
    ("matches",): [],
    ("feeds",): [],
    ("developments",): {"developments": [], "changes": []},
    ("desk", "users"): [],
    ("search", "deal"): {"total": 0, "more": False, "unindexed": 0, "left_out": 0, "articles": []},
}


@pytest.fixture
def nowhere(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a database whose path is mistyped."""
    monkeypatch.setenv("STORYWAKE_DATABASE_URL", f"sqlite:///{home}/typo/storywake.db")
    return home / "typo"


def said(nowhere: Path) -> str:
    return f"no database at {nowhere}/storywake.db yet (STORYWAKE_DATABASE_URL): `storywake run` creates it"


@pytest.mark.parametrize("command", LISTS)
def test_a_list_is_empty(storywake: Storywake, nowhere: Path, command: tuple[str, ...]) -> None:
    ended = storywake(*command)
    assert (ended.code, ended.out, only_line(ended)) == (0, "", f"storywake: {said(nowhere)}")
    ended = storywake(*command, "--json")
    assert (ended.code, json.loads(ended.out)) == (0, LISTS[command])
    assert only_line(ended) == f"storywake: {said(nowhere)}"
    assert not nowhere.exists()


@pytest.mark.parametrize(
    "command",
    [
        "matches deal",
        "search deal --seed deal",
        "export deal",
        "developments --seed deal",
        "developments merge d1 d2",
        "developments split d1 https://news.example/1",
        "developments rename d1 Talks",
        "developments undo e1",
        "desk users remove ann",
        "feedback d1 yes",
        "add deal https://news.example/1",
        "seeds tune deal",
        "metrics",
        "prune",
        "prune --dry-run",
        "backup backup.gz",
    ],
)
def test_what_needs_something_stored_is_bad_input(storywake: Storywake, nowhere: Path, command: str) -> None:
    ended = storywake(*command.split())
    assert (ended.code, ended.out) == (2, "")
    assert only_line(ended).startswith(f"storywake: {said(nowhere)}")
    assert not nowhere.exists()


def test_the_first_user_of_the_desk_may_be_added_before_the_first_run(
    storywake: Storywake, nowhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cli.desk._ask_password", lambda _: "a good password")
    assert storywake("desk", "users", "add", "ann").code == 0
    assert json.loads(storywake("desk", "users", "--json").out) == [{"name": "ann", "role": "editor"}]
    assert (nowhere / "storywake.db").exists()
