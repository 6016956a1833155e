"""`storywake matches`: list the stored follow-ups, newest first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Annotated

import typer

from cli.descriptions import alert_state, examples
from cli.errors import BadInputError
from cli.lookup import end_without_database, known_seed, stored
from cli.match_list import lines_of, list_developments
from cli.terminal import remark, say, say_json, say_struck, terminal_width
from trails import counted, match_name, match_object, moment, why

if TYPE_CHECKING:
    from news import StoredMatch
    from storage import Store

_NO_LIMIT = 1_000_000
COLUMNS = ("published", "score", "headline", "outlet", "why", "alerts", "match")


_EXAMPLES = examples(
    "storywake matches",
    "storywake matches minerals-deal --since 2025-03-01 --limit 10",
    "storywake matches minerals-deal --near",
    "storywake matches --json",
)
_NEAREST = 3  # near misses that are named where nothing was found


def add_to(app: typer.Typer) -> None:
    """Add the command to the app."""
    app.command("matches", epilog=_EXAMPLES)(matches)


def matches(
    seed: Annotated[str, typer.Argument(help="Only matches of this seed.", metavar="[SEED]")] = "",
    near: Annotated[bool, typer.Option("--near", help="Include near misses.")] = False,
    rejected: Annotated[bool, typer.Option("--rejected", help="Include, struck out, what was answered no.")] = False,
    since: Annotated[str, typer.Option(metavar="DATE", help="Only those published on this day or later.")] = "",
    limit: Annotated[int, typer.Option(min=1, help="At most so many developments; as JSON, matches.")] = _NO_LIMIT,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """List the stored follow-ups by development, newest first: what, where, how sure, whether mailed, and why."""
    start = _start(since)
    if not seed:
        end_without_database([], as_json=as_json)
    with stored() as store:
        name = known_seed(store, seed) if seed else ""
        found = listed_matches(store, name, near=near, rejected=rejected)
        if start:
            found = [one for one in found if one.article.published >= start]
        if as_json:
            say_json([match_object(one, with_recipients=True) for one in found[:limit]])
        elif found:
            _say(found, limit, with_verdict=near or rejected)
        else:
            _say_nothing(store, name, start)


def _start(since: str) -> datetime | None:
    try:
        return datetime.combine(date.fromisoformat(since.strip()), time(), UTC) if since else None
    except ValueError:
        raise BadInputError(f"--since: {since[:80]!r}, expected a date such as 2025-03-01") from None


def _say_nothing(store: Store, seed: str, start: datetime | None) -> None:
    """Say among how many articles nothing was found, since when, and what came nearest."""
    from news import Verdict

    articles, first = store.extent()
    if not articles or first is None:
        remark("No follow-ups yet: nothing has been read; `storywake run` looks for them.")
        return
    after = f" published since {start:%Y-%m-%d}" if start else ""
    remark(f"No follow-ups{after} among {counted(articles, 'article')} read since {first:%Y-%m-%d}.")
    misses = store.matches(seed, verdicts=[Verdict.NEAR_MISS])
    near = [one for one in misses if start is None or one.article.published >= start]
    nearest = sorted(near, key=lambda one: -one.match.score)[:_NEAREST]
    for number, one in enumerate(nearest):
        article = one.article
        label = "And" if number else "Nearest:"
        remark(f"{label} {one.match.score:.2f} {article.title or article.url} ({article.outlet}); {why(one)}")
    if not nearest:
        remark("Nothing came near. `storywake seeds` says how your stories stand, `storywake feeds` what is read.")


def listed_matches(store: Store, seed: str, *, near: bool = False, rejected: bool = False) -> list[StoredMatch]:
    """The follow-ups of a seed, or of all (""); on request also near misses, and what an answer took out of them."""
    from news import Verdict

    wanted = {Verdict.FOLLOW_UP, *((Verdict.NEAR_MISS,) if near else ())}
    found = store.matches(seed, verdicts=[*wanted, *((Verdict.UNRELATED,) if rejected else ())])
    return [one for one in found if one.match.verdict in wanted or (one.is_rejected and one.found_verdict in wanted)]


def _say(found: Sequence[StoredMatch], limit: int, *, with_verdict: bool) -> None:
    with_seed = len({one.match.seed for one in found}) > 1
    groups = list_developments(found)
    width = terminal_width()
    for group in groups[:limit]:
        for line in lines_of(group, width, with_seed=with_seed, with_verdict=with_verdict):
            say_struck(line) if group.is_struck else say(line)
    if len(groups) > limit:
        remark(f"{counted(len(groups) - limit, 'earlier development')} not shown: raise --limit to see them.")


def row(one: StoredMatch) -> tuple[str, ...]:
    """A stored match as the cells of a table."""
    article = one.article
    alerts = "; ".join(alert_state(alert) for alert in one.alerts)
    name = f"{match_name(one)} (you said {one.answer})" if one.answer else match_name(one)
    return moment(article.published), f"{one.match.score:.2f}", article.title, article.outlet, why(one), alerts, name
