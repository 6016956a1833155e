"""The user's files, and what happens if they are missing for a while."""

from pathlib import Path
from typing import Any

import pytest

from pipeline import MonitorOptions
from service import examine
from storage import open_store
from tests.world import FOLLOW_UP, SEED

OTHER = "The brass band of Pumpernickel won the trumpet prize of the county on Sunday afternoon. " * 4
LETTER = {"title": "Firefly writes to Trentino: back to lithium talks", "link": "/letter.html"}


def publish_while_away(world: Any, *paths: Path) -> Any:
    """Do a pass, then one during which files are away and a follow-up is published; returns its report."""
    world.web.feed("/news.xml", [])
    world.follow("/news.xml")
    world.run()
    for path in paths:
        path.rename(world.folder / path.name)
    world.web.page("/letter.html", LETTER["title"], FOLLOW_UP)
    world.web.feed("/news.xml", [LETTER])
    world.later(minutes=15)
    report = world.run()
    for path in paths:
        (world.folder / path.name).rename(path)
    world.later(minutes=15)
    return report


def test_a_seed_whose_file_was_missing_for_a_run_gets_what_came_meanwhile(world: Any) -> None:
    world.seed("band", OTHER)
    report = publish_while_away(world, world.folder / "seeds" / "treaty.md")
    assert report.comparing.follow_ups == 0
    assert [line for line in report.inputs.complaints if line.startswith("seed treaty: its file is missing")]
    assert report.failures == ()
    report = world.run()
    assert [found.match.seed for found in report.follow_ups] == ["treaty"]
    assert len(world.letterbox.mails) == 1
    world.later(minutes=15)
    assert world.run().follow_ups == ()


def test_the_doctor_names_the_seeds_that_are_away(world: Any) -> None:
    world.seed("band", OTHER)
    world.run()
    (world.folder / "seeds" / "treaty.md").unlink()
    world.run()
    found = {finding.name: finding for finding in examine(world.settings(), world.now)}
    assert found["followed"].well
    assert found["followed"].detail == "1 seed; away, with their files missing: treaty"


@pytest.mark.parametrize("folder_too", [False, True])
def test_an_empty_or_missing_folder_is_a_failure_and_its_seeds_are_still_followed(world: Any, folder_too: bool) -> None:
    feeds = world.folder / "feeds.opml"
    seeds = world.folder / "seeds"
    world.web.feed("/news.xml", [])
    world.follow("/news.xml")
    (seeds / "feeds.opml").rename(feeds)
    changes = {"feeds_file": feeds, "operator": "ops@example.org"}
    world.run(changes=changes)
    (seeds / "treaty.md").unlink()
    if folder_too:
        seeds.rmdir()
    world.web.page("/letter.html", LETTER["title"], FOLLOW_UP)
    world.web.feed("/news.xml", [LETTER])
    world.later(minutes=15)
    report = world.run(changes=changes)
    assert report.comparing.follow_ups == 1
    (failure,) = report.failures
    assert str(seeds) in failure
    assert "1 seed stored before is still followed" in failure
    assert "1 failure" in report.headline
    world.later(minutes=15)
    world.run(changes=changes)
    assert [mail["To"] for mail in world.letterbox.mails].count("ops@example.org") == 1
    found = {finding.name: finding for finding in examine(world.settings(**changes), world.now)}
    assert not found["followed"].well
    assert "still followed" in found["followed"].advice


def test_a_folder_that_was_empty_from_the_start_is_only_reported(world: Any) -> None:
    (world.folder / "seeds" / "treaty.md").unlink()
    report = world.run()
    assert report.failures == ()
    assert any("contains no seeds" in line for line in report.inputs.complaints)


def test_an_invalid_file_whose_name_is_not_its_seeds_name_leaves_the_seed_followed(world: Any) -> None:
    (world.folder / "seeds" / "treaty.md").rename(world.folder / "seeds" / "my story (1).md")
    world.web.feed("/news.xml", [])
    world.follow("/news.xml")
    world.run()
    world.seed("my story (1)", SEED.replace("published: 2025-03-01", "published: [2025"))
    world.web.page("/letter.html", LETTER["title"], FOLLOW_UP)
    world.web.feed("/news.xml", [LETTER])
    world.later(minutes=15)
    report = world.run()
    assert [found.match.seed for found in report.follow_ups] == ["my-story-1"]
    assert any("my story (1).md" in line for line in report.inputs.complaints)


def test_pausing_the_only_seed_alarms_nobody_and_resuming_it_finds_what_came_meanwhile(world: Any) -> None:
    world.web.feed("/news.xml", [])
    world.follow("/news.xml")
    world.run()
    text = (world.folder / "seeds" / "treaty.md").read_text("utf-8")
    world.seed("treaty", text.replace("---\n", "---\npaused: yes\n", 1))
    world.web.page("/letter.html", LETTER["title"], FOLLOW_UP)
    world.web.feed("/news.xml", [LETTER])
    world.later(minutes=15)
    report = world.run()
    assert (report.failures, report.inputs.complaints, report.inputs.seeds) == ((), (), 0)
    assert report.comparing.follow_ups == 0
    assert examine(world.settings(), world.now)
    world.seed("treaty", text)
    world.later(minutes=15)
    assert [found.match.seed for found in world.run().follow_ups] == ["treaty"]
    assert len(world.letterbox.mails) == 1


def test_the_alerts_of_a_paused_seed_wait_until_it_is_resumed(world: Any) -> None:
    world.web.page("/letter.html", LETTER["title"], FOLLOW_UP)
    world.web.feed("/news.xml", [LETTER])
    world.follow("/news.xml")
    world.run(MonitorOptions(deliver=False))
    text = (world.folder / "seeds" / "treaty.md").read_text("utf-8")
    world.seed("treaty", text.replace("---\n", "---\npaused: yes\n", 1))
    world.later(minutes=15)
    world.run()
    assert world.letterbox.mails == []
    world.seed("treaty", text)
    world.later(minutes=15)
    world.run()
    assert len(world.letterbox.mails) == 1


@pytest.mark.parametrize("change", ["", "text", "settings", "paused", "absent"])
def test_a_story_whose_file_is_renamed_is_the_same_story_and_told_once(world: Any, change: str) -> None:
    """Also if its text or its settings are changed with its name, or it is paused or absent in between."""
    text = SEED.replace("---\n", "---\nurl: https://courier.example/treaty\n", 1)
    world.seed("treaty", text)
    world.publish()
    assert world.run().delivering.sent == 1
    old = world.folder / "seeds" / "treaty.md"
    if change == "absent":
        world.seed("band", OTHER)
        old.rename(world.folder / "treaty.md")
        world.later(minutes=15)
        world.run()
    old.unlink(missing_ok=True)
    text = text.replace("broke off talks", "ended the talks") if change == "text" else text
    text = text.replace("---\n", "---\nsensitivity: high\n", 1) if change == "settings" else text
    world.seed("lithium", text.replace("---\n", "---\npaused: yes\n", 1) if change == "paused" else text)
    world.later(minutes=15)
    report = world.run()
    assert not any("missing" in line for line in report.inputs.complaints)
    world.seed("lithium", text)
    world.later(minutes=15)
    world.run()
    assert len(world.letterbox.mails) == 1
    with open_store(world.settings().database_url) as store:
        assert {seed.name for seed in store.seeds(include_inactive=True)} - {"band"} == {"lithium"}
        assert [one.match.seed for one in store.matches()] == ["lithium"]
        assert set(store.profiles()) - {"band"} == {"lithium"}


def test_two_stories_whose_files_exchange_names_are_told_once(world: Any) -> None:
    world.seed("band", OTHER)
    world.publish()
    assert world.run().delivering.sent == 1
    world.seed("treaty", OTHER)
    world.seed("band", SEED)
    world.later(minutes=15)
    world.run()
    assert len(world.letterbox.mails) == 1
    with open_store(world.settings().database_url) as store:
        assert [one.match.seed for one in store.matches()] == ["band"]
