"""Pages are read in full only if they could concern a seed, and seeds are profiled only if they are new or changed."""

from typing import Any

import pytest

from news import Answer, Verdict
from pipeline import MonitorOptions, open_runtime, utc_now
from pipeline.sync import sync_files
from pipeline.watchlist import watch
from storage import StoreError
from tests.world import FOLLOW_UP, FOOTBALL, SEED, World

# long enough to be skimmed
LONG_FOOTBALL = " ".join(FOOTBALL.replace("cup", prize) for prize in ("cup", "shield", "trophy"))
LONG_FOLLOW_UP = " ".join(FOLLOW_UP.replace("letter", word) for word in ("letter", "message", "note"))


@pytest.fixture
def news(world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    """One feed with a long follow-up and a long unrelated story; pages are skimmed from the first day."""
    monkeypatch.setattr("pipeline.watchlist.FEW", 0.0)
    world.web.page("/letter.html", "Firefly writes to Trentino: back to lithium talks", LONG_FOLLOW_UP)
    world.web.page("/cup.html", "Home side wins the cup", LONG_FOOTBALL)
    entries = [
        {"title": "Firefly writes to Trentino: back to lithium talks", "link": "/letter.html"},
        {"title": "Home side wins the cup", "link": "/cup.html"},
    ]
    world.web.feed("/news.xml", entries)
    world.follow("/news.xml")
    return world


def texts_of(world: World) -> dict[str, str]:
    with open_runtime(world.settings()) as runtime:
        return {article.title[:4]: article.text_from for _, article in runtime.store.articles()}


def test_an_article_that_concerns_no_seed_is_stored_as_skimmed_and_not_compared(news: World) -> None:
    report = news.run()
    assert (report.reading.articles, report.reading.turned_away) == (2, 1)
    assert (report.comparing.articles, report.comparing.candidates, report.comparing.follow_ups) == (1, 1, 1)
    assert texts_of(news) == {"Fire": "page", "Home": "skim"}
    assert report.left == {}
    news.later(hours=1)
    again = news.run()
    assert (again.reading.entries, again.comparing.articles) == (0, 0)
    assert news.web.requests.count("/cup.html") == 1


def test_every_page_is_read_in_full_with_the_setting_read_in_full(news: World) -> None:
    report = news.run(changes={"read_in_full": True})
    assert (report.reading.turned_away, report.comparing.articles) == (0, 2)
    assert set(texts_of(news).values()) == {"page"}


def test_every_page_is_read_in_full_while_few_articles_are_stored(news: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.watchlist.FEW", 2)
    assert news.run().reading.turned_away == 0
    assert set(texts_of(news).values()) == {"page"}


def test_nothing_is_lost_if_the_run_fails_before_turned_away_articles_are_stored(
    news: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: Any) -> None:
        raise StoreError("database is locked")

    with monkeypatch.context() as broken:
        broken.setattr("storage.store.turned_away.save_turned_away", refuse)
        assert news.run().failures
    news.later(hours=1)
    report = news.run()
    assert report.reading.turned_away == 1
    assert texts_of(news) == {"Fire": "page", "Home": "skim"}


def test_some_articles_that_were_only_just_turned_away_are_compared_in_full(
    news: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    for module in ("watchlist", "compare"):
        monkeypatch.setattr(f"pipeline.{module}.NEARLY", 50.0)
    monkeypatch.setattr("news.policy.SPOT_CHECK", 1)
    with caplog.at_level("INFO", "pipeline.compare"):
        report = news.run()
    assert (report.reading.turned_away, report.comparing.candidates, report.comparing.spot_checks) == (0, 2, 1)
    assert "Spot check: " in caplog.text
    assert report.comparing.follow_ups == 1


def test_a_seed_is_profiled_again_only_when_its_text_changes(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.run(MonitorOptions(deliver=False))
    with open_runtime(world.settings()) as runtime:
        watch(runtime)
    profiled: list[str] = []
    monkeypatch.setattr("pipeline.runtime.Runtime.profile_of", lambda self, seed: profiled.append(seed.name))
    with open_runtime(world.settings()) as runtime:
        assert [one.seed.name for one in watch(runtime).followed] == ["treaty"]
    assert profiled == []
    world.seed("treaty", SEED.replace("Geneva", "Vienna"))
    with open_runtime(world.settings()) as runtime, pytest.raises(AttributeError):  # the fake returns no profile
        sync_and_watch(runtime)
    assert profiled == ["treaty"]


def sync_and_watch(runtime: Any) -> None:
    sync_files(runtime, utc_now())
    watch(runtime)


@pytest.mark.parametrize("line", ["leave_out: [Geneva]", "more: [Geneva]", "less: [Geneva]"])
def test_a_process_that_has_a_seed_at_hand_notices_what_counts_in_it_now(world: World, line: str) -> None:
    with open_runtime(world.settings()) as runtime:
        sync_and_watch(runtime)
        before = watch(runtime).followed[0].weighed
        world.seed("treaty", SEED.replace("title:", "mails_a_day: 3\ntitle:"))
        sync_and_watch(runtime)
        assert watch(runtime).followed[0].weighed is before
        world.seed("treaty", SEED.replace("title:", f"{line}\ntitle:"))
        sync_and_watch(runtime)
        assert watch(runtime).followed[0].weighed.actors != before.actors


def test_the_seed_index_is_only_rebuilt_where_something_has_changed(news: World) -> None:
    with open_runtime(news.settings()) as runtime:
        sync_and_watch(runtime)
        before = watch(runtime)
        assert watch(runtime) is before
        assert len(before.followed[0].trail.articles) == 0
        news.run()
        after = watch(runtime)
        assert after is not before
        assert after.texts is before.texts
        assert len(after.followed[0].trail.articles) == 1
        (match,) = runtime.store.matches(verdicts=(Verdict.FOLLOW_UP,))
        runtime.store.record_answer(match.id, Answer.NO, news.now)
        assert len(watch(runtime).followed[0].trail.articles) == 0
