"""Which articles of the archive a preview compares in full."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from news import Article, QueuedArticle
from pipeline.seed_previews import MOST_COMPARED, NEAREST, Likeliest

NOON = datetime(2025, 3, 5, 12, 0, tzinfo=UTC)


class Margin(float):
    """A rating that counts how often it is compared."""

    compared = 0

    def __lt__(self, other: float) -> bool:
        Margin.compared += 1
        return float(self) < float(other)


def rate(margins: list[float]) -> Likeliest:
    likely = Likeliest()
    for number, margin in enumerate(margins):
        likely.add(margin, QueuedArticle(number, Article(f"https://a.example/{number}", "", "", "", NOON), ()))
    return likely


@given(
    st.lists(st.sampled_from([-2.0, -1.0, 0.0, 0.5, 1.0]), max_size=30).map(lambda some: some * 20),
)
def test_the_likeliest_are_chosen_and_the_earlier_of_two_alike(margins: list[float]) -> None:
    likely = rate(margins)
    ranked = sorted(range(len(margins)), key=lambda number: (-margins[number], number))
    could = sum(margin >= 0 for margin in margins)
    assert likely.could == could
    assert [one.id for one in likely.choose()] == ranked[: max(NEAREST, min(could, MOST_COMPARED))]


def test_each_article_is_ranked_among_few_others_however_many_could_match() -> None:
    rate([Margin(number % 101) for number in range(5000)])
    assert Margin.compared < 5000 * 20
