"""The summary in the Prefect UI: its content, and that outside text cannot become markup."""

import re
from datetime import UTC, datetime

from hypothesis import example, given
from hypothesis import strategies as st

from news import Article, Evidence, Match, StoredMatch, Verdict
from pipeline.outcomes import CompareOutcome, PassReport, PollOutcome, ReadOutcome
from pipeline.summaries import escape, escape_link, shorten, summarise, tabulate

NOON = datetime(2025, 3, 5, 12, tzinfo=UTC)
ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")  # in CommonMark, a backslash escapes ASCII punctuation


def found(title: str, url: str) -> StoredMatch:
    article = Article(url, title, "Text.", "Courier", NOON)
    return StoredMatch(1, article, Match("treaty", 0.91, Verdict.FOLLOW_UP, Evidence(("Firefly",), ("treaty",))), NOON)


@given(st.text())
def test_escaped_text_contains_no_special_characters_of_markdown_or_html(text: str) -> None:
    shown = escape(text)
    assert not set(ESCAPED.sub("", shown)) & set("<>[]()`*_|\n\r\\!:@&")
    assert plain(shown) == shorten(text, 300)
    assert len(escape("x" * 1000)) == 300


@given(st.text(st.sampled_from("ab <>[]()`*_|~\n\\!&;#:/")))
@example(":://")
def test_the_text_of_a_link_cannot_break_out_of_it(text: str) -> None:
    shown = escape_link(text)
    assert not set(ESCAPED.sub("", shown)) & set("<>[]`*_|~\n\r\\")
    assert "://" not in ESCAPED.sub("x", shown)  # replaced by a letter, not removed, or ":" and "//" could join
    assert plain(shown) == shorten(text, 300)


def test_punctuation_in_a_headline_is_displayed_unchanged() -> None:
    text = "Live: Starmer's four-point plan (U.S. & AT&T) for £2.26bn!"
    assert f"[{text}](https://c.example/1)" in summarise(
        PassReport(NOON, NOON, follow_ups=(found(text, "https://c.example/1"),))
    )


def test_markup_in_a_headline_is_escaped() -> None:
    report = PassReport(NOON, NOON, follow_ups=(found("<script>x</script> [a](http://evil)", "https://c.example/1"),))
    text = summarise(report)
    assert "<script>" not in text
    assert "(http://evil" not in text
    assert "](https://c.example/1)" in text


def test_a_url_that_could_break_the_markup_is_not_linked() -> None:
    text = summarise(PassReport(NOON, NOON, follow_ups=(found("Title", "https://c.example/a) [x](javascript:y"),)))
    assert "javascript" not in text


def test_the_summary_lists_failures_and_counts_those_beyond_the_limit() -> None:
    polling = PollOutcome(polled=99, errors={f"feed {n}": "timed out" for n in range(80)})
    text = summarise(PassReport(NOON, NOON, polling=polling, reading=ReadOutcome(skipped={"no text": 3})))
    assert "feed 7: timed out" in plain(text)
    assert "and 30 more" in text
    assert "no text: 3" in text


def scored(seed: str, score: float, *, actors: int = 1, topics: int = 1, year: int = 2025) -> StoredMatch:
    names = tuple(f"Actor {n}" for n in range(1, actors + 1)), tuple(f"topic {n}" for n in range(1, topics + 1))
    article = Article(f"https://c.example/{score}", f"At {score}", "Text.", "Courier", NOON.replace(year=year))
    return StoredMatch(1, article, Match(seed, score, Verdict.FOLLOW_UP, Evidence(*names)), NOON)


def plain(markdown: str) -> str:
    return ESCAPED.sub(r"\1", markdown)


def test_follow_ups_are_listed_by_score_with_some_of_their_evidence() -> None:
    found = (scored("treaty", 0.7, year=2024), scored("treaty", 0.869, actors=7, topics=4))
    text = plain(summarise(PassReport(NOON, NOON, follow_ups=found)))
    strongest = (
        "### New follow-ups\n\n"
        "- **87 %** [At 0.869](https://c.example/0.869) — Courier, 5 Mar 12:00 UTC  \n"
        "  Actor 1, Actor 2, Actor 3, Actor 4 and 3 more; topic 1, topic 2, topic 3 and 1 more\n"
        "- **70 %** [At 0.7](https://c.example/0.7) — Courier, 5 Mar 2024 12:00 UTC  \n"
    )
    assert strongest in text


def test_several_seeds_each_have_a_list_under_their_title() -> None:
    found = (scored("treaty", 0.7), scored("flood", 0.8), scored("treaty", 0.9))
    titles = {"treaty": "The <b>lithium</b> treaty", "flood": ""}
    text = summarise(PassReport(NOON, NOON, follow_ups=found, titles=titles))
    headings = [line for line in plain(text).splitlines() if line.startswith("### ")]
    assert headings == ["### 1 new follow-up: flood", "### 2 new follow-ups: The <b>lithium</b> treaty"]
    assert "<b>" not in text


def test_the_summary_shows_stage_times_and_articles_given_up() -> None:
    comparing = CompareOutcome(errors={"https://c.example/1": "ValueError: odd; given up"}, given_up=1)
    report = PassReport(NOON, NOON, comparing=comparing, seconds={"poll feeds": 1.25, "send mail": 0.1})
    text = plain(summarise(report))
    assert "| Seconds | poll feeds 1.2, send mail 0.1 |" in text
    assert "1 failed, 1 of them given up" in text
    assert "- https://c.example/1: ValueError: odd; given up" in text


def test_the_table_has_a_row_for_each_follow_up_by_score() -> None:
    rows = tabulate([scored("treaty", 0.7), scored("treaty", 0.91, actors=5)])
    assert list(rows[0]) == ["score", "headline", "outlet", "published", "development", "why", "seed", "link"]
    assert rows[0]["why"] == "Actor 1, Actor 2, Actor 3 and 2 more; topic 1"
    assert [(row["score"], row["link"]) for row in rows] == [
        ("91 %", "https://c.example/0.91"),
        ("70 %", "https://c.example/0.7"),
    ]
    (long,) = tabulate([found("x" * 500, "https://c.example/1")])
    assert (len(long["headline"]), long["headline"][-1]) == (100, "…")
