"""`storywake feeds`: show the health of the feeds; add feeds, import and export lists of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.descriptions import examples
from cli.errors import BadInputError
from cli.lookup import settings, stored
from cli.terminal import at_terminal, remark, say, say_json, say_table
from trails import clean, counted, feed_object, moment

if TYPE_CHECKING:
    from news import FeedHealth


def add_to(app: typer.Typer) -> None:
    """Add the commands to the app."""
    group = typer.Typer(help="Show how each feed is doing; add feeds, import and export lists of them.")
    group.callback(invoke_without_command=True)(feeds)
    group.command("add", epilog=examples("storywake feeds add https://news.example --folder world"))(add)
    group.command("import", epilog=examples("storywake feeds import subscriptions.opml"))(take_over)
    group.command("export")(export)
    app.add_typer(group, name="feeds")


def feeds(context: typer.Context, as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False) -> None:
    """Show how each feed is doing; failing feeds first."""
    if context.invoked_subcommand:
        return
    with stored() as store:
        found = sorted(
            store.feed_health(), key=lambda health: (-health.failures, not health.lacks_pages, health.feed.url)
        )
    if as_json:
        say_json([feed_object(health) for health in found])
    elif found:
        _say_feeds(found)
    else:
        remark("No feed has been polled yet: `storywake run` polls those in STORYWAKE_FEEDS_FILE.")


def add(
    url: Annotated[str, typer.Argument(help="The URL of a feed, or of a site that has one.")],
    folder: Annotated[str, typer.Option(help="The folder of the list to add it to.")] = "",
) -> None:
    """Add a feed to the list of feeds. For a site, its feed is looked up."""
    from extractors import add_feeds, find_feed, plain_address
    from news import Feed
    from pipeline import open_runtime

    address = plain_address(url)
    address = address if "://" in address else f"https://{address}"
    found = settings()
    with open_runtime(found) as runtime:
        feed = find_feed(runtime.fetcher, address, datetime.now(UTC))
    listed = Feed(feed.url, feed.parsed.title, (folder,) if folder else (), feed.parsed.site)
    new = add_feeds(found.feeds_file, [listed])
    name, entries = feed.parsed.title or feed.url, counted(len(feed.parsed.entries), "entry", "entries")
    say(f"{clean(name)} ({entries} now): {feed.url}")
    say(f"added to {found.feeds_file}; the next run will poll it" if new else f"already in {found.feeds_file}")


def take_over(file: Annotated[Path, typer.Argument(help="An OPML file.")]) -> None:
    """Add the feeds of an OPML file to the list of feeds, with their folders."""
    from extractors import add_feeds, read_opml

    offered, complaints = read_opml(file)
    target = settings().feeds_file
    new = add_feeds(target, offered)
    for complaint in complaints:
        remark(f"storywake: {complaint}")
    say(f"{counted(len(new), 'feed')} added to {target}, {len(offered) - len(new)} already in it")


def export(
    file: Annotated[Path | None, typer.Argument(help="The file to write; default: stdout.")] = None,
) -> None:
    """Write the list of feeds as OPML, with their folders."""
    from extractors import read_opml, write_opml

    listed, _ = read_opml(settings().feeds_file)
    text = write_opml(listed, "Feeds followed by storywake")
    if file is None:
        say(text.rstrip("\n"))
        return
    try:
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise BadInputError(f"{file}: cannot be written: {error.strerror}") from None
    say(f"{counted(len(listed), 'feed')} written to {file}")


def _say_feeds(found: Sequence[FeedHealth]) -> None:
    """At a terminal, errors follow below the table; in a pipe, each feed is one line with everything."""
    columns = ["state", "feed", "folders", "entries", "last polled", "next poll"]
    if not at_terminal():
        say_table([*columns, "url", "trouble"], [(*_row(health), health.feed.url, health.trouble) for health in found])
        return
    say_table(columns, [_row(health) for health in found])
    for health in found:
        if health.failures:
            say(f"{clean(health.feed.name)}: {clean(health.error)}")
        elif health.lacks_pages:
            say(f"{clean(health.feed.name)}: {clean(health.trouble)}")
        elif health.moved_to:
            say(f"{clean(health.feed.name)}: moved to {clean(health.moved_to)}; change it in the list of feeds")


def _row(health: FeedHealth) -> tuple[str, ...]:
    times = moment(health.last_polled_at), moment(health.next_poll_at)
    return health.state, health.feed.name, ", ".join(health.feed.folders), str(health.entries), *times
