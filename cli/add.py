"""`storywake add`: add a report that was missed to a story."""

from typing import Annotated

import typer

from cli.answer_effects import effect_lines
from cli.descriptions import examples
from cli.lookup import stored_seed, stored_settings
from cli.terminal import say


def add_to(app: typer.Typer) -> None:
    """Add the command to the app."""
    app.command("add", epilog=examples("storywake add minerals-deal https://news.example/a"))(add)


def add(
    seed: Annotated[str, typer.Argument(help="The name of a seed that a run has read.")],
    url: Annotated[str, typer.Argument(help="The address of the report.", metavar="URL")],
) -> None:
    """Add a report that was missed: it becomes a follow-up, as if you had answered yes to it."""
    from pipeline import add_by_hand, group_promoted, open_runtime, utc_now

    now = utc_now()
    with open_runtime(stored_settings()) as runtime:
        followed = stored_seed(runtime.store, seed)
        article, done = add_by_hand(runtime, followed, url, now)
        group_promoted(runtime, now)
    title = article.title or article.url
    if not done.saved.reports:
        say(f"“{title}” is in {followed.name} already; nothing was changed.")
        return
    say(f"Added: “{title}” continues {followed.name}. To take it back: storywake feedback {done.saved.match_id} undo")
    for line in effect_lines(done, followed.name):
        say(line)
