"""A story that is followed while a pass is under way misses nothing of what that pass has in hand."""

from collections.abc import Callable
from pkgutil import resolve_name
from typing import Any

import pytest

from pipeline import BackfillOptions, open_runtime, run_backfill
from tests.world import FOLLOW_UP, FOOTBALL, SEED

BEES = """---
title: Beekeepers of Marzipania fear a mite
recipients: [bob@example.org]
---
Beekeepers in Marzipania fear the varroa mite after a warm winter. Olga Hummel, who heads the union of beekeepers, asked
Minister Karl Wabe for help. Half of the hives were lost, she said. Wabe promised money for new queens.
"""


@pytest.fixture
def busy(world: Any) -> Any:
    """A world that follows another story, has an archive, and is about to read a follow-up of the story of `SEED`."""
    world.seed("treaty", BEES)
    world.web.page("/old.html", "Cup", FOOTBALL)
    world.web.feed("/old.xml", [{"title": "Cup", "link": "/old.html"}])
    world.follow("/old.xml")
    world.run()
    world.later(minutes=15)
    world.publish()
    head = "<html><head><title>Firefly writes to Trentino</title></head><body><article><h1>Firefly writes</h1>"
    page = f"{head}<p>{FOLLOW_UP}</p><p>{FOLLOW_UP.replace('Tuesday', 'Friday').replace('letter', 'cable')}</p>"
    world.web.answers["/letter.html"] = (200, "text/html; charset=utf-8", page.encode())
    return world


def follow(world: Any) -> None:
    world.seed("second", SEED)
    with open_runtime(world.settings()) as other:
        run_backfill(other, BackfillOptions(seed="second"), clock=lambda: world.now)


@pytest.mark.parametrize("step", ["pipeline.compare._compare", "storage.Store.save_turned_away"])
def test_what_a_pass_has_in_hand_is_compared_with_the_new_story(
    busy: Any, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    monkeypatch.setattr("pipeline.watchlist.FEW", 1)  # so that entries are turned away by their words
    real: Callable[..., Any] = resolve_name(step)
    done: list[str] = []

    def meanwhile(*arguments: Any) -> Any:
        if not done:
            done.append(step)
            follow(busy)
        return real(*arguments)

    monkeypatch.setattr(step, meanwhile)
    busy.run()
    busy.later(minutes=15)
    busy.run()
    assert done
    (mail,) = busy.letterbox.mails
    assert mail["To"] == "ann@example.org"
    busy.later(minutes=15)
    busy.run()
    with open_runtime(busy.settings()) as runtime:
        assert runtime.store.seeds_to_compare() == {}
    assert len(busy.letterbox.mails) == 1
