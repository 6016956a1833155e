"""The summary in the Prefect UI: outside text cannot become markup."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from flows.outcomes import PassReport, PollOutcome, ReadOutcome
from flows.summaries import escape, summarise, tabulate
from news import Article, Evidence, Match, StoredMatch, Verdict

NOON = datetime(2025, 3, 5, 12, tzinfo=UTC)


def found(title: str, url: str) -> StoredMatch:
    article = Article(url, title, "Text.", "Courier", NOON)
    return StoredMatch(1, article, Match("treaty", 0.91, Verdict.FOLLOW_UP, Evidence(("Firefly",), ("treaty",))), NOON)


@given(st.text())
def test_escaped_text_holds_no_character_that_markdown_or_html_knows(text: str) -> None:
    shown = escape(text)
    assert not set(shown) & set("<>[]()`*_|\n\r\\!")
    assert len(escape("x" * 1000)) == 300


def test_a_hostile_headline_stays_a_headline() -> None:
    report = PassReport(NOON, NOON, follow_ups=(found("<script>x</script> [a](http://evil)", "https://c.example/1"),))
    text = summarise(report)
    assert "<script>" not in text
    assert "(http://evil" not in text
    assert "](https://c.example/1)" in text


def test_a_link_that_could_break_out_is_not_made_a_link() -> None:
    text = summarise(PassReport(NOON, NOON, follow_ups=(found("Title", "https://c.example/a) [x](javascript:y"),)))
    assert "javascript" not in text


def test_the_summary_names_what_failed_and_counts_what_is_too_long_to_list() -> None:
    polling = PollOutcome(polled=99, errors={f"feed {n}": "timed out" for n in range(80)})
    text = summarise(PassReport(NOON, NOON, polling=polling, reading=ReadOutcome(skipped={"no text": 3})))
    assert "feed 7: timed out" in text.replace("&#58;", ":")
    assert "and 30 more" in text
    assert "no text: 3" in text


def test_the_table_has_a_row_for_each_follow_up() -> None:
    (row,) = tabulate([found("Title", "https://c.example/1")])
    assert (row["seed"], row["score"], row["actors"], row["link"]) == (
        "treaty",
        "0.91",
        "Firefly",
        "https://c.example/1",
    )
