"""What a page costs by its language: recorded pages of each language by themselves, beside English ones."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from statistics import mean, median
from typing import Any

from rich.table import Table

from benchmarks.costs import metered
from benchmarks.realweb import GoldPage
from news import Article, language_of_article, match_followed, name_language, weigh
from pipeline.runtime import Runtime
from pipeline.watchlist import watch

_FEWEST = 4  # pages of a language that is measured
_SOME_DAY = datetime(2026, 6, 1, 12, tzinfo=UTC)

Figures = dict[str, Any]


def by_language(pages: Sequence[GoldPage]) -> dict[str, list[GoldPage]]:
    """The pages by the language of their texts, English first, then the most frequent; rare languages left out."""
    found = defaultdict[str, list[GoldPage]](list)
    for page in pages:
        found[language_of_article(page.title, page.text)].append(page)
    kept = sorted(found.items(), key=lambda item: (item[0] != "en", -len(item[1])))
    return {language: group for language, group in kept if len(group) >= _FEWEST}


def measure_languages(
    runtime: Runtime,
    groups: Mapping[str, Sequence[GoldPage]],
    run: Callable[[Sequence[GoldPage], str], tuple[float, float]],
    repeats: int,
) -> dict[str, Figures]:
    """Milliseconds a page for each language: as the stream takes it, and with everything done for each.

    `run` takes pages through a pass, under addresses that begin with a word of their own, and returns milliseconds a
    page and the share of them that was read in full. The first time is not counted, for then the tables of a language
    are read.
    """
    figures: dict[str, Figures] = {}
    for language, pages in groups.items():
        passed = [run(pages, f"{language}-{repeat}") for repeat in range(repeats + 1)][1:]
        compared = [_compare_all(runtime, pages) for _ in range(repeats + 1)][1:]
        figures[language] = {
            "pages": len(pages),
            "characters": mean(len(page.text) for page in pages),
            "ms a page": median(cost for cost, _ in passed),
            "share read in full": passed[-1][1],
            "ms a text that is compared": median(compared),
        }
    return figures


def _compare_all(runtime: Runtime, pages: Sequence[GoldPage]) -> float:
    """Milliseconds a text for annotation, vectors and comparison with every seed, as if each text concerned one."""
    index = watch(runtime)
    with metered() as meter:
        for page in pages:
            article = Article(page.url, page.title, page.text, "Recorded", _SOME_DAY)
            (profile,) = runtime.profiles_of([(page.title, page.text, article.published)])
            weighed = weigh(profile, index.background)
            for one in index.followed:
                match_followed(one, article, weighed)
    return 1000 * meter.seconds / len(pages)


def table_of_languages(figures: Mapping[str, Figures]) -> Table:
    """One row for each language; the factors are costs relative to English, the second per character.

    A page that is read in full, because it has little text or could concern a seed, costs some ten times as much, so
    that of few pages one may decide the mean.
    """
    table = Table(title="What a page costs by its language (milliseconds of one core)")
    table.add_column("language")
    for column in (
        "pages",
        "characters",
        "in full",
        "ms a page",
        "times English",
        "ms compared",
        "times English",
        "per character",
    ):
        table.add_column(column, justify="right")
    english = figures.get("en") or next(iter(figures.values()))
    for language, row in figures.items():
        passed, compared = (row[cost] / english[cost] for cost in ("ms a page", "ms a text that is compared"))
        longer = row["characters"] / english["characters"]
        table.add_row(
            name_language(language) or language,
            str(row["pages"]),
            f"{row['characters']:.0f}",
            f"{row['share read in full']:.0%}",
            f"{row['ms a page']:.2f}",
            f"{passed:.2f}",
            f"{row['ms a text that is compared']:.0f}",
            f"{compared:.2f}",
            f"{compared / longer:.2f}",
        )
    return table
