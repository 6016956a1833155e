"""`storywake feeds` and `storywake doctor`: how the feeds do, and what is wrong here."""

from collections.abc import Sequence
from typing import Annotated

import typer

from cli.errors import FAILED
from cli.lookup import settings, stored
from cli.printing import remark, say, say_json, say_table
from cli.shaping import feed_object, plain
from cli.wording import counted, moment
from news import FeedHealth


def add_to(app: typer.Typer) -> None:
    """Add the commands to the app."""
    app.command("feeds")(feeds)
    app.command("doctor")(doctor)


def feeds(as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False) -> None:
    """Show how each feed is doing; feeds in trouble first."""
    with stored() as store:
        found = sorted(store.feed_health(), key=lambda health: (-health.failures, health.feed.url))
    if as_json:
        say_json([feed_object(health) for health in found])
    elif found:
        _say_feeds(found)
    else:
        remark("No feed was polled yet: `storywake run` polls those of STORYWAKE_FEEDS_FILE.")


def _say_feeds(found: Sequence[FeedHealth]) -> None:
    columns = "state", "feed", "folders", "entries", "last polled", "next poll", "trouble"
    say_table(columns, [_feed_row(health) for health in found])


def _feed_row(health: FeedHealth) -> tuple[str, ...]:
    feed = health.feed
    name = f"{feed.title} <{feed.url}>" if feed.title else feed.url
    times = moment(health.last_polled_at), moment(health.next_poll_at)
    return feed_state(health), name, ", ".join(feed.folders), str(health.entries), *times, health.error


def feed_state(health: FeedHealth) -> str:
    """A feed's state in a word or two."""
    if health.failures:
        return f"failing ({health.failures})"
    return "well" if health.last_success_at else "not polled"


def doctor(as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False) -> None:
    """Look for what is wrong: settings, database, model, mail server, seeds, feeds. Exit 1 when something is."""
    from flows import examine

    findings = examine(settings())
    if as_json:
        say_json([plain(finding) for finding in findings])
    else:
        rows = [("well" if one.well else "wrong", one.name, one.detail, one.advice) for one in findings]
        say_table(("", "what", "found", "advice"), rows)
        wrong = sum(not one.well for one in findings)
        say(f"{counted(wrong, 'thing is', 'things are')} wrong." if wrong else "All is well.")
    if not all(one.well for one in findings):
        raise typer.Exit(FAILED)
