import pytest
from lxml.html import document_fromstring  # type: ignore[import-untyped]

from extractors import read_page
from extractors.pages.teasers import remove_teasers

URL = "https://news.example/2025/03/bridge"
STORY = "".join(
    f"<p>Paragraph {number} tells at some length what the council of the town has decided about the bridge.</p>"
    for number in range(12)
)
SAYS = "The mayor of the neighbouring town explains in three sentences why."
WITH_HEADING = (
    '<div class="x7"><h3><a href="/{n}">Another town builds its bridge number {n}</a></h3><p>{says}</p></div>'
)
WITH_PICTURE = '<li class="y"><a href="/{n}"><img src="/{n}.jpg"> Another town builds its bridge {n}</a> 5 March</li>'


def body_of(teasers: str, box: str = "div") -> str:
    return f"<html><body><h1>The bridge</h1><div>{STORY}<{box}>{teasers}</{box}></div></body></html>"


@pytest.mark.parametrize(("teaser", "box"), [(WITH_HEADING, "div"), (WITH_PICTURE, "ul"), (WITH_HEADING, "section")])
def test_a_list_of_other_stories_is_no_part_of_the_text(teaser: str, box: str) -> None:
    teasers = "".join(teaser.format(n=number, says=SAYS) for number in range(4))
    page = read_page(body_of(teasers, box).encode(), URL)
    assert page
    assert "Another town" not in page.text
    assert SAYS not in page.text
    assert page.text.count("Paragraph") == 12


@pytest.mark.parametrize(
    "items",
    [
        WITH_HEADING.format(n=1, says=SAYS) + WITH_HEADING.format(n=2, says=SAYS),  # too few
        "".join(WITH_HEADING.format(n=n, says=SAYS * 7) for n in range(4)),  # a list article
        "".join(f'<div><p>{SAYS} <a href="/{n}">The full report</a></p></div>' for n in range(4)),  # paragraphs
        "".join(f'<li><a href="/{n}">Source number {n} of the report</a></li>' for n in range(4)),  # sources
    ],
)
def test_other_lists_stay(items: str) -> None:
    tree = document_fromstring(body_of(items))
    before = tree.text_content()
    remove_teasers(tree)
    assert tree.text_content() == before


def test_a_list_that_is_most_of_the_page_stays() -> None:
    teasers = "".join(WITH_HEADING.format(n=number, says=SAYS) for number in range(30))
    tree = document_fromstring(body_of(teasers))
    remove_teasers(tree)
    assert tree.text_content().count("Another town") == 30
