"""`storywake developments`: merge, split, rename, and take back; mistakes are one line."""

import json
from pathlib import Path

import pytest

from news import GroupRecord, Standing
from storage import open_store
from tests.cli.conftest import NOON, Storywake, only_line


@pytest.fixture
def grouped(trail: Path) -> Path:
    """The two follow-ups of the trail, each in a development of its own."""
    with open_store(f"sqlite:///{trail}/var/storywake.db") as store:
        ids = sorted(one.id for one in store.matches())
        records = [GroupRecord(number, -number, Standing.OPENS) for number in ids]
        assert store.save_groups("minerals-deal", records, 0, NOON)
    return trail


def listed(storywake: Storywake) -> dict[str, str]:
    """The titles of the developments by name."""
    found = json.loads(storywake("developments", "--json").out)["developments"]
    return {one["development"]: one["title"] for one in found}


def test_developments_are_merged_split_and_renamed_and_each_change_is_taken_back(
    storywake: Storywake, grouped: Path
) -> None:
    before = listed(storywake)
    assert before.keys() == {"d1", "d2"}
    merged = storywake("developments", "merge", "d1", "d2")
    assert merged.out == "d2 is part of d1 now. To take it back: storywake developments undo e1\n"
    assert storywake("developments", "merge", "d1", "d2").out == "d2 is part of d1 already.\n"
    assert listed(storywake).keys() == {"d1"}
    renamed = storywake("developments", "rename", "d1", "  Saudi   talks ")
    assert renamed.out == "d1 is called “Saudi talks” now. To take it back: storywake developments undo e2\n"
    assert "already" in storywake("developments", "rename", "d1", "Saudi talks").out
    assert listed(storywake) == {"d1": "Saudi talks"}
    assert "d1 Saudi talks" in storywake("matches").out
    split = storywake("developments", "split", "d1", "https://news.example/2")
    assert split.out == "1 report of d1 opened d3. To take it back: storywake developments undo e3\n"
    table = storywake("developments").out
    assert "e3: 1 report of d1 moved to d3" in table
    assert "Taken back: 1 report of d1 moved to d3." in storywake("developments", "undo", "e3").out
    assert storywake("developments", "undo", "e3").out == "e3 was taken back already.\n"
    storywake("developments", "undo", "e2")
    storywake("developments", "undo", "E1")
    assert listed(storywake) == before
    assert "e1:" not in storywake("developments").out


MISTAKES = [
    (["merge", "d1", "d9"], "no development is called 'd9'"),
    (["merge", "d1", "d1"], "they are the same"),
    (["split", "d1", "story-2"], "story-2 is not in d1"),
    (["split", "d1", "1"], "no report would be left in it"),
    (["rename", "seven", "x"], "no development is called 'seven'"),
    (["rename", "d1", "x" * 201], "201 characters"),
    (["undo", "e7"], "no change is called 'e7'"),
    (["undo", "d1"], "no change is called 'd1'"),
]


def test_a_mistake_is_one_line_and_changes_nothing(
    storywake: Storywake, grouped: Path, subtests: pytest.Subtests
) -> None:
    for arguments, message in MISTAKES:
        with subtests.test(" ".join(arguments)):
            ended = storywake("developments", *arguments)
            assert (ended.code, ended.out) == (2, "")
            assert message in only_line(ended)
    assert len(listed(storywake)) == 2
    assert json.loads(storywake("developments", "--json").out)["changes"] == []


def test_a_rejected_development_is_struck_out_in_exports_on_request(storywake: Storywake, grouped: Path) -> None:
    storywake("developments", "rename", "d1", "Saudi talks")
    assert "taken out of minerals-deal" in storywake("feedback", "d1", "no").out
    assert len(json.loads(storywake("export", "minerals-deal", "--format", "json").out)["matches"]) == 1
    exported = json.loads(storywake("export", "minerals-deal", "--format", "json", "--rejected").out)["matches"]
    assert [(one["rejected"], one["answer"], one["development_title"]) for one in exported] == [
        (False, "", exported[0]["title"]),
        (True, "no", "Saudi talks"),
    ]
    page = storywake("export", "minerals-deal", "--format", "html", "--rejected").out
    assert "<del>" in page
    assert "1 development, 1 follow-up in 1 outlet" in page
    assert "<del>" not in storywake("export", "minerals-deal", "--format", "html").out
    assert "Rejected: Story 1" in storywake("export", "minerals-deal", "--format", "atom", "--rejected").out
    assert ",rejected,Story 1," in storywake("export", "minerals-deal", "--format", "csv", "--rejected").out
    ended = storywake("export", "minerals-deal", "-o", "trail.html", "--rejected")
    assert ended.err == "trail.html: 1 follow-up and 1 rejected of minerals-deal\n"


def test_a_merged_development_is_answered_by_either_name(storywake: Storywake, grouped: Path) -> None:
    storywake("developments", "merge", "d1", "d2")
    assert "and 1 more report of its development is taken out" in storywake("feedback", "d2", "no").out
    assert json.loads(storywake("matches", "--json").out) == []
    storywake("feedback", "d1", "undo")
    assert len(json.loads(storywake("matches", "--json").out)) == 2
