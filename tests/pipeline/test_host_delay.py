"""Two processes keep the distance between requests to one site together."""

from typing import Any

from pipeline import open_runtime

DELAY = 0.4


def test_runs_in_several_processes_keep_one_distance_to_a_site(world: Any) -> None:
    world.web.page("/a.html", "Cup", "The home side won the cup.")
    settings = world.settings(host_delay=DELAY)
    with open_runtime(settings) as one, open_runtime(settings) as other:  # each with a rate limiter of its own
        waits = []
        for runtime in (one, other, one, other):
            runtime.store.ping()
            waits.append(runtime.fetcher._turns.take(world.web.url))
    assert waits[0] < DELAY
    # all were asked for at once, so that each waits for those before it
    assert sum(waits) > DELAY * 2


def test_without_a_distance_nothing_is_reserved(world: Any) -> None:
    (world.folder / "storywake.db").unlink()
    with open_runtime(world.settings(host_delay=0.0)) as runtime:
        assert runtime.fetcher._turns.take(world.web.url) == 0.0
        assert not runtime.has_store
