"""A row of the database that cannot be read stops nobody: the run names it and goes on."""

import re
import sqlite3
from contextlib import closing
from typing import Any

import pytest

from service import examine
from tests.world import FOLLOW_UP, SEED


def spoil(world: Any, table: str, column: str) -> None:
    with closing(sqlite3.connect(world.folder / "storywake.db")) as database:
        database.execute(f"UPDATE {table} SET {column} = '{{'")
        database.commit()


def publish_another(world: Any) -> None:
    world.web.page("/second.html", "Trentino answers Firefly", FOLLOW_UP.replace("letter", "cable"))
    world.web.feed("/news.xml", [{"title": "Trentino answers Firefly", "link": "/second.html"}])
    world.later(minutes=30)


@pytest.mark.parametrize(
    "place", ["matches.evidence", "matches.news", "matches.found_at", "articles.published", "articles.text"]
)
def test_a_match_is_left_out_and_the_next_follow_up_is_told(world: Any, place: str) -> None:
    table, column = place.split(".")
    world.publish()
    world.run()
    spoil(world, table, column)
    publish_another(world)
    report = world.run()
    assert [found.article.url.rpartition("/")[2] for found in report.follow_ups] == ["second.html"]
    assert report.delivering.sent == 1
    (failure,) = report.failures
    named = rf"table {table}, column {column}, id \d+: "
    assert re.match(rf"\d rows? of the database cannot be read and left out: {named}", failure)
    (rows,) = [finding for finding in examine(world.settings(), world.now) if finding.name == "rows"]
    assert not rows.well
    assert re.match(rf"\d rows? cannot be read: {named}", rows.detail)


def test_an_alert_about_a_match_that_cannot_be_read_waits(world: Any) -> None:
    world.publish()
    world.letterbox.close()
    world.run(changes={"smtp_url": None})
    spoil(world, "matches", "evidence")
    world.letterbox.open()
    publish_another(world)
    assert world.run().delivering.sent == 1


def test_seeds_and_feeds_are_read_anew_from_their_files(world: Any) -> None:
    world.publish()
    world.run()
    spoil(world, "seeds", "settings")
    spoil(world, "feeds", "folders")
    details = {finding.name: finding.detail for finding in examine(world.settings(), world.now)}
    assert "table seeds, column settings, id 1: no JSON: " in details["followed"]
    assert "table feeds, column folders, id 1: no JSON: " in details["feeds"]
    assert details["rows"].startswith("2 rows cannot be read: ")
    publish_another(world)
    report = world.run()
    assert (report.comparing.follow_ups, report.failures) == (1, ())
    (rows,) = [finding for finding in examine(world.settings(), world.now) if finding.name == "rows"]
    assert (rows.well, rows.detail) == (True, "all can be read")


def test_a_seed_that_is_away_and_cannot_be_read_keeps_no_other_from_being_grouped(world: Any) -> None:
    world.seed("away", SEED)
    world.publish()
    world.run()
    (world.folder / "seeds" / "away.md").unlink()
    world.run()
    with closing(sqlite3.connect(world.folder / "storywake.db")) as database:
        database.execute("UPDATE matches SET development_id = NULL")
        database.execute("UPDATE seeds SET settings = '{' WHERE NOT active")
        database.commit()
    publish_another(world)
    report = world.run()
    assert report.comparing.developments > 0
    (failure,) = report.failures
    assert failure.startswith("1 row of the database cannot be read and left out: table seeds, column settings, id ")
