"""Chapters: each new stage is an update, retellings join theirs, copies and background bring no alert."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from news import (
    Article,
    Background,
    FollowUp,
    Report,
    Standing,
    Stream,
    arrange,
    head_shingles,
    is_copy,
    place,
    read_opening,
    shingles,
    word_article,
)
from news.chapters import choose_standing
from news.updates import Judgement

MONDAY = datetime(2025, 3, 3, 9, tzinfo=UTC)
STREAM = Stream(Background(dict.fromkeys("tram strike crews wexcombe union".split(), 0.02)))
# An invented dispute: headline, text, hours after Monday morning, outlet.
REPORTS = (
    (
        "Tram crews call strike",
        "Tram crews in Wexcombe will strike from Thursday, their union said on Monday.",
        1,
        "Courier",
    ),
    (
        "Strike of tram crews called",
        "The union of Wexcombe's tram crews called a strike from Thursday on Monday.",
        3,
        "Gazette",
    ),
    ("Judge blocks tram strike", "A judge blocked the strike of tram crews in Wexcombe on Wednesday.", 54, "Courier"),
    (
        "Court stops tram strike",
        "The strike of tram crews was blocked by a Wexcombe judge on Wednesday.",
        56,
        "Gazette",
    ),
    ("Tram strike back on", "Appeal judges lifted the ban on the Wexcombe tram strike on Friday.", 100, "Courier"),
    ("Profile: the woman who stops the trams", "She likes silence, and gets up at four.", 250, "Gazette"),
)


def follow_up(title: str, text: str, hours: float, outlet: str = "Courier", **changes: object) -> FollowUp:
    article = Article("https://c.example/1", title, text, outlet, MONDAY + timedelta(hours=hours))
    wording = word_article(article, STREAM.background)
    report = Report(place(wording, STREAM), article.published)
    return FollowUp(report, read_opening(article, wording), shingles(text), head_shingles(text), **changes)  # type: ignore[arg-type]


def test_every_stage_is_an_update_and_what_retells_it_joins() -> None:
    placed = arrange(None, [follow_up(*one) for one in REPORTS], STREAM)
    alerted = [one.standing.is_alerted for one in placed]
    assert alerted == [True, False, True, False, True, False]
    assert [placed[1].standing, placed[3].standing, placed[5].standing] == [
        Standing.JOINS,
        Standing.JOINS,
        Standing.BACKGROUND,
    ]
    assert [one.retells for one in placed] == [None, 0, None, 2, None, None]
    assert placed[1].development == placed[0].development
    assert placed[3].development == placed[2].development


AGENCY = (
    "Rescuers searched the villages along the Wexcombe river again on Tuesday, the regional governor said. The dam "
    "above the old mill broke on Sunday night after two days of rain. Helicopters took the sick to the hospital. "
)


def test_a_copy_with_another_figure_at_its_beginning_is_news() -> None:
    first = follow_up("Flood kills at least 43", f"At least 43 people died in the flood. {AGENCY}", 1)
    copied = follow_up("Flood kills at least 43", f"At least 43 people died in the flood. {AGENCY}", 3)
    raised = follow_up("Flood kills at least 68", f"At least 68 people died in the flood. {AGENCY}", 25)
    placed = arrange(None, [first, copied, raised], STREAM)
    assert [one.standing for one in placed][1] is Standing.REPEATS
    assert placed[2].standing.is_alerted


def test_what_was_arranged_before_is_known_and_kept() -> None:
    before = [follow_up(*REPORTS[0], development=7, standing=Standing.OPENS)]
    placed = arrange(None, [*before, follow_up(*REPORTS[1]), follow_up(*REPORTS[2])], STREAM)
    assert [one.standing.is_alerted for one in placed] == [False, True]
    assert (placed[0].development, placed[0].retells) == (7, 0)


def test_a_report_that_retells_the_seed_joins_no_update() -> None:
    seed = follow_up(*REPORTS[0]).opening
    first = ("Wexcombe fears for its trams", "Shops in Wexcombe fear for their trade, owners said on Monday.", 1)
    placed = arrange(seed, [follow_up(*first), follow_up(*REPORTS[1])], STREAM)
    assert placed[0].standing is Standing.OPENS
    assert not placed[1].standing.is_alerted
    assert placed[1].retells is None


LINES = " ".join(f"Line {number} of the {number}th rota of the crews says so." for number in range(12))


def test_a_copy_repeats_even_weeks_later() -> None:
    title, text, hours, _ = REPORTS[2]
    copies = [follow_up(title, f"{text} {LINES}", hours), follow_up("Judge acts", f"{text} {LINES}", hours + 900)]
    placed = arrange(None, copies, STREAM)
    assert [one.standing for one in placed] == [Standing.OPENS, Standing.REPEATS]
    assert (placed[1].development, placed[1].retells) == (placed[0].development, 0)


def test_a_new_stage_with_the_background_of_the_last_report_is_no_copy() -> None:
    (_, blocked, hours, _), (_, lifted, later, _) = REPORTS[2], REPORTS[4]
    ruling = "They found that the forms which had misled nobody could not make a ballot of nine hundred drivers void."
    both = [follow_up("A", f"{blocked} {LINES}", hours), follow_up("B", f"{lifted} {ruling} {LINES}", later)]
    assert is_copy(both[0].shingles, both[1].shingles)
    assert arrange(None, both, STREAM)[1].standing.is_alerted


def test_the_first_report_of_a_story_is_an_update_whatever_it_says() -> None:
    assert arrange(None, [follow_up(*REPORTS[5])], STREAM)[0].standing is Standing.OPENS


@given(st.floats(0, 1), st.none() | st.integers(0, 9), st.booleans(), st.booleans(), st.booleans())
def test_a_copy_is_never_alerted_and_a_first_report_always(
    chance: float, retells: int | None, first: bool, copied: bool, opened: bool
) -> None:
    standing = choose_standing(Judgement(chance, retells), is_first=first, is_copied=copied, is_open=opened)
    if copied:
        assert standing is Standing.REPEATS
    elif first or Judgement(chance, retells).is_update:
        assert standing is (Standing.ADDS if opened else Standing.OPENS)
    else:
        assert standing is (Standing.BACKGROUND if retells is None else Standing.JOINS)


def test_a_text_known_to_be_an_earlier_one_again_is_a_copy_and_the_next_report_the_first_update() -> None:
    placed = arrange(None, [follow_up(*REPORTS[0]), follow_up(*REPORTS[2])], STREAM, repeated={0})
    assert [one.standing for one in placed] == [Standing.REPEATS, Standing.OPENS]
