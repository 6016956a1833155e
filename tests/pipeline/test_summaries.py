"""The summary in the Prefect UI: outside text cannot become markup."""

import re
from datetime import UTC, datetime

from hypothesis import example, given
from hypothesis import strategies as st

from news import Article, Evidence, Match, StoredMatch, Verdict
from pipeline.outcomes import CompareOutcome, PassReport, PollOutcome, ReadOutcome
from pipeline.summaries import escape, escape_link, shorten, summarise, tabulate

NOON = datetime(2025, 3, 5, 12, tzinfo=UTC)
ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")  # CommonMark: a backslash makes ASCII punctuation plain


def found(title: str, url: str) -> StoredMatch:
    article = Article(url, title, "Text.", "Courier", NOON)
    return StoredMatch(1, article, Match("treaty", 0.91, Verdict.FOLLOW_UP, Evidence(("Firefly",), ("treaty",))), NOON)


@given(st.text())
def test_escaped_text_holds_no_character_that_markdown_or_html_knows(text: str) -> None:
    shown = escape(text)
    assert not set(ESCAPED.sub("", shown)) & set("<>[]()`*_|\n\r\\!:@&")
    assert plain(shown) == shorten(text, 300)
    assert len(escape("x" * 1000)) == 300


@given(st.text(st.sampled_from("ab <>[]()`*_|~\n\\!&;#:/")))
@example(":://")
def test_the_text_of_a_link_cannot_end_it_or_begin_another(text: str) -> None:
    shown = escape_link(text)
    assert not set(ESCAPED.sub("", shown)) & set("<>[]`*_|~\n\r\\")
    assert "://" not in ESCAPED.sub("x", shown)  # in the place of what is escaped: ":" and "//" around it are apart
    assert plain(shown) == shorten(text, 300)


def test_what_a_headline_is_written_with_is_shown_as_it_is() -> None:
    text = "Live: Starmer's four-point plan (U.S. & AT&T) for £2.26bn!"
    assert f"[{text}](https://c.example/1)" in summarise(
        PassReport(NOON, NOON, follow_ups=(found(text, "https://c.example/1"),))
    )


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
    assert "feed 7: timed out" in plain(text)
    assert "and 30 more" in text
    assert "no text: 3" in text


def scored(seed: str, score: float, *, actors: int = 1, topics: int = 1, year: int = 2025) -> StoredMatch:
    names = tuple(f"Actor {n}" for n in range(1, actors + 1)), tuple(f"topic {n}" for n in range(1, topics + 1))
    article = Article(f"https://c.example/{score}", f"At {score}", "Text.", "Courier", NOON.replace(year=year))
    return StoredMatch(1, article, Match(seed, score, Verdict.FOLLOW_UP, Evidence(*names)), NOON)


def plain(markdown: str) -> str:
    return ESCAPED.sub(r"\1", markdown)


def test_follow_ups_come_strongest_first_with_a_few_of_the_reasons() -> None:
    found = (scored("treaty", 0.7, year=2024), scored("treaty", 0.869, actors=7, topics=4))
    text = plain(summarise(PassReport(NOON, NOON, follow_ups=found)))
    strongest = (
        "### New follow-ups\n\n"
        "- **87 %** [At 0.869](https://c.example/0.869) — Courier, 5 Mar 12:00 UTC  \n"
        "  Actor 1, Actor 2, Actor 3, Actor 4 and 3 more; topic 1, topic 2, topic 3 and 1 more\n"
        "- **70 %** [At 0.7](https://c.example/0.7) — Courier, 5 Mar 2024 12:00 UTC  \n"
    )
    assert strongest in text


def test_each_of_several_seeds_has_a_list_under_its_title() -> None:
    found = (scored("treaty", 0.7), scored("flood", 0.8), scored("treaty", 0.9))
    titles = {"treaty": "The <b>lithium</b> treaty", "flood": ""}
    text = summarise(PassReport(NOON, NOON, follow_ups=found, titles=titles))
    headings = [line for line in plain(text).splitlines() if line.startswith("### ")]
    assert headings == ["### 1 new follow-up: flood", "### 2 new follow-ups: The <b>lithium</b> treaty"]
    assert "<b>" not in text


def test_seconds_and_articles_given_up_are_told() -> None:
    comparing = CompareOutcome(errors={"https://c.example/1": "ValueError: odd; given up"}, given_up=1)
    report = PassReport(NOON, NOON, comparing=comparing, seconds={"poll feeds": 1.25, "send mail": 0.1})
    text = plain(summarise(report))
    assert "| Seconds | poll feeds 1.2, send mail 0.1 |" in text
    assert "1 failed, 1 of them given up" in text
    assert "- https://c.example/1: ValueError: odd; given up" in text


def test_the_table_has_a_row_for_each_follow_up_with_what_matters_first() -> None:
    rows = tabulate([scored("treaty", 0.7), scored("treaty", 0.91, actors=5)])
    assert list(rows[0]) == ["score", "headline", "outlet", "published", "development", "why", "seed", "link"]
    assert rows[0]["why"] == "Actor 1, Actor 2, Actor 3 and 2 more; topic 1"
    assert [(row["score"], row["link"]) for row in rows] == [
        ("91 %", "https://c.example/0.91"),
        ("70 %", "https://c.example/0.7"),
    ]
    (long,) = tabulate([found("x" * 500, "https://c.example/1")])
    assert (len(long["headline"]), long["headline"][-1]) == (100, "…")
