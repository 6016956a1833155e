"""`storywake feeds`: show the health of the feeds; add and remove feeds, import and export lists of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.descriptions import examples
from cli.errors import unwritten
from cli.feed_suggestions import suggest
from cli.lookup import end_without_database, settings, stored
from cli.terminal import at_terminal, remark, say, say_json, say_table
from trails import clean, counted, feed_object, moment

if TYPE_CHECKING:
    from news import FeedHealth


def add_to(app: typer.Typer) -> None:
    """Add the commands to the app."""
    group = typer.Typer(help="Show how each feed is doing; add, remove and suggest feeds, import and export lists.")
    group.callback(invoke_without_command=True)(feeds)
    group.command("add", epilog=examples("storywake feeds add https://news.example --folder world"))(add)
    group.command("remove", epilog=examples("storywake feeds remove https://news.example/feed.xml"))(remove)
    group.command("suggest", epilog=examples("storywake feeds suggest minerals-deal"))(suggest)
    group.command("import", epilog=examples("storywake feeds import subscriptions.opml"))(take_over)
    group.command("export")(export)
    app.add_typer(group, name="feeds")


def feeds(context: typer.Context, as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False) -> None:
    """Show how each feed is doing; failing feeds first."""
    if context.invoked_subcommand:
        return
    end_without_database([], as_json=as_json)
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
    """Add a feed to the list of feeds. For a site, its feed is looked up, or its sitemap for news."""
    from pipeline import add_feed, open_runtime

    found = settings()
    with open_runtime(found) as runtime:
        added = add_feed(runtime, url, folder, datetime.now(UTC))
    parsed, address = added.found.parsed, added.found.url
    entries = counted(len(parsed.entries), "entry", "entries")
    say(f"{clean(parsed.title or address)} ({entries} now): {clean(address)}")
    if added.merged.refiled:
        say(f"already in {found.feeds_file}, now also in the folder {clean(folder)}")
    elif added.merged.new:
        say(f"added to {found.feeds_file}; the next run will poll it")
    else:
        say(f"already in {found.feeds_file}")


def remove(named: Annotated[str, typer.Argument(help="The URL or the title of a feed in the list.")]) -> None:
    """Remove a feed from the list of feeds, in all folders. What was read of it stays."""
    from pipeline import drop_feed

    found = settings()
    feed = drop_feed(found, named)
    say(f"removed {clean(feed.name)} ({clean(feed.url)}) from {found.feeds_file}; it is no longer polled")


def take_over(file: Annotated[Path, typer.Argument(help="An OPML file.")]) -> None:
    """Add the feeds of an OPML file to the list of feeds; folders of the same name are merged."""
    from pipeline import import_feeds

    found = settings()
    merged, offered, complaints = import_feeds(found, file)
    for complaint in complaints:
        remark(f"storywake: {complaint}")
    filed = f", {len(merged.refiled)} known ones put into further folders" if merged.refiled else ""
    known = offered - len(merged.new)
    say(f"{counted(len(merged.new), 'feed')} added to {found.feeds_file}, {known} already in it{filed}")


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
        raise unwritten(file, error) from None
    say(f"{counted(len(listed), 'feed')} written to {file}")


def _say_feeds(found: Sequence[FeedHealth]) -> None:
    """At a terminal, errors follow below the table; in a pipe, each feed is one line with everything."""
    columns = ["state", "feed", "folders", "entries", "last polled", "next poll"]
    if not at_terminal():
        say_table(
            [*columns, "url", "trouble"],
            [(*_row(health), health.feed.url, health.trouble or health.limit) for health in found],
        )
        return
    say_table(columns, [_row(health) for health in found])
    for health in found:
        if health.failures:
            say(f"{clean(health.feed.name)}: {clean(health.error.removeprefix(f'{health.feed.name}: '))}")
        elif health.lacks_pages:
            say(f"{clean(health.feed.name)}: {clean(health.trouble)}")
        elif health.moved_to:
            say(f"{clean(health.feed.name)}: moved to {clean(health.moved_to)}; change it in the list of feeds")
        if health.limit:
            say(f"{clean(health.feed.name)}: {clean(health.limit)}")


def _row(health: FeedHealth) -> tuple[str, ...]:
    # one that is gone (410) has a time for the next poll too, which no run keeps
    times = moment(health.last_polled_at), "never" if health.gone_at else moment(health.next_poll_at)
    return health.state, health.feed.name, ", ".join(health.feed.folders), str(health.entries), *times
