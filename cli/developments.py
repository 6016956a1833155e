"""`storywake developments`: list them; merge, split and rename them, and take such a change back."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.errors import BadInputError
from cli.lookup import end_without_database, known_seed, stored
from cli.match_lookup import development_number, reports_of
from cli.terminal import remark, say, say_json, say_table
from trails import counted, match_name, moment

if TYPE_CHECKING:
    from news import DevelopmentEdit, StoredMatch
    from storage import Store

_EDIT = re.compile(r"[eE](\d{1,18})")
_LONGEST = 200  # characters of a title
_COLUMNS = ("development", "began", "title", "reports", "outlets", "seed")


def add_to(app: typer.Typer) -> None:
    """Add the commands to the app."""
    group = typer.Typer(help="List the developments; merge, split and rename them.", rich_markup_mode=None)
    group.callback(invoke_without_command=True)(developments)
    group.command("merge")(merge)
    group.command("split")(split)
    group.command("rename")(rename)
    group.command("undo")(undo)
    app.add_typer(group, name="developments")


def developments(
    context: typer.Context,
    seed: Annotated[str, typer.Option("--seed", help="Only developments of this seed.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """List the developments, newest first, and the changes that you made to them."""
    if context.invoked_subcommand:
        return
    if not seed:
        end_without_database({"developments": [], "changes": []}, as_json=as_json)
    with stored() as store:
        name = known_seed(store, seed) if seed else ""
        groups, edits = _groups(store, name), [one for one in store.edits(name) if one.undone_at is None]
    if as_json:
        say_json(
            {"developments": [_object(group) for group in groups], "changes": [_edit_object(one) for one in edits]}
        )
        return
    if groups:
        say_table(_COLUMNS, [_row(group) for group in groups])
    else:
        remark("No developments yet: `storywake run` looks for follow-ups and groups them.")
    for one in edits:
        say(f"{_edit_name(one.id)}: {_describe(one)}, {moment(one.made_at)}")


def merge(
    kept: Annotated[str, typer.Argument(help="The development to keep (d5).", metavar="DEVELOPMENT")],
    merged: Annotated[str, typer.Argument(help="The one that reports the same event (d7).", metavar="DEVELOPMENT")],
) -> None:
    """Merge two developments that report the same event: the second becomes part of the first."""
    from pipeline import utc_now

    with stored() as store:
        into = development_number(store, kept)
        if not store.development(_number(merged)) and {one.development for one in reports_of(store, merged)} == {into}:
            say(f"{merged} is part of {kept} already.")
            return
        other = development_number(store, merged)
        edit = store.merge_developments(into, other, utc_now())
    if edit is None:
        raise BadInputError(f"{merged} cannot be merged into {kept}: they are the same, or of two seeds")
    _confirm(f"{merged} is part of {kept} now.", edit)


def split(
    development: Annotated[str, typer.Argument(help="The development (d5).", metavar="DEVELOPMENT")],
    articles: Annotated[
        list[str], typer.Argument(help="Matches as named by `storywake matches`, or URLs.", metavar="ARTICLE...")
    ],
) -> None:
    """Move reports of another event out of a development, into a new one."""
    from news import development_name
    from pipeline import utc_now

    with stored() as store:
        number = development_number(store, development)
        reports = {key: one.id for one in store.development(number) for key in _keys(one)}
        if gone := [one for one in articles if one not in reports]:
            raise BadInputError(f"{gone[0]} is not in {development}; `storywake matches` lists its reports")
        edit = store.split_development(number, [reports[one] for one in articles], utc_now())
        new = next((one.other for one in store.edits() if one.id == edit), None)
    if edit is None:
        raise BadInputError(f"{development} cannot be split: no report would be left in it")
    count = len({reports[one] for one in articles})
    _confirm(f"{counted(count, 'report')} of {development} opened {development_name(new)}.", edit)


def rename(
    development: Annotated[str, typer.Argument(help="The development (d5).", metavar="DEVELOPMENT")],
    title: Annotated[str, typer.Argument(help='Its new title; "" for none.')],
) -> None:
    """Give a development a title of your own."""
    from pipeline import utc_now

    line = " ".join(title.split())
    if len(line) > _LONGEST:
        raise BadInputError(f"the title has {len(line)} characters; at most {_LONGEST} are possible")
    with stored() as store:
        edit = store.rename_development(development_number(store, development), line, utc_now())
    if edit is None:
        say(f"{development} has this title already.")
    else:
        _confirm(f"{development} is called “{line}” now." if line else f"{development} has no title now.", edit)


def undo(change: Annotated[str, typer.Argument(help="The change (e3).", metavar="CHANGE")]) -> None:
    """Take a change back: a merge, a split or a new title."""
    from pipeline import utc_now

    number = _EDIT.fullmatch(change)
    with stored() as store:
        made = {one.id: one for one in store.edits()}.get(int(number[1])) if number else None
        if made is None:
            raise BadInputError(f"no change is called {change!r}; `storywake developments` lists them")
        undone = store.undo_edit(made.id, utc_now())
    say(f"Taken back: {_describe(made)}." if undone else f"{change} was taken back already.")


def _number(name: str) -> int:
    digits = name[1:]
    return int(digits) if digits.isdecimal() and len(digits) <= 18 else 0


def _keys(one: StoredMatch) -> tuple[str, ...]:
    return str(one.id), match_name(one), one.article.url


def _groups(store: Store, seed: str) -> list[list[StoredMatch]]:
    groups: dict[int, list[StoredMatch]] = defaultdict(list)
    for one in store.matches(seed):
        if one.development is not None:
            groups[one.development].append(one)
    return list(groups.values())


def _title(group: Sequence[StoredMatch]) -> str:
    """The title that the user gave it, else the headline of the report that opened it."""
    from news import Standing

    first = min(group, key=lambda one: (one.standing is not Standing.OPENS, one.article.published, one.id))
    return first.development_title or first.article.title or first.article.url


def _row(group: Sequence[StoredMatch]) -> tuple[object, ...]:
    from news import development_name

    outlets, first = {one.article.outlet for one in group}, group[-1]
    name = development_name(first.development)
    return name, moment(first.article.published), _title(group), len(group), len(outlets), first.match.seed


def _object(group: Sequence[StoredMatch]) -> dict[str, Any]:
    from news import development_name

    return {
        "development": development_name(group[0].development),
        "seed": group[0].match.seed,
        "title": _title(group),
        "began": group[-1].article.published.isoformat(),
        "matches": [match_name(one) for one in group],
    }


def _edit_object(edit: DevelopmentEdit) -> dict[str, Any]:
    return {"change": _edit_name(edit.id), "seed": edit.seed, "what": _describe(edit), "made": edit.made_at.isoformat()}


def _describe(edit: DevelopmentEdit) -> str:
    from news import EditKind, development_name

    name, other = development_name(edit.development), development_name(edit.other)
    if edit.kind is EditKind.MERGE:
        return f"{other} merged into {name}"
    if edit.kind is EditKind.SPLIT:
        return f"{counted(edit.moved, 'report')} of {name} moved to {other}"
    return f"{name} called “{edit.title}”"


def _edit_name(number: int) -> str:
    from news import edit_name

    return edit_name(number)


def _confirm(line: str, edit: int) -> None:
    say(f"{line} To take it back: storywake developments undo {_edit_name(edit)}")
