"""The tellings of an edited report: an edit that begins anew is one of its own, any other belongs to the one before."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from news import Article, Evidence, Match, Standing, StoredMatch, Verdict, Version, begins_anew, list_tellings

NOON = datetime(2025, 3, 5, 12, tzinfo=UTC)
CALLED = "Tram crews in Wexcombe will strike from Thursday on, because nobody talked to them about the split shifts."
LONGER = f"{CALLED} The mayor asked both sides to come to the town hall."
BLOCKED = "A judge has forbidden the walkout. The union had not counted the votes of its members at the northern depot."
LIFTED = "Nothing stands in the way of the strike any more: appeal judges found that the count had been fair after all."
ARTICLE = Article("https://c.example/1", "Tram strike: the latest", CALLED, "Courier", NOON)


def report(*texts: str, edited_hour: int | None = None, development: int | None = 7) -> StoredMatch:
    """A report that was found at noon and said each of these texts for an hour, the last until now."""
    earlier = [Version(ARTICLE.title, text, NOON + timedelta(hours=n)) for n, text in enumerate(texts[:-1], 1)]
    match = Match("tram", 0.9, Verdict.FOLLOW_UP, Evidence())
    edited = None if edited_hour is None else NOON + timedelta(hours=edited_hour)
    article = replace(ARTICLE, text=texts[-1])
    return StoredMatch(
        1,
        article,
        match,
        NOON,
        development=development,
        standing=Standing.OPENS,
        versions=tuple(earlier),
        edited_at=edited,
    )


def hours_of(tellings: list[StoredMatch]) -> list[tuple[str, float]]:
    return [(one.article.text, (one.article.published - NOON) / timedelta(hours=1)) for one in tellings]


def test_a_text_that_was_extended_begins_as_before_and_a_new_lead_does_not() -> None:
    extended, new = (replace(ARTICLE, text=text) for text in (LONGER, BLOCKED))
    assert not begins_anew(ARTICLE, extended)
    assert begins_anew(ARTICLE, new)
    assert not begins_anew(replace(ARTICLE, text_from="feed"), new)  # the page could be read at last
    assert not begins_anew(ARTICLE, replace(ARTICLE, text=""))


def test_each_beginning_is_told_at_the_time_of_its_edit() -> None:
    assert hours_of(list_tellings(report(CALLED, LONGER, BLOCKED, LIFTED))) == [(LONGER, 0), (BLOCKED, 2), (LIFTED, 3)]


def test_what_is_said_since_an_edit_that_is_not_judged_waits_as_one_report() -> None:
    called, lifted = list_tellings(report(CALLED, BLOCKED, LIFTED, edited_hour=1))
    assert (called.article.text, called.development, called.edited_at) == (CALLED, 7, None)
    assert (lifted.article.text, lifted.development, lifted.standing) == (LIFTED, None, Standing.NONE)
    assert lifted.article.published == NOON + timedelta(hours=1) == lifted.edited_at


def test_a_page_that_is_dated_anew_was_told_first_when_it_was_found() -> None:
    stored = report(CALLED, BLOCKED)
    stored = replace(stored, article=replace(stored.article, published=NOON + timedelta(hours=1)))
    assert hours_of(list_tellings(stored)) == [(CALLED, 0), (BLOCKED, 1)]


@given(
    st.lists(st.sampled_from([CALLED, LONGER, BLOCKED, LIFTED, ""]), min_size=1, max_size=5),
    st.none() | st.integers(1, 5),
    st.none() | st.just(7),
)
def test_one_telling_at_most_waits_and_the_last_says_what_the_article_says(
    texts: list[str], edited_hour: int | None, development: int | None
) -> None:
    stored = report(*texts, edited_hour=edited_hour, development=development)
    tellings = list_tellings(stored)
    waiting = [one for one in tellings if one.development is None]
    assert len(waiting) == (development is None or edited_hour is not None)
    assert tellings[-1].article.text == texts[-1]
    assert waiting in ([], [tellings[-1]])
    times = [one.article.published for one in tellings]
    assert times == sorted(times)
