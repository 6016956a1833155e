"""Tags with more attributes than any page needs."""

import time

import pytest

from extractors.pages.article import read_page
from extractors.pages.attribute_limit import limit_attributes

STORY = "<p>" + "The ferries to the island will not sail until the crews and the owners agree. " * 12 + "</p>"


@pytest.mark.parametrize("attribute", ["a{}='1'", "a{}", 'a{}="x y"', "a{}=1"])
def test_the_attributes_beyond_the_limit_are_left_out(attribute: str) -> None:
    many = " ".join(attribute.format(number) for number in range(1000))
    limited = limit_attributes(f"<p {many}>{STORY}")
    assert limited == f"<p {' '.join(attribute.format(number) for number in range(250))}>{STORY}"


def test_a_long_value_is_one_attribute() -> None:
    data = " ".join(f"{number} = x" for number in range(1000))
    tag = f"""<div data-state="{data}" data-other='{data}' class="story">{STORY}</div>"""
    assert limit_attributes(tag) == tag


def test_a_comparison_in_a_script_is_no_tag() -> None:
    script = f"<script>for (i = 0; i <n.length; i++) {{ {'x = y; ' * 1000} }}</script>"
    assert limit_attributes(script) == script


def test_a_page_with_thousands_of_attributes_is_read_in_time() -> None:
    many = " ".join(f"a{number}='1'" for number in range(40_000))
    began = time.process_time()
    page = read_page(f"<html><body><article {many}><h1>Ferry strike</h1>{STORY}</article></body></html>".encode(), "")
    assert page is not None
    assert page.text.startswith("The ferries to the island")
    assert time.process_time() - began < 2


@pytest.mark.parametrize("piece", [" ", '="', "='", " a", '"', "a=", " a = '"])
def test_limiting_takes_linear_time(piece: str) -> None:
    began = time.process_time()
    limit_attributes("<p " + piece * 400_000)
    assert time.process_time() - began < 1
