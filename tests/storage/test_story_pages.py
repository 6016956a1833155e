"""Stories are read page by page: what is shown agrees with the whole, and costs no more for a long story."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from news import Answer, Article, GroupRecord, MatchRecord, QueuedEntry, Seed, Standing, Verdict
from storage import Store

NOON = datetime(2025, 3, 5, 12, 0, tzinfo=UTC)


@pytest.fixture
def story(
    store: Store,
    queue: Callable[..., list[QueuedEntry]],
    make_article: Callable[..., Article],
    make_record: Callable[..., MatchRecord],
) -> Store:
    """A story of seven reports, 0 the newest: five of one event, one of another, one not grouped; and a near miss."""
    store.save_seeds([Seed("minerals", "M", "m"), Seed("quiet", "Q", "q")], NOON)
    for number, entry in enumerate(queue(*map(str, range(8)))):
        outlet = "The Courier" if number % 2 else "The Herald"
        article = store.save_article(entry.id, make_article(number, outlet=outlet))
        verdict = Verdict.NEAR_MISS if number == 7 else Verdict.FOLLOW_UP
        store.record_comparison(
            article, [make_record("ann@example.org", verdict=verdict)], NOON + timedelta(hours=number)
        )
    ids = [one.id for one in store.matches()]
    places = [(-1, Standing.REPEATS), *[(-1, Standing.ADDS)] * 3, (-2, Standing.OPENS), (-1, Standing.OPENS)]
    store.save_groups("minerals", [GroupRecord(one, *place) for one, place in zip(ids, places, strict=False)], 0, NOON)
    return store


def test_developments_are_folded_the_one_with_the_latest_report_first(story: Store) -> None:
    page = story.development_page("minerals")
    assert (page.total, page.ungrouped) == (2, 1)
    large, small = page.found
    assert (large.reports, large.outlets, large.opening, large.title) == (5, 2, "Headline 5", "")
    assert (large.began, large.latest) == (NOON - timedelta(hours=5), NOON)
    assert [one.article.title for one in large.shown] == ["Headline 1", "Headline 2", "Headline 3"]
    assert [one.article.title for one in small.shown] == ["Headline 4"]
    story.rename_development(small.number, "Signing", NOON)
    (renamed,) = story.development_page("minerals", limit=1, offset=1).found
    assert (renamed.title, renamed.label, large.label) == ("Signing", "Signing", "Headline 5")
    assert story.development_page("quiet").found == story.development_page("unknown").found == ()


def test_matches_are_paged_newest_first_as_they_are_stored_but_without_their_texts(story: Store) -> None:
    whole = story.matches("minerals")
    pages = [story.match_page("minerals", limit=3, offset=offset) for offset in (0, 3, 6)]
    shown = [one for page in pages for one in page.found]
    assert {page.total for page in pages} == {7}
    assert [one.id for one in shown] == [one.id for one in whole]
    assert [(one.match, one.alerts, one.standing) for one in shown] == [
        (one.match, one.alerts, one.standing) for one in whole
    ]
    assert {one.article.text for one in shown} == {""}
    assert whole[0].article.text
    (large, _) = story.development_page("minerals").found
    assert story.match_page(development=large.number).total == 5
    misses = story.match_page("minerals", verdicts=[Verdict.NEAR_MISS])
    assert [one.article.title for one in misses.found] == ["Headline 7"]


def test_a_list_of_stories_says_what_is_new_since_each_was_looked_at(story: Store) -> None:
    day = NOON.date()
    minerals, quiet = story.story_summaries(["minerals", "quiet", "unknown"], reader="ann", since=day)
    assert (minerals.reports, minerals.developments, minerals.unread, minerals.near_misses) == (7, 2, 2, 1)
    assert (minerals.latest, minerals.coverage) == (NOON, ((day, 7),))
    assert (quiet.seed, quiet.reports, quiet.latest, quiet.coverage) == ("quiet", 0, None, ())

    def unread(seen: datetime) -> int:
        story.note_visit("ann", "minerals", seen)
        return story.story_summaries(["minerals"], reader="ann", since=day)[0].unread

    assert [unread(NOON + timedelta(hours=hours)) for hours in (3, 4, 5)] == [2, 1, 0]
    assert story.story_summaries(["minerals"], reader="bob", since=day)[0].unread == 2
    assert story.story_summaries(["minerals"], since=day + timedelta(days=1))[0].coverage == ()


def test_an_answer_takes_a_report_out_of_every_count(story: Store) -> None:
    (newest,) = story.match_page("minerals", limit=1).found
    story.record_answer(newest.id, Answer.NO, NOON)
    assert story.match_page("minerals").total == 6
    assert story.development_page("minerals").found[0].reports == 4
    (miss,) = story.match_page("minerals", verdicts=[Verdict.NEAR_MISS]).found
    story.record_answer(miss.id, Answer.NO, NOON)
    (summary,) = story.story_summaries(["minerals"], since=NOON.date())
    assert (summary.reports, summary.near_misses) == (6, 0)


def test_any_number_of_stories_can_be_listed(store: Store) -> None:
    names = [f"story-{number}" for number in range(40_000)]
    store.save_seeds([Seed(name, "", "t") for name in names[-1200:]], NOON)
    store.note_visit("ann", names[-1], NOON)
    assert [one.seed for one in store.story_summaries(names, reader="ann", since=NOON.date())] == names[-1200:]
