"""`storywake matches`: list the stored follow-ups, newest first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from cli.descriptions import alert_state, match_name, moment, why
from cli.json_objects import match_object
from cli.lookup import known_seed, stored
from cli.terminal import remark, say_json, say_table

if TYPE_CHECKING:
    from news import StoredMatch, Verdict

COLUMNS = ("published", "score", "headline", "outlet", "why", "alerts", "match")


def add_to(app: typer.Typer) -> None:
    """Add the command to the app."""
    app.command("matches")(matches)


def matches(
    seed: Annotated[str, typer.Argument(help="Only matches of this seed.", metavar="[SEED]")] = "",
    near: Annotated[bool, typer.Option("--near", help="Include near misses.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """List the stored follow-ups with their alerts, newest first."""
    with stored() as store:
        found = store.matches(known_seed(store, seed) if seed else "", verdicts=verdicts(near=near))
    if as_json:
        say_json([match_object(one) for one in found])
    elif found:
        _say(found, near=near)
    else:
        remark("No follow-ups yet: `storywake run` looks for them.")


def verdicts(*, near: bool) -> tuple[Verdict, ...]:
    """The verdicts to list."""
    from news import Verdict

    return (Verdict.FOLLOW_UP, Verdict.NEAR_MISS) if near else (Verdict.FOLLOW_UP,)


def _say(found: Sequence[StoredMatch], *, near: bool) -> None:
    extra = [
        *((("seed", [one.match.seed for one in found]),) if len({one.match.seed for one in found}) > 1 else ()),
        *((("verdict", [str(one.match.verdict) for one in found]),) if near else ()),
    ]
    rows = [(*(values[number] for _, values in extra), *row(one)) for number, one in enumerate(found)]
    say_table([*(name for name, _ in extra), *COLUMNS], rows)


def row(one: StoredMatch) -> tuple[str, ...]:
    """A stored match as the cells of a table."""
    article = one.article
    alerts = "; ".join(alert_state(alert) for alert in one.alerts)
    name = f"{match_name(one)} (you said {one.answer})" if one.answer else match_name(one)
    return moment(article.published), f"{one.match.score:.2f}", article.title, article.outlet, why(one), alerts, name
