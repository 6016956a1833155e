"""What is found in the end does not depend on the order in which articles come, nor on the runs they come in."""

from collections import Counter
from datetime import datetime, timedelta
from itertools import permutations
from typing import Any

import pytest

from news import AlertState, Article, Glance, MatchRecord, Verdict
from pipeline import compare, open_runtime
from pipeline.compare import compare_again
from pipeline.outcomes import CompareOutcome
from pipeline.review import SECOND_LOOK, review_seeds
from pipeline.watchlist import watch
from tests.world import FOOTBALL, SEED

# the first continues the seed; the others share little with the seed, and much with the first
STAGES = {
    "/named.html": (
        "Trentino names Chicolini to inspect the lithium mines",
        """Ambassador Trentino of Sylvania named Deputy Chicolini on Thursday to inspect Freedonia's lithium mines
        before talks over the lithium treaty go on. Chicolini will visit the Brambleford shafts with the
        geologist Harpo Pinky, whose drilling survey put the ore at four million tonnes. President Rufus
        Firefly agreed to open the Brambleford shafts to the drilling survey.""",
    ),
    "/doubts.html": (
        "Chicolini's drilling survey at Brambleford doubts the ore",
        """Deputy Chicolini and the geologist Harpo Pinky left the Brambleford shafts on Monday with samples of
        Freedonia's ore. Their drilling survey found two million tonnes, half of what was hoped, Pinky said.
        Miners asked Chicolini at the Brambleford shafts about flooding in the deepest shafts, and Pinky
        will publish the samples of the drilling survey within a month.""",
    ),
    "/stolen.html": (
        "Chicolini and Pinky find their samples of Brambleford ore stolen",
        """Samples of Freedonia's ore that the geologist Harpo Pinky and Deputy Chicolini brought from the Brambleford
        shafts were stolen overnight. Pinky called the theft a blow to the drilling survey. The samples were
        to be published before the talks go on, Chicolini said.""",
    ),
}
NAMED, DOUBTS, STOLEN = STAGES


def publish(world: Any, run: int, paths: tuple[str, ...]) -> None:
    for path in paths:
        world.web.page(path, *STAGES[path])
    world.web.feed(f"/{run}.xml", [{"title": STAGES[path][0], "link": path} for path in paths])
    world.follow(f"/{run}.xml")


def paths_of(world: Any, verdict: Verdict) -> set[str]:
    with open_runtime(world.settings()) as runtime:
        found = runtime.store.matches(verdicts=(verdict,))
    return {f"/{one.article.url.rpartition('/')[2]}" for one in found}


@pytest.mark.parametrize("sensitivity", ["normal", pytest.param("high", marks=pytest.mark.slow)])
@pytest.mark.parametrize("order", [*permutations(STAGES), ()])
def test_the_same_follow_ups_are_found_in_any_order_and_any_number_of_runs(
    world: Any, order: tuple[str, ...], sensitivity: str
) -> None:
    world.seed("treaty", SEED.replace("published:", f"sensitivity: {sensitivity}\npublished:"))
    runs = [(path,) for path in order] if order else [tuple(STAGES)]
    for run, paths in enumerate(runs):
        publish(world, run, paths)
        world.run()
        world.later(hours=1)
    assert paths_of(world, Verdict.FOLLOW_UP) == set(STAGES)
    with open_runtime(world.settings()) as runtime:
        assert runtime.store.seeds_to_review() == {}
        assert all(len(one.alerts) == 1 for one in runtime.store.matches())


def test_a_near_miss_becomes_a_follow_up_when_the_trail_leads_to_it(world: Any) -> None:
    world.seed("treaty", SEED.replace("published:", "sensitivity: high\npublished:"))
    publish(world, 0, (STOLEN,))
    assert world.run().comparing.near_misses == 1
    assert paths_of(world, Verdict.NEAR_MISS) == {STOLEN}
    world.later(hours=1)
    publish(world, 1, (NAMED,))
    assert world.run().comparing.follow_ups == 2
    with open_runtime(world.settings()) as runtime:
        promoted = next(one for one in runtime.store.matches() if one.article.url.endswith(STOLEN))
    assert promoted.match.evidence.note == (
        "It continues later coverage of the story, and shares Freedonia and the topic “talks” with the first report."
    )
    assert [alert.recipient for alert in promoted.alerts] == ["ann@example.org"]


def test_a_near_miss_is_told_although_its_story_seemed_to_have_expired_when_the_trail_reached_it(world: Any) -> None:
    settings = "expires: 2025-03-20\nsensitivity: high\npublished:"
    world.seed("treaty", SEED.replace("published:", settings))
    publish(world, 0, (STOLEN,))
    world.run()
    assert paths_of(world, Verdict.NEAR_MISS) == {STOLEN}
    publish(world, 1, (NAMED,))
    world.now += timedelta(days=30)
    world.run()
    assert world.letterbox.mails == []
    world.now -= timedelta(days=30) - timedelta(hours=1)
    world.run()
    with open_runtime(world.settings()) as runtime:
        found = {one.article.url.rpartition("/")[2]: one.alerts for one in runtime.store.matches()}
    assert found.keys() == {STOLEN.strip("/"), NAMED.strip("/")}
    assert {alert.state for alerts in found.values() for alert in alerts} <= {AlertState.SENT, AlertState.GROUPED}
    assert all(found.values())
    assert len(world.letterbox.mails) == 1


def test_an_old_near_miss_and_an_unchanged_seed_are_not_reviewed(world: Any) -> None:
    world.seed("treaty", SEED.replace("published:", "sensitivity: high\npublished:"))
    publish(world, 0, (STOLEN,))
    world.run()
    world.later(hours=1)
    publish(world, 1, (NAMED,))
    with open_runtime(world.settings(review_articles=0)) as runtime:
        near, *_ = runtime.store.matches(verdicts=(Verdict.NEAR_MISS,))
        assert review_seeds(runtime, None, near.found_at + SECOND_LOOK + timedelta(hours=1)).follow_ups == 0
        assert runtime.store.seeds_to_review() == {}
        assert review_seeds(runtime, None, world.now).articles == 0


def test_a_review_that_is_interrupted_is_done_by_the_next_run(world: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(world, 0, (DOUBTS,))
    world.run()
    world.later(hours=1)
    publish(world, 1, (NAMED,))

    def fail(*_: Any) -> None:
        raise RuntimeError("killed")

    with monkeypatch.context() as broken:
        broken.setattr("pipeline.review._reconsider", fail)
        assert world.run().failures
    assert paths_of(world, Verdict.FOLLOW_UP) == {NAMED}
    world.later(hours=1)
    assert world.run().comparing.follow_ups == 1
    assert paths_of(world, Verdict.FOLLOW_UP) == {NAMED, DOUBTS}


def test_an_article_is_looked_at_once_for_all_seeds_that_have_grown(
    world: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks = Counter[str]()

    def look(article: Article, *rest: Any) -> Glance:
        looks[article.url.rpartition("/")[2]] += 1
        return Glance(article, *rest)

    for name in ("second", "third", "fourth"):
        world.seed(name, SEED)
    publish(world, 0, (DOUBTS,))
    world.run()
    publish(world, 1, (NAMED,))
    world.later(hours=1)
    monkeypatch.setattr("pipeline.compare.Glance", look)
    assert world.run().comparing.follow_ups == 8
    assert looks == {NAMED.strip("/"): 1, DOUBTS.strip("/"): 1}  # by the comparison, and by the review


def test_an_article_is_compared_again_with_the_seeds_that_lead_to_it(
    world: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.seed("second", SEED)
    publish(world, 0, (NAMED,))
    world.run()
    recorded: list[MatchRecord] = []

    def record(_article: int, found: list[MatchRecord], _now: datetime) -> int:
        recorded.extend(found)
        return 0

    with open_runtime(world.settings()) as runtime:
        (article,), index = runtime.store.recent_articles(limit=5), watch(runtime)
        monkeypatch.setattr(runtime.store, "record_comparison", record)
        compare_again(runtime, index, [article], {article.id: {"second"}}, world.now)
        assert [record.match.seed for record in recorded] == ["second"]
        recorded.clear()
        assert compare_again(runtime, index, [article], {article.id: set()}, world.now) == CompareOutcome()
    assert recorded == []


def test_what_an_error_of_this_machine_left_undone_is_reviewed_by_the_next_run(
    world: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(world, 0, (DOUBTS,))
    world.run()
    world.later(hours=1)
    publish(world, 1, (NAMED,))
    record = compare._records

    def fail(runtime: Any, one: Any, *rest: Any) -> Any:
        if one.queued.article.url.endswith(DOUBTS):
            raise MemoryError
        return record(runtime, one, *rest)

    with monkeypatch.context() as broken:
        broken.setattr(compare, "_records", fail)
        assert world.run().comparing.undone
    assert paths_of(world, Verdict.FOLLOW_UP) == {NAMED}
    world.later(hours=1)
    world.run()
    assert paths_of(world, Verdict.FOLLOW_UP) == {NAMED, DOUBTS}


def test_what_an_error_of_this_machine_left_undone_in_the_archive_is_compared_by_the_next_run(
    world: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.seed("treaty", f"---\ntitle: Home side wins the cup\n---\n{FOOTBALL}")
    publish(world, 0, (NAMED,))
    world.run()
    world.seed("second", SEED)
    world.later(hours=1)

    def fail(*_: Any) -> Any:
        raise MemoryError

    with monkeypatch.context() as broken:
        broken.setattr(compare, "_records", fail)
        assert world.run().comparing.undone
    world.later(hours=1)
    assert world.run().comparing.follow_ups == 1
    assert paths_of(world, Verdict.FOLLOW_UP) == {NAMED}


def test_a_near_miss_is_promoted_although_a_clock_that_was_ahead_took_it_for_old(world: Any) -> None:
    world.seed("treaty", SEED.replace("published:", "sensitivity: high\npublished:"))
    publish(world, 0, (STOLEN,))
    world.run()
    publish(world, 1, (NAMED,))
    world.now += timedelta(days=30)
    world.run()
    assert paths_of(world, Verdict.NEAR_MISS) == {STOLEN}
    world.now -= timedelta(days=30) - timedelta(hours=1)
    world.run()
    assert paths_of(world, Verdict.FOLLOW_UP) == {STOLEN, NAMED}


def test_a_report_gets_the_same_score_whatever_else_is_polled(world: Any) -> None:
    world.web.page("/cup.html", "Home side wins the cup", FOOTBALL)
    others = [{"title": "Home side wins the cup", "link": "/cup.html"}]
    for number in range(6):
        mine = f"Minister Cooper of Tomania named inspector {number} for its copper mines on Thursday. " + FOOTBALL
        world.web.page(f"/mine{number}.html", f"Tomania names inspector {number} for copper mines", mine)
        others.append({"title": f"Tomania names inspector {number} for copper mines", "link": f"/mine{number}.html"})
    publish(world, 0, (NAMED,))
    scores = []
    for name in ("alone", "among-others"):
        changes = {"database_url": f"sqlite:///{world.folder}/{name}.db"}
        world.run(changes=changes)
        with open_runtime(world.settings(**changes)) as runtime:
            (found,) = runtime.store.matches(verdicts=(Verdict.FOLLOW_UP,))
        scores.append(found.match.score)
        world.web.feed("/others.xml", others)
        world.follow("/others.xml")
    assert scores[0] == scores[1]
