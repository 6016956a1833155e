"""`storywake seeds`: list the stories followed, show the profile of one, or let it learn from answers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import time
from typing import TYPE_CHECKING, Annotated

import typer

from cli.descriptions import examples
from cli.errors import BAD_INPUT
from cli.lookup import seed_named, settings
from cli.terminal import at_terminal, remark, say, say_json, say_table
from cli.tune import tune
from trails import clean, learnt, listed, moment, plain, seed_object

if TYPE_CHECKING:
    from news import Actor, Lessons, Profile, Seed, SeedSettings, Topic
    from pipeline import Settings, SurveyedSeed

_WHEN_EMPTY = {"recipients": "those of STORYWAKE_RECIPIENTS", "feeds": "all folders", "expires": "never"}
_HOW_MANY_TOPICS = 25


def add_to(app: typer.Typer) -> None:
    """Add the commands to the app."""
    group = typer.Typer(help="List the seeds, show one, or let one learn.", rich_markup_mode=None)
    group.callback(invoke_without_command=True)(seeds)
    group.command("show", epilog=examples("storywake seeds show minerals-deal"))(show)
    group.command("tune", epilog=examples("storywake seeds tune minerals-deal"))(tune)
    app.add_typer(group, name="seeds")


def seeds(context: typer.Context, as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False) -> None:
    """List the seeds; `storywake seeds show SEED` shows one, `storywake seeds tune SEED` asks about its matches."""
    if context.invoked_subcommand:
        return
    from pipeline import open_runtime, survey_seeds, utc_now

    found = settings()
    with open_runtime(found) as runtime:
        survey = survey_seeds(runtime, utc_now())
    if as_json:
        say_json([_listed_object(one) for one in survey.seeds])
    elif survey.seeds:
        _say_seeds(survey.seeds)
    else:
        remark(f"{found.seeds_dir}: no seeds yet: `storywake follow URL` follows the story that an article starts.")
    for trouble in (*survey.errors, *([survey.unseen] if survey.unseen else [])):
        remark(f"storywake: {trouble}")
    if survey.errors:
        raise typer.Exit(BAD_INPUT)


def _say_seeds(found: Sequence[SurveyedSeed]) -> None:
    """At a terminal, the reasons follow below the table; in a pipe, each seed is one line with everything."""
    from news import describe_first_seed

    columns = ["seed", "state", "title", "published", "alerts", "recipients"]
    if at_terminal():
        say_table(columns, [_row(one) for one in found])
        for one in found:
            for reason in one.standing.reasons:
                say(f"{clean(one.name)}: {clean(reason)}")
    else:
        say_table([*columns, "why"], [(*_row(one), "; ".join(one.standing.reasons)) for one in found])
    for note in filter(None, (describe_first_seed(one.seed) for one in found if one.seed)):
        say(note)


def _warn(seed: Seed, profile: Profile) -> None:
    from news import find_unknown, find_weaknesses

    for weakness in find_weaknesses(seed, profile):
        remark(f"storywake: {seed.name} is hard to follow: {weakness}")
    if unknown := find_unknown(profile, (*seed.settings.more, *seed.settings.less)):
        remark(f"storywake: {seed.name}: more and less know nothing called {listed(unknown)} in the article")


def _listed_object(one: SurveyedSeed) -> dict[str, object]:
    seed = one.seed
    return {
        "name": one.name,
        "state": str(one.standing.state),
        "reasons": list(one.standing.reasons),
        "title": seed.title if seed else "",
        "url": seed.url if seed else "",
        "published": plain(seed.published) if seed else None,
        "settings": plain(seed.settings) if seed else None,
    }


def _row(one: SurveyedSeed) -> tuple[str, ...]:
    if one.seed is None:
        return one.name, str(one.standing.state), "", "", "", ""
    seed = one.seed
    published = moment(seed.published) if seed.published else ""
    return (
        one.name,
        str(one.standing.state),
        seed.title,
        published,
        seed.settings.alerts,
        listed(seed.settings.recipients),
    )


def show(
    seed: Annotated[str, typer.Argument(help="A seed file, or the name of a seed.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Show a seed's profile: its actors with aliases, topics, and settings."""
    found = settings()
    named = seed_named(seed, found)
    profile, lessons = profile_of(named, found)
    _warn(named, profile)
    if as_json:
        say_json(seed_object(named, profile))
    else:
        _say_profile(named, profile, lessons)


def profile_of(seed: Seed, found: Settings) -> tuple[Profile, Lessons]:
    """The profile a run would give a seed, and what answers to its matches teach. Raises extractors.ModelError."""
    from pipeline import lessons_of, open_runtime

    with open_runtime(found) as runtime:
        return runtime.profile_of(seed), lessons_of(runtime, seed)


def _say_profile(seed: Seed, profile: Profile, lessons: Lessons) -> None:
    say(f"{seed.name}: {seed.title or '(no title)'}")
    say(f"published {moment(seed.published) if seed.published else '(no date in the file)'}")
    actors = [(one.name, one.kind, _weight(profile, one), ", ".join(one.aliases)) for one in profile.actors]
    say_table(("actor", "kind", "weight", "also called"), actors, title=f"\nActors ({len(actors)})")
    topics = [(topic.name, _weight(profile, topic)) for topic in profile.topics]
    say_table(("topic", "weight"), topics[:_HOW_MANY_TOPICS], title=f"\nTopics ({len(topics)})")
    if len(topics) > _HOW_MANY_TOPICS:
        say(f"… and {len(topics) - _HOW_MANY_TOPICS} with less weight (--json shows all)")
    if changed := learnt(lessons):
        say(f"\nBy your answers {changed}; articles like those you answered change more.")
    say_table(("setting", "value"), list(_setting_rows(seed.settings)), title="\nSettings")


def _weight(profile: Profile, one: Actor | Topic) -> str:
    """The weight in the article, with the user's factor if there is one: "0.50 × 3"."""
    from news import factor_of

    factor = factor_of(profile, one)
    return f"{one.weight:.2f}" if factor == 1 else f"{one.weight:.2f} × {factor:.2g}"


def _setting_rows(chosen: SeedSettings) -> Iterator[tuple[str, str]]:
    for name, value in _values(chosen).items():
        yield name.replace("_", " "), _setting(value) or _WHEN_EMPTY.get(name, "none")


def _values(chosen: SeedSettings) -> dict[str, object]:
    return {name: getattr(chosen, name) for name in chosen.__dataclass_fields__}


def _setting(value: object) -> str:
    if isinstance(value, tuple) and value and isinstance(value[0], time):
        return "–".join(f"{part:%H:%M}" for part in value)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return ", ".join(str(part) for part in value)
    return "" if value is None else str(value)
