"""Notes on a pass for the user: missing recipients, work left over and why, outdated feeds. Pure."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import timedelta

from news import FeedHealth, Seed
from pipeline.outcomes import PassReport
from pipeline.settings import Settings
from trails import counted

MOST_HOSTS = 3  # named in one note


def note_recipients(depths: Mapping[str, int], seeds: Sequence[Seed], recipients: Sequence[str]) -> list[str]:
    """Note that alerts or seeds have no recipient."""
    nobody = depths["alerts without recipient"]
    if nobody:
        return [f"{counted(nobody, 'alert')} without a recipient: name one in the seed or in STORYWAKE_RECIPIENTS"]
    if seeds and not recipients and not any(seed.settings.recipients for seed in seeds):
        return ["there are no recipients: set STORYWAKE_RECIPIENTS, or `recipients` in a seed"]
    return []


def note_rest(report: PassReport, depths: Mapping[str, int], settings: Settings, lease: timedelta) -> list[str]:
    """Note what this run left over and why: its limit, a site that asked to wait, or another run's claim."""
    read, compared, limit = report.reading.entries, report.comparing.articles, settings.pass_limit
    entries = depths["entries waiting"] - report.reading.postponed - len(report.reading.put_off)
    articles = depths["articles waiting"] - (len(report.comparing.errors) - report.comparing.given_up)
    feeds = 0 if report.is_partial else len(report.feeds) - report.polling.polled
    minutes = f"{lease.total_seconds() / 60:.0f} minutes"
    taken = f"another run has claimed them (claims of a killed run expire within {minutes})"
    is_slow = report.reading.out_of_time and read < limit
    unread = "reading takes long, and the next run continues it" if is_slow else _why_left(read, limit, taken)
    notes = {
        f"{counted(feeds, 'feed')} not polled: the site asked to wait, or {taken}": feeds,
        f"{counted(entries, 'entry', 'entries')} left: {unread}": entries,
        f"{counted(articles, 'article')} left: {_why_left(compared, limit, taken)}": articles,
    }
    return [] if report.failures else [note for note, number in notes.items() if number > 0]


def note_put_off(report: PassReport) -> list[str]:
    """Note how many entries were not read because reading them would have held up the others."""
    hosts = Counter(host for _id, host in report.reading.put_off).most_common()
    if not hosts:
        return []
    named = ", ".join(f"{host} {number}" for host, number in hosts[:MOST_HOSTS])
    more = f" and {len(hosts) - MOST_HOSTS} other sites" if len(hosts) > MOST_HOSTS else ""
    number = counted(len(report.reading.put_off), "entry", "entries")
    return [f"{number} not read yet: reading takes long, and the next run continues it ({named}{more})"]


def note_mails(report: PassReport) -> list[str]:
    """Note how many mails were not tried, by reason."""
    return [f"{counted(number, 'mail')} left: {reason}" for reason, number in report.delivering.left.items()]


def note_feeds(feeds: Sequence[FeedHealth]) -> list[str]:
    """Note which feeds of the user's list are gone or have moved, or of which only the feed can be read."""
    gone = [
        f"{one.feed.name}: permanently gone (410): remove it from the list of feeds" for one in feeds if one.gone_at
    ]
    moved = [
        f"{one.feed.name}: moved to {one.moved_to}: update its address in the list of feeds"
        for one in feeds
        if one.moved_to
    ]
    pageless = [f"{one.feed.name}: {one.trouble}" for one in feeds if one.lacks_pages and not one.error]
    return gone + moved + pageless


def _why_left(done: int, limit: int, taken: str) -> str:
    if done >= limit:
        return f"one run handles at most {limit} (STORYWAKE_PASS_LIMIT)"
    return f"the site asked to wait, or {taken}"
