"""Which headlines of a preview are shown: the most and the least sure, none twice."""

from datetime import UTC, datetime

import pytest

from news import Article, Compared, Evidence, Match, Preview, Verdict, find_changes

NOON = datetime(2025, 3, 1, 12, tzinfo=UTC)


def preview_of(follow_ups: int) -> Preview:
    found = [
        Compared(
            Article(f"https://news.example/{number}", str(number), "", "", NOON),
            Match("deal", 1.0 - number / 100, Verdict.FOLLOW_UP, Evidence()),
        )
        for number in range(follow_ups)
    ]
    near = Compared(
        found[0].article if found else Article("u", "t", "", "", NOON),
        Match("deal", 0.3, Verdict.NEAR_MISS, Evidence()),
    )
    return Preview(99, NOON, (*found, near))


@pytest.mark.parametrize(("number", "most", "least"), [(0, 0, 0), (10, 10, 0), (11, 5, 5), (40, 5, 5)])
def test_at_most_ten_headlines_are_shown_none_of_them_twice(number: int, most: int, least: int) -> None:
    preview = preview_of(number)
    surest, doubtful = preview.headlines()
    assert (len(surest), len(doubtful)) == (most, least)
    shown = [one.article.title for one in (*surest, *doubtful)]
    assert len(set(shown)) == len(shown)
    assert shown[:most] == [str(one) for one in range(most)]
    assert shown[most:] == [str(one) for one in range(number - least, number)][: len(shown) - most]


def test_what_comes_in_and_what_goes_out_is_told_from_what_stays() -> None:
    def compared(**verdicts: Verdict) -> Preview:
        found = (
            Compared(
                Article(f"https://news.example/{name}", name, "", "", NOON), Match("deal", 0.5, verdict, Evidence())
            )
            for name, verdict in verdicts.items()
        )
        return Preview(3, NOON, tuple(found))

    before = compared(a=Verdict.FOLLOW_UP, b=Verdict.FOLLOW_UP, c=Verdict.NEAR_MISS, d=Verdict.UNRELATED)
    after = compared(a=Verdict.FOLLOW_UP, b=Verdict.NEAR_MISS, c=Verdict.FOLLOW_UP, d=Verdict.UNRELATED)
    comes, goes = find_changes(before, after)
    assert [one.article.title for one in comes] == ["c"]
    assert [(one.article.title, one.match.verdict) for one in goes] == [("b", Verdict.NEAR_MISS)]
    assert find_changes(after, after) == ((), ())
