"""What is new: sentences that say what was not known, of the story and in order."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.novelty import CASES, choose_of_case, first_of_case, rate, read_cases
from extractors import load_background
from news import find_news, is_copy, shingles, split_sentences, words_of

BACKGROUND = load_background()
KNOWN = "President Firefly refused to sign the lithium treaty on Monday. Trentino left the talks."


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("One came. Two went.", 2),
        ("Mr. Firefly met Gen. Cooper in the U.S. capital. He left.", 2),
        ("It cost 2.5 million. No, said J. B. Ball.", 2),
        ("“We go.” They went.", 2),
        ("Maj. Cooper, Sgt. Ball and Sens. Dale and Reed came. They left.", 2),
        ("It begins at 2 a.m. Friday and ends at 7 p.m. Sunday. All agreed.", 2),
        ("A headline\nA sentence below it.", 2),
        ("FREDTOWN, Fla. (FW) - Firefly left. Trentino stayed.", 2),
        ("ST. FREDERICK (FW) - Firefly left. Trentino stayed.", 2),
        ("It was sold in Fredtown, Fla. (The price is not known.)", 2),
        ("", 0),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text: str, sentences: int) -> None:
    assert len(split_sentences(text)) == sentences


def test_what_is_known_is_no_news_and_what_is_new_keeps_its_order() -> None:
    text = (
        "President Firefly refused to sign the lithium treaty. Parliament called an election for May in Trantura. "
        "Trentino left the talks on Monday. Firefly sent 40,000 reservists to the border with Sylvania."
    )
    news = find_news(text, words_of(KNOWN), BACKGROUND, words_of(KNOWN))
    assert news == (
        "Parliament called an election for May in Trantura.",
        "Firefly sent 40,000 reservists to the border with Sylvania.",
    )


@pytest.mark.parametrize(
    "dateline",
    [
        "TRANTURA, March 3 (Wire) - ",
        "TRANTURA, Freedonia - ",
        "TRANTURA, Freedonia (FW) — ",
        "PORT SYLVAN, Trinidad and Tobago – ",
        "FREDTOWN, Fla. (FW) -- ",
        "ST. FREDERICK/TRANTURA — ",
        "GENEVA, 3 March 2025 (Freedonian Wire) - ",
        "(FW) - ",
        "Trantura (fpa) – ",
        "Trantura, Freedonia (FW) — ",
        "TRANTURA—",
    ],
)
def test_a_dateline_is_no_part_of_what_is_said(dateline: str) -> None:
    text = f"{dateline}Firefly called an election for the last week of May."
    assert find_news(text, (), BACKGROUND) == ("Firefly called an election for the last week of May.",)


@pytest.mark.parametrize(
    "sentence",
    [
        "Rufus Firefly - who signed the treaty in March - called an election in Freedonia.",
        "Freedonia (the smaller of the two) called an election for the last week of May.",
        "SYLVANIA - or what is left of its army - withdrew from Trantura on Friday.",
    ],
)
def test_a_name_before_a_dash_is_no_dateline(sentence: str) -> None:
    assert find_news(sentence, (), BACKGROUND) == (sentence,)


def test_the_cases_written_for_it_are_told_better_than_by_their_first_sentences() -> None:
    cases = read_cases(CASES)
    assert len(cases) >= 12
    assert rate(cases, choose_of_case)[2] >= 0.9
    assert rate(cases, first_of_case)[2] < 0.5


@given(st.text(max_size=400), st.sets(st.sampled_from(["firefly", "treaty", "border"])))
def test_news_is_said_in_the_text_at_most_three_times_and_never_twice(text: str, known: set[str]) -> None:
    news = find_news(text, known, BACKGROUND)
    assert len(news) <= 3
    assert all(" ".join(one.split()) in " ".join(text.split()) for one in news)


def test_one_text_in_two_outlets_is_a_copy_and_two_texts_about_one_event_are_none() -> None:
    story = " ".join(
        f"The ministers of {name} met in Geneva and spoke of {n} points." for n, name in enumerate("abcdefg")
    )
    other = "In Geneva seven ministers have talked at length about what divides their countries, among it the mines."
    assert is_copy(shingles(story), shingles(f"A new beginning of the text. {story[: len(story) // 2]}"))
    assert not is_copy(shingles(story), shingles(other))
    assert not is_copy(shingles("short"), shingles("short"))
