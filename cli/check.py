"""`storywake check`: compare articles with a seed without storing anything."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from cli.descriptions import examples
from cli.errors import BAD_INPUT, exit_code_of
from cli.lookup import seed_named, settings
from cli.terminal import Progress, progress, remark, say, say_json, say_table
from trails import clean, comparison_object, listed, moment, part_name, verdict_sentence

if TYPE_CHECKING:
    from news import Article, Match, Seed
    from pipeline import Runtime


def add_to(app: typer.Typer) -> None:
    """Add the command to the app."""
    app.command(
        "check",
        epilog=examples(
            "storywake check minerals-deal article.txt https://news.example/a",
            "storywake check minerals-deal page.html --json",
        ),
    )(check)


def check(
    seed: Annotated[str, typer.Argument(help="A seed file, or the name of a seed.")],
    articles: Annotated[list[str], typer.Argument(help="Files (.txt, .md, .html) or URLs.", metavar="ARTICLE...")],
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Compare articles with a seed: score, verdict and evidence. Stores nothing."""
    from pipeline import compare_directly, open_runtime

    found = settings()
    named = seed_named(seed, found)
    with open_runtime(found) as runtime, ThreadPoolExecutor(1) as background, progress(quiet=True) as update:
        background.submit(runtime.encoder.load)  # loads while articles are read; an error is raised when it is used
        readable, failed = _read_all(runtime, articles, update)
        update("comparing", 0, None)
        matches = compare_directly(runtime, named, readable) if readable else []
    _answer(named, list(zip(readable, matches, strict=True)), as_json=as_json)
    if failed:
        raise typer.Exit(BAD_INPUT)


def _read_all(runtime: Runtime, named: Sequence[str], update: Progress) -> tuple[list[Article], int]:
    """The articles that could be read, and how many could not; each of those is reported on stderr."""
    from cli.article_arguments import read_article

    articles: list[Article] = []
    for number, name in enumerate(named):
        update("reading", number, len(named))
        try:
            articles.append(read_article(name, runtime, datetime.now(UTC)))
        except Exception as error:
            if exit_code_of(error) is None:
                raise
            remark(f"storywake: {error}")
    update("reading", len(named), len(named))
    return articles, len(named) - len(articles)


def _answer(seed: Seed, compared: Sequence[tuple[Article, Match]], *, as_json: bool) -> None:
    if as_json:
        say_json([comparison_object(seed, one, match, verdict_sentence(match, seed)) for one, match in compared])
        return
    for article, match in compared:
        _say(seed, article, match)


def _say(seed: Seed, article: Article, match: Match) -> None:
    from news import share_of_score, threshold_of

    evidence = match.evidence
    say(f"{clean(article.title) or article.url}")
    say(f"  {article.url}")
    if article.published_from != "first seen":
        say(f"  published {moment(article.published)} UTC")
    say(f"  score {match.score:.2f}: {match.verdict} (a follow-up needs {threshold_of(seed):.2f})")
    say(f"  {clean(verdict_sentence(match, seed))}")
    for line in _evidence_lines(match):
        say(f"  {clean(line)}")
    if evidence.parts:
        shares = share_of_score(evidence.parts)
        # parts that only speak against a match have no share in one
        rows = [
            (part_name(name), f"{value:.2f}", f"{shares[name]:.0%}" if name in shares else "")
            for name, value in evidence.parts.items()
        ]
        say_table(("part", "similarity", "share of the score"), rows)
    say()


def _evidence_lines(match: Match) -> Iterator[str]:
    evidence = match.evidence
    yield f"shared actors: {listed(evidence.actors, 12) or 'none'}"
    yield f"actors of the seed it does not mention: {listed(evidence.missing_actors, 12) or 'none'}"
    yield f"shared topics: {listed(evidence.topics, 12) or 'none'}"
    for sentence in evidence.sentences:
        yield f"“{sentence}”"
