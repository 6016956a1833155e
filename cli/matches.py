"""`storywake matches`: list the stored follow-ups, newest first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from cli.descriptions import alert_state, development_label, match_name, moment, verdict_name, why
from cli.json_objects import match_object
from cli.lookup import known_seed, stored
from cli.terminal import remark, say_json, say_table

if TYPE_CHECKING:
    from news import StoredMatch
    from storage import Store

COLUMNS = ("published", "score", "headline", "outlet", "why", "alerts", "match")


def add_to(app: typer.Typer) -> None:
    """Add the command to the app."""
    app.command("matches")(matches)


def matches(
    seed: Annotated[str, typer.Argument(help="Only matches of this seed.", metavar="[SEED]")] = "",
    near: Annotated[bool, typer.Option("--near", help="Include near misses.")] = False,
    rejected: Annotated[bool, typer.Option("--rejected", help="Include, struck out, what was answered no.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """List the stored follow-ups with their alerts, newest first."""
    with stored() as store:
        found = listed_matches(store, known_seed(store, seed) if seed else "", near=near, rejected=rejected)
    if as_json:
        say_json([match_object(one) for one in found])
    elif found:
        _say(found, with_verdict=near or rejected)
    else:
        remark("No follow-ups yet: `storywake run` looks for them.")


def listed_matches(store: Store, seed: str, *, near: bool = False, rejected: bool = False) -> list[StoredMatch]:
    """The follow-ups of a seed, or of all (""); on request also near misses, and what an answer took out of them."""
    from news import Verdict

    wanted = {Verdict.FOLLOW_UP, *((Verdict.NEAR_MISS,) if near else ())}
    found = store.matches(seed, verdicts=[*wanted, *((Verdict.UNRELATED,) if rejected else ())])
    return [one for one in found if one.match.verdict in wanted or (one.is_rejected and one.found_verdict in wanted)]


def _say(found: Sequence[StoredMatch], *, with_verdict: bool) -> None:
    seeds, developments = [one.match.seed for one in found], [development_label(one) for one in found]
    before = [("seed", seeds)] if len(set(seeds)) > 1 else []
    before += [("verdict", [verdict_name(one) for one in found])] if with_verdict else []
    after = [("development", developments)] if any(developments) else []
    columns = [*(name for name, _ in before), *COLUMNS, *(name for name, _ in after)]
    rows = [
        (*(cells[number] for _, cells in before), *row(one), *(cells[number] for _, cells in after))
        for number, one in enumerate(found)
    ]
    say_table(columns, rows, struck=[number for number, one in enumerate(found) if one.is_rejected])


def row(one: StoredMatch) -> tuple[str, ...]:
    """A stored match as the cells of a table."""
    article = one.article
    alerts = "; ".join(alert_state(alert) for alert in one.alerts)
    name = f"{match_name(one)} (you said {one.answer})" if one.answer else match_name(one)
    return moment(article.published), f"{one.match.score:.2f}", article.title, article.outlet, why(one), alerts, name
