"""What `storywake follow` says: the story as it is understood, what the archive has of it, and what comes next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from cli.terminal import remark, say
from trails import clean, counted, listed, moment, plain, seed_object

if TYPE_CHECKING:
    from news import Compared, Preview, Profile, Seed
    from pipeline import FollowedStory, PassReport, Runtime

_MOST_NAMES = 6
_NEAREST = 3  # headlines, where nothing was found


def say_story(seed: Seed, profile: Profile) -> None:
    """Say how the story is understood: headline, date, actors, topics, and what makes it hard to follow."""
    from news import find_weaknesses

    say(clean(seed.title))
    site = urlsplit(seed.url).hostname or ""
    date = moment(seed.published) + " UTC" if seed.published else "no date found"
    say(f"  {f'{clean(site)}, ' if site else ''}{date}; {counted(len(seed.text.split()), 'word')}")
    say(f"  who:  {listed([clean(one.name) for one in profile.actors], _MOST_NAMES) or 'nobody found'}")
    say(f"  what: {listed([clean(one.name) for one in profile.topics], _MOST_NAMES) or 'nothing found'}")
    for weakness in find_weaknesses(seed, profile):
        remark(f"storywake: this is hard to follow: {weakness}")


def say_archive(preview: Preview) -> None:
    """Say what the story would have matched in the archive: the most and the least sure headlines."""
    say()
    if not preview.articles:
        say("The archive is empty, so there is nothing to compare it with yet.")
        return
    among = f"{counted(preview.articles, 'article')} of the archive since {preview.since:%Y-%m-%d}"
    found = preview.follow_ups
    if preview.left_out:
        remark(f"{counted(preview.left_out, 'less likely article')} not compared here; the search of the archive does.")
    if not found:
        say(f"Of {among}, none would have matched.")
        _say_headlines("Nearest:", preview.compared[:_NEAREST])
        return
    say(f"Of {among}, {len(found)} would have matched.")
    most, least = preview.headlines()
    _say_headlines("Most sure:" if least else "", most)
    _say_headlines("Least sure:", least)


def _say_headlines(title: str, found: Sequence[Compared]) -> None:
    if found and title:
        say(title)
    for one in found:
        title = clean(one.article.title or one.article.url)
        say(f"  {one.match.score:.2f}  {one.article.published:%Y-%m-%d}  {title} ({clean(one.article.outlet)})")


def say_next(runtime: Runtime, story: FollowedStory, report: PassReport) -> None:
    """Say what the search of the archive found, and what is still missing or comes next."""
    name = story.seed.name
    say()
    for line in (*_found_lines(name, report), *_missing_lines(runtime, story.seed)):
        say(line)
    minutes = runtime.settings.monitor_interval / 60
    say(f"Next: `storywake start` looks for reports every {minutes:g} minutes; `storywake run` looks once, now.")
    say(f"Settings are in {story.path}; `storywake unfollow {name}` stops following it.")


def _found_lines(name: str, report: PassReport) -> Iterator[str]:
    found = counted(report.comparing.follow_ups, "report") if report.comparing.follow_ups else "nothing"
    yield f"{name} is followed; the search of the archive found {found}."
    if report.comparing.follow_ups:
        yield f"They are in the next mail; `storywake matches {name}` lists them."
    if report.comparing.held:
        yield "A run at work searches the archive for it."
    yield from report.failures


def _missing_lines(runtime: Runtime, seed: Seed) -> Iterator[str]:
    settings = runtime.settings
    if not runtime.store.feed_health():
        yield f"No feeds yet: `storywake feeds add https://…` adds a site to {settings.feeds_file}."
    if seed.settings.alerts == "none":
        return
    if not (seed.settings.recipients or settings.recipients):
        yield "Nobody is mailed yet: set STORYWAKE_RECIPIENTS, or `recipients` in the file."
    if settings.smtp_url is None:
        yield "No mail server yet: set STORYWAKE_SMTP_URL; mails wait until then."


def follow_object(story: FollowedStory, profile: Profile, preview: Preview, report: PassReport) -> dict[str, object]:
    """The JSON object of a story that is followed now."""
    return {
        "seed": story.seed.name,
        "file": str(story.path),
        "new": True,
        **seed_object(story.seed, profile),
        "archive": {
            "articles": preview.articles,
            "since": plain(preview.since),
            "preview": [
                {"url": one.article.url, "title": one.article.title, "score": round(one.match.score, 4)}
                for one in preview.follow_ups
            ],
            "follow_ups": report.comparing.follow_ups,
        },
    }
