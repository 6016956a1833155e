"""Articles turned away before comparison, cached profiles, and the change counters of seeds."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from news import (
    Actor,
    Answer,
    Article,
    Cutoffs,
    MatchRecord,
    Profile,
    QueuedEntry,
    Seed,
    SeedSettings,
    Topic,
    Verdict,
)
from storage import Store

NOON = datetime(2025, 3, 5, 12, 0, tzinfo=UTC)
LEASE = timedelta(minutes=5)
SEED = Seed("minerals", "M", "m", published=NOON)
Queue = Callable[..., list[QueuedEntry]]
Make = Callable[..., Article]


def test_articles_turned_away_are_stored_as_compared(store: Store, queue: Queue, make_article: Make) -> None:
    first, second = queue("1", "2")
    one, two = (make_article(number, text_from="skim") for number in (1, 2))
    store.save_turned_away([(first.id, one, ""), (second.id, two, "")], NOON)
    assert [article for _, article in store.articles()] == [one, two]
    assert store.claim_articles(NOON, lease=LEASE, limit=9) == []
    assert store.claim_entries(NOON + LEASE, lease=LEASE, limit=9) == []
    assert [one.article.title for one in store.compared_articles(after=0, limit=9)] == ["Headline 1", "Headline 2"]
    assert store.counts()["entries waiting"] == 0


def test_two_entries_with_the_same_page_share_one_article(store: Store, queue: Queue, make_article: Make) -> None:
    first, second = queue("1", "2")
    store.save_turned_away([(first.id, make_article(1), ""), (second.id, make_article(1), "")], NOON)
    assert len(store.articles()) == 1
    assert store.claim_entries(NOON + LEASE, lease=LEASE, limit=9) == []


def test_an_article_that_is_queued_for_comparison_stays_queued(store: Store, queue: Queue, make_article: Make) -> None:
    first, second = queue("1", "2")
    store.save_article(first.id, make_article(1))
    store.save_turned_away([(second.id, make_article(1, text="Seen at a glance."), "")], NOON)
    (waiting,) = store.claim_articles(NOON, lease=LEASE, limit=9)
    assert waiting.article.text == "Text 1."


def test_a_profile_is_returned_as_stored(store: Store) -> None:
    profile = Profile(
        actors=(Actor("Zelenskyy", "person", ("Volodymyr",), 0.5, (0, 2), ("president of Ukraine",)),),
        topics=(Topic("minerals deal", 0.25, (1,), "mineral deal"),),
        sentences=("He signed.", "«Так», he said."),
        words={"sign": 2},
        lead_words={"sign": 1},
        headline_words={},
        language="en",
        meaning=(0.1, -0.25),
        days={date(2025, 3, 1): 0.5},
    )
    store.save_profile("minerals", "first words", replace(profile, meaning=()))
    store.save_profile("minerals", "other words", profile)
    assert store.profiles() == store.profiles(["minerals"]) == {"minerals": ("other words", profile)}
    assert store.profiles(["another"]) == {}


def test_the_change_counter_of_a_seed_grows_only_with_changes(
    store: Store, extract: Callable[..., list[int]], make_record: Callable[..., MatchRecord]
) -> None:
    first, second = extract(2)
    seen = [store.seed_changes()["minerals"]]

    def changes() -> bool:
        seen.append(store.seed_changes()["minerals"])
        assert seen[-1] >= seen[-2]
        return seen[-1] > seen[-2]

    store.record_comparison(first, [], NOON)
    assert not changes()
    near = make_record(verdict=Verdict.NEAR_MISS)
    store.record_comparison(second, [near], NOON)
    assert not changes()  # it leads to no other article
    store.record_comparison(second, [near], NOON)
    assert not changes()
    (match,) = store.matches(verdicts=(Verdict.NEAR_MISS,))
    store.record_answer(match.id, Answer.YES, NOON)
    assert changes()
    store.record_answer(match.id, Answer.YES, NOON)
    assert not changes()
    store.record_answer(match.id, Answer.NONE, NOON)
    assert changes()
    store.prune(Cutoffs(*[NOON + LEASE] * 5))
    assert changes()
    (seed,) = store.seeds()
    store.save_seeds([seed], NOON)
    assert not changes()
    store.save_seeds([replace(seed, settings=SeedSettings(sensitivity="high"))], NOON)
    assert changes()


def test_an_inactive_seed_has_no_change_counter(store: Store) -> None:
    store.save_seeds([SEED, replace(SEED, name="another")], NOON)
    store.save_seeds([SEED], NOON)
    assert store.seed_changes().keys() == {"minerals"}


def test_promoting_a_match_increases_the_change_counter(
    store: Store, extract: Callable[..., list[int]], make_record: Callable[..., MatchRecord]
) -> None:
    (article,) = extract(1)
    store.record_comparison(article, [make_record(verdict=Verdict.NEAR_MISS)], NOON)
    (near,) = store.matches(verdicts=(Verdict.NEAR_MISS,))
    before = store.seed_changes()["minerals"]
    assert store.promote_match(near.id, make_record(), NOON)
    assert store.seed_changes()["minerals"] > before
