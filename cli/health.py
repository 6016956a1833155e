"""`storywake feeds` and `storywake doctor`: how the feeds do, and what is wrong here."""

from collections.abc import Sequence
from typing import Annotated

import typer

from cli.cleaning import clean
from cli.errors import FAILED
from cli.lookup import settings, stored
from cli.printing import at_terminal, remark, say, say_json, say_table
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
    """At a terminal names and, below, what is wrong; in a pipe one line a feed with everything."""
    columns = ["state", "feed", "folders", "entries", "last polled", "next poll"]
    if not at_terminal():
        say_table([*columns, "url", "trouble"], [(*_row(health), health.feed.url, health.error) for health in found])
        return
    say_table(columns, [_row(health) for health in found])
    for health in found:
        if health.failures:
            say(f"{clean(name_of(health))}: {clean(health.error)}")
        elif health.moved_to:
            say(f"{clean(name_of(health))}: moved to {clean(health.moved_to)}; change it in the list of feeds")


def _row(health: FeedHealth) -> tuple[str, ...]:
    times = moment(health.last_polled_at), moment(health.next_poll_at)
    return feed_state(health), name_of(health), ", ".join(health.feed.folders), str(health.entries), *times


def name_of(health: FeedHealth) -> str:
    """What a person calls a feed: its title, else its URL."""
    return health.feed.title or health.feed.url


def feed_state(health: FeedHealth) -> str:
    """A feed's state in a word or two."""
    if health.gone_at:
        return "gone"
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
