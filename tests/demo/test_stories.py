from collections import Counter
from pathlib import Path

import pytest

from demo import StoryFileError, read_stories
from demo.faults import STORY_FAULTS
from demo.outlets import OUTLETS
from demo.stories import FIRST_MOMENT, LAST_MOMENT, slugify

ORDERLY = """---
outlet: lode
title: "A story"
published: 2025-03-04T09:15:00+02:00
kind: unrelated
section: Metals
summary: "In short."
---
First paragraph,
going on.

Second paragraph.
"""


def test_the_newsroom_has_the_stories_it_promises() -> None:
    stories = read_stories()
    kinds = Counter(story.kind for story in stories)
    assert len(stories) >= 80
    assert (kinds["follow-up"], kinds["copy"], kinds["look-alike"]) == (15, 12, 25)
    assert {story.outlet for story in stories} == set(OUTLETS)
    assert len({OUTLETS[story.outlet].feed_format for story in stories}) == 4


def test_the_stories_fill_the_ten_days_in_order() -> None:
    moments = [story.published for story in read_stories()]
    assert moments == sorted(moments)
    assert FIRST_MOMENT <= moments[0] <= moments[-1] <= LAST_MOMENT
    assert {moment.day for moment in moments} == set(range(1, 11))


def test_a_copy_comes_after_the_story_it_repeats_and_from_another_outlet() -> None:
    stories = {story.stem: story for story in read_stories()}
    copies = [story for story in stories.values() if story.kind == "copy"]
    assert all(stories[copy.copy_of].kind == "follow-up" for copy in copies)
    assert all(stories[copy.copy_of].published < copy.published for copy in copies)
    assert all(stories[copy.copy_of].outlet != copy.outlet for copy in copies)


def test_every_story_with_a_fault_exists() -> None:
    assert set(STORY_FAULTS) <= {story.stem for story in read_stories()}


def test_a_story_file_is_read_as_it_stands(tmp_path: Path) -> None:
    (tmp_path / "one.md").write_text(ORDERLY)
    (story,) = read_stories(tmp_path)
    assert (story.stem, story.slug, story.path) == ("one", "a-story", "/metals/2025/03/04/a-story")
    assert story.published.isoformat() == "2025-03-04T07:15:00+00:00"
    assert story.paragraphs == ("First paragraph, going on.", "Second paragraph.")


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("outlet: lode", "outlet: load", "unknown outlet 'load'"),
        ("kind: unrelated", "kind: gossip", "unknown kind 'gossip'"),
        ("kind: unrelated", "kind: copy", "copy_of belongs to kind copy"),
        ("kind: unrelated", "kind: copy\ncopy_of: two", "copy of 'two', which is no other story"),
        ("kind: unrelated", "kind: copy\ncopy_of: one", "copy of 'one', which is no other story"),
        ("2025-03-04T09:15:00+02:00", "2025-03-01T01:15:00+02:00", "not within 1-10 March 2025"),
        ("2025-03-04T09:15:00+02:00", "2025-03-04", "no moment with an offset"),
        ("2025-03-04T09:15:00+02:00", "2025-03-04T09:15:00", "no moment with an offset"),
        ("section: Metals\n", "", "lacks section"),
        ("section: Metals", "section: Metals\nauthor: me", "unknown author"),
        ('"A story"', '"A story', "did not find expected key"),
        ("First paragraph,\ngoing on.\n\nSecond paragraph.\n", "", "has no text"),
    ],
)
def test_a_slip_in_a_story_file_is_an_error_that_says_where(tmp_path: Path, old: str, new: str, problem: str) -> None:
    assert old in ORDERLY
    (tmp_path / "one.md").write_text(ORDERLY.replace(old, new))
    with pytest.raises(StoryFileError, match="one") as caught:
        read_stories(tmp_path)
    assert problem in str(caught.value)
    assert "\n" not in str(caught.value)


def test_two_stories_at_one_address_are_an_error(tmp_path: Path) -> None:
    for stem in ("one", "two"):
        (tmp_path / f"{stem}.md").write_text(ORDERLY)
    with pytest.raises(StoryFileError, match="two stories share an address: lode/metals/2025/03/04/a-story"):
        read_stories(tmp_path)


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Zelenskyy’s “deal”: signed?", "zelenskyys-deal-signed"),
        ("../../etc/passwd\r\n", "etc-passwd"),
        ("Знак", ""),
        ("word " * 30, "word-word-word-word-word-word-word-word-word-word-word-word-word-word"),
        ("x" * 100, "x" * 70),
    ],
)
def test_a_slug_holds_letters_digits_and_hyphens_within_its_limit(text: str, slug: str) -> None:
    assert slugify(text) == slug
