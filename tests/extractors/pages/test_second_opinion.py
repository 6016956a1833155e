from collections.abc import Callable

from extractors import read_page
from extractors.pages.second_opinion import choose_extraction

STORY = "The council votes on Tuesday on the new bridge over the river, which was planned for twelve years. " * 4
COMMENTS = "I have never believed a single word from anybody in this town hall, and my neighbours do not either. " * 4
URL = "https://news.example/2025/03/bridge"


def never() -> str:
    raise AssertionError("made without need")


def always(text: str) -> Callable[[], str]:
    return lambda: text


def test_a_confirmed_extraction_costs_one_reading() -> None:
    assert choose_extraction(STORY, [always(f"Menu\n{STORY}"), never], [never]) == STORY


def test_an_unconfirmed_extraction_gives_way_to_the_one_that_the_others_confirm() -> None:
    readings, wider = [always(f"Menu {STORY}"), always(f"{STORY} Share")], always(STORY + COMMENTS)
    assert choose_extraction(COMMENTS, readings, [wider, always(STORY)]) == STORY


def test_an_unconfirmed_extraction_stays_if_the_others_do_not_agree_either() -> None:
    readings = [always("Home World Sport Culture"), always("Subscribe today for less")]
    assert choose_extraction(STORY, readings, [always(STORY), always(COMMENTS)]) == STORY


def test_a_little_more_agreement_is_not_enough() -> None:
    almost = STORY.replace("twelve", "eleven")
    assert choose_extraction(almost, [always(COMMENTS), always(STORY)], [always(STORY)]) == almost


def test_a_few_words_are_no_extraction() -> None:
    assert choose_extraction("", [always("Staff report"), always("")], [always("Staff report")]) == ""


def test_a_gallery_whose_captions_are_its_text_is_read() -> None:
    words = "bridge river council ferry harbour market mayor quay lantern festival winter boat".split()
    slides = "".join(
        f"<div><img src='/{n}.jpg'><div class='slide-caption'><p>Picture {n}: the {word} near the old"
        f" {words[n - 3]}, where {words[n - 5]} after {words[n - 7]} was drawn by hand in the year 19{n + 10}, as the"
        f" town's {words[n - 9]} remembers it.</p></div></div>"
        for n, word in enumerate(words)
    )
    lead = "<p>Twelve pictures tell how the town has changed since the first of them was taken.</p>"
    page = read_page(f"<html><body><article><h1>In pictures</h1>{lead}{slides}</article></body></html>".encode(), URL)
    assert page
    assert page.text.count("was drawn by hand") == len(words)
