"""A newsroom on loopback, with feeds, pages and seeds, for passes in separate processes."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

from benchmarks.growth import read_texts
from benchmarks.loopback import Content, Loopback, as_opml, as_rss, settings_for
from benchmarks.weeks import Story, make_week, write_seed
from service import settings_environment

PLAINLY = """
from pipeline import load_settings, open_runtime, run_pass
with open_runtime(load_settings()) as runtime:
    run_pass(runtime)
"""
AS_FLOW = """
from pipeline import MonitorOptions
from flows.monitor import monitor_now
monitor_now(MonitorOptions())
"""
_START = datetime(2025, 3, 3, tzinfo=UTC)
_HOSTS, _FEEDS, _SEEDS = 10, 40, 10
_FOLLOWED = 50  # one story in fifty is a follow-up


class Newsroom:
    """The feeds and pages of many stories, a few of them follow-ups of the seeds, and the settings to poll them."""

    def __init__(self, folder: Path, sites: Sequence[Loopback], articles: int) -> None:
        self._sites = sites
        seeds = folder / "seeds"
        seeds.mkdir()
        casts, stories = make_week(_START)
        for number, cast in enumerate(casts[:_SEEDS]):
            seed = write_seed(cast, _START - timedelta(days=1), "reader@example.org")
            (seeds / f"story-{number}.md").write_text(seed, "utf-8")
        addresses = self._publish(_choose(stories, articles))
        (seeds / "feeds.opml").write_text(as_opml(addresses), "utf-8")
        self.settings = settings_for(folder, monitor_interval=604_800)  # no scheduled run interferes

    def _publish(self, stories: Sequence[Story]) -> list[str]:
        """Publish the pages, filled up to realistic lengths, and the feeds; returns the feeds' URLs."""
        filling, listed = read_texts(None), dict[int, list[tuple[str, str, str]]]()
        for at, story in enumerate(stories):
            number = at % _FEEDS
            site = self._sites[number % len(self._sites)]
            site.publish(story.path, Content(write_page(story, filling[at % len(filling)]), "text/html"))
            entry = (story.title, f"{site.url}{story.path}", format_datetime(story.published))
            listed.setdefault(number, []).append(entry)
        addresses = []
        for number, entries in listed.items():
            site = self._sites[number % len(self._sites)]
            site.publish(f"/feed{number}.xml", Content(as_rss(f"Feed {number}", entries), "application/rss+xml"))
            addresses.append(f"{site.url}/feed{number}.xml")
        return addresses

    def variables(self) -> dict[str, str]:
        """The settings as environment variables for another process."""
        return settings_environment(self.settings)

    def forget(self) -> None:
        """Delete the database."""
        for path in self.settings.prefect_home.parent.glob("storywake.db*"):
            path.unlink()


@contextmanager
def open_newsroom(folder: Path, articles: int) -> Iterator[Newsroom]:
    """Serve a newsroom with so many articles while the block runs."""
    with ExitStack() as stack:
        sites = [stack.enter_context(Loopback(f"127.0.0.{host}")) for host in range(2, 2 + _HOSTS)]
        yield Newsroom(folder, sites, articles)


def _choose(stories: Sequence[Story], articles: int) -> list[Story]:
    follow_ups = [story for story in stories if 0 <= story.seed < _SEEDS][: max(1, articles // _FOLLOWED)]
    others = [story for story in stories if story.seed < 0]
    return sorted([*follow_ups, *others[: articles - len(follow_ups)]], key=lambda story: story.published)


def write_page(story: Story, filling: str) -> bytes:
    """The page of a story, filled up to a realistic length."""
    words = filling.split()
    paragraphs = [story.text, *(" ".join(words[at : at + 60]) + "." for at in range(0, len(words), 60))]
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return f"<html><body><article><h1>{story.title}</h1>{body}</article></body></html>".encode()
