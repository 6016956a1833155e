"""`storywake check`: articles compared with a seed here and now, nothing stored."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.cleaning import clean
from cli.errors import BAD_INPUT, BadInputError, exit_code_of
from cli.formats import web_address
from cli.lookup import seed_named, settings
from cli.printing import Progress, progress, remark, say, say_json, say_table
from cli.shaping import comparison_object
from cli.wording import listed, moment, part_name, verdict_sentence
from news import Article, Entry, Match, Seed

if TYPE_CHECKING:
    from extractors import Page
    from flows import Runtime

_TEXTS, _PAGES = (".txt", ".md"), (".html", ".htm")
_MAX_BYTES = 10_000_000


def add_to(app: typer.Typer) -> None:
    """Add the command to the app."""
    app.command("check")(check)


def check(
    seed: Annotated[str, typer.Argument(help="A file, or the name of a seed.")],
    articles: Annotated[list[str], typer.Argument(help="Files (.txt, .md, .html) or URLs.", metavar="ARTICLE...")],
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """Compare articles with a seed: score, verdict and evidence. Stores nothing."""
    from flows import compare, open_runtime

    found = settings()
    named = seed_named(seed, found)
    with open_runtime(found) as runtime, progress(quiet=True) as tell:
        readable, failed = _read_all(runtime, articles, tell)
        tell("comparing", 0, None)
        matches = compare(runtime, named, readable) if readable else []
    _answer(named, list(zip(readable, matches, strict=True)), as_json=as_json)
    if failed:
        raise typer.Exit(BAD_INPUT)


def _read_all(runtime: "Runtime", named: Sequence[str], tell: Progress) -> tuple[list[Article], int]:
    """The articles that can be read; one that cannot is said on stderr and stops no other."""
    articles: list[Article] = []
    for number, name in enumerate(named):
        tell("reading", number, len(named))
        try:
            articles.append(_read(runtime, name))
        except Exception as error:
            if exit_code_of(error) is None:
                raise
            remark(f"storywake: {error}")
    tell("reading", len(named), len(named))
    return articles, len(named) - len(articles)


def _read(runtime: "Runtime", name: str) -> Article:
    now = datetime.now(UTC)
    if web_address(name):
        return _read_url(runtime, name, now)
    path = Path(name)
    if "://" in name:
        raise BadInputError(f"{name}: not an address that can be read: only http and https")
    if not path.is_file():
        raise BadInputError(f"{name}: no such file")
    if path.suffix.lower() in _PAGES:
        return _read_html(path, now)
    if path.suffix.lower() in _TEXTS:
        return _read_text(path, now)
    raise BadInputError(f"{name}: an article is a .txt, .md or .html file, or a URL")


def _read_url(runtime: "Runtime", url: str, now: datetime) -> Article:
    from extractors import NotModified, read_page

    fetched = runtime.fetcher.fetch(url, now=now)
    if isinstance(fetched, NotModified):
        raise BadInputError(f"{url}: the server says it has not changed, and sends no page")
    return _article(read_page(fetched.body, fetched.url, fetched.content_type), fetched.url, url, now)


def _read_html(path: Path, now: datetime) -> Article:
    from extractors import read_page

    return _article(read_page(_bytes_of(path), "", "text/html"), path.absolute().as_uri(), str(path), now)


def _article(page: "Page | None", url: str, name: str, now: datetime) -> Article:
    from extractors import make_article

    article = make_article(page, Entry(key=url, url=url, title=""), outlet="", first_seen=now)
    if article is None:
        raise BadInputError(f"{name}: no article text in it")
    return article


def _read_text(path: Path, now: datetime) -> Article:
    """A text file is read as a seed is: front matter when there is some, then the text."""
    from extractors import detect_language, read_seed

    _bytes_of(path)
    told = read_seed(path)
    return Article(
        url=told.url or path.absolute().as_uri(),
        title=told.title,
        text=told.text,
        outlet="",
        published=told.published or now,
        published_from="page" if told.published else "first seen",
        language=detect_language(told.text),
    )


def _bytes_of(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            body = file.read(_MAX_BYTES + 1)
    except OSError as error:
        raise BadInputError(f"{path}: cannot be read: {error.strerror}") from error
    if len(body) > _MAX_BYTES:
        raise BadInputError(f"{path}: larger than {_MAX_BYTES // 1_000_000} MB")
    return body


def _answer(seed: Seed, compared: Sequence[tuple[Article, Match]], *, as_json: bool) -> None:
    if as_json:
        say_json([comparison_object(seed, one, match, verdict_sentence(match, seed)) for one, match in compared])
        return
    for article, match in compared:
        _say(seed, article, match)


def _say(seed: Seed, article: Article, match: Match) -> None:
    evidence = match.evidence
    say(f"{clean(article.title) or article.url}")
    say(f"  {article.url}")
    if article.published_from != "first seen":
        say(f"  published {moment(article.published)} UTC")
    say(f"  score {match.score:.2f}: {match.verdict}")
    say(f"  {clean(verdict_sentence(match, seed))}")
    for line in _evidence_lines(match):
        say(f"  {clean(line)}")
    if evidence.parts:
        say_table(("part", "share"), [(part_name(name), f"{share:.2f}") for name, share in evidence.parts.items()])
    say()


def _evidence_lines(match: Match) -> Iterator[str]:
    evidence = match.evidence
    yield f"shared actors: {listed(evidence.actors, 12) or 'none'}"
    yield f"the seed's actors it does not name: {listed(evidence.missing_actors, 12) or 'none'}"
    yield f"shared topics: {listed(evidence.topics, 12) or 'none'}"
    for sentence in evidence.sentences:
        yield f"“{sentence}”"
