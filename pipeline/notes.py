"""What a person should know of a pass besides its counts: who gets no mail, what was left, and why. Pure."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from news import FeedHealth, Seed
from pipeline.outcomes import PassReport, count_of
from pipeline.settings import Settings


def note_recipients(depths: Mapping[str, int], seeds: Sequence[Seed], recipients: Sequence[str]) -> list[str]:
    """Say that there is nobody to write to."""
    nobody = depths["alerts without recipient"]
    if nobody:
        return [f"{count_of(nobody, 'alert')} without a recipient: name one in the seed or in STORYWAKE_RECIPIENTS"]
    if seeds and not recipients and not any(seed.settings.recipients for seed in seeds):
        return ["nobody is named to get mail: set STORYWAKE_RECIPIENTS, or recipients in a seed"]
    return []


def note_rest(report: PassReport, depths: Mapping[str, int], settings: Settings, lease: timedelta) -> list[str]:
    """Say what this run left over, and why: its limit was reached, or what is left is not for it to take."""
    read, compared, limit = report.reading.entries, report.comparing.articles, settings.pass_limit
    entries = depths["entries waiting"] - report.reading.postponed
    articles = depths["articles waiting"] - (len(report.comparing.errors) - report.comparing.given_up)
    feeds = 0 if report.is_partial else len(report.feeds) - report.polling.polled
    minutes = f"{lease.total_seconds() / 60:.0f} minutes"
    taken = f"another run has taken them (one that was killed keeps them for {minutes} at most)"
    notes = {
        f"{count_of(feeds, 'feed')} not polled: the site asked to wait, or {taken}": feeds,
        f"{count_of(entries, 'entry', 'entries')} left: {_why_left(read, limit, taken)}": entries,
        f"{count_of(articles, 'article')} left: {_why_left(compared, limit, taken)}": articles,
    }
    return [] if report.failures else [note for note, number in notes.items() if number > 0]


def note_feeds(feeds: Sequence[FeedHealth]) -> list[str]:
    """Say which entries of the user's list of feeds are out of date."""
    gone = [f"{one.feed.name}: gone for good (410): remove it from the list of feeds" for one in feeds if one.gone_at]
    moved = [
        f"{one.feed.name}: moved to {one.moved_to}: change it in the list of feeds" for one in feeds if one.moved_to
    ]
    return gone + moved


def note_settings(unknown: Sequence[str]) -> list[str]:
    """Name the variables that look like settings and are none."""
    return [f"{', '.join(unknown)}: no such setting; look for a misspelling"] if unknown else []


def _why_left(done: int, limit: int, taken: str) -> str:
    if done >= limit:
        return f"one run takes {limit} at most (STORYWAKE_PASS_LIMIT)"
    return f"the site asked to wait, or {taken}"
