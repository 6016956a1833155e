"""The site of an outlet: the reply for each path at each time. Pure."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import unquote

from demo.faults import CUT_OFF_FEED, PAGE_AS_FEED, STORY_FAULTS, Fault
from demo.outlets import NOTE, Outlet
from demo.page_templates import Listing, cut_off, render_feed, render_front, render_page
from demo.stories import Story

NEWEST = 40  # the most stories in a feed
_RELATED = 6
_MOVED = "/go/"
_FEED_TYPES = {
    "rss": "application/rss+xml; charset=utf-8",
    "atom": "application/atom+xml; charset=utf-8",
    "rdf": "application/rdf+xml; charset=utf-8",
    "json": "application/feed+json; charset=utf-8",
}


@dataclass(frozen=True, slots=True)
class Reply:
    """An HTTP reply. `location` is the target of a redirect; `modified` is None if the reply must not be cached."""

    status: int
    body: bytes
    content_type: str
    modified: datetime | None = None
    location: str = ""


@dataclass(frozen=True, slots=True)
class Site:
    """An outlet at `base` (scheme, host and port) with all its stories, including future ones, oldest first."""

    outlet: Outlet
    base: str
    stories: tuple[Story, ...]

    def answer(self, path: str, moment: datetime) -> Reply:
        """The reply to a request for `path` at `moment`."""
        shown = tuple(story for story in self.stories if story.published <= moment)
        for show in (self._show_feed, self._show_front, self._show_moved, self._show_story):
            if reply := show(path, shown):
                return reply
        return self._page(404, f"<!doctype html><title>Not found</title><h1>Not found</h1><p>{NOTE}</p>")

    def link_of(self, story: Story) -> str:
        """The story's URL in the outlet's feed."""
        path = f"{_MOVED}{story.stem}" if STORY_FAULTS.get(story.stem) is Fault.MOVED else story.path
        return f"{self.base}{path}" + (f"?{self.outlet.link_query}" if self.outlet.link_query else "")

    def _show_feed(self, path: str, shown: tuple[Story, ...]) -> Reply | None:
        is_cut_off = CUT_OFF_FEED.is_at(self.outlet.key, path)
        if path != self.outlet.feed_path and not is_cut_off:
            return None
        listing = self._list(shown, CUT_OFF_FEED.title if is_cut_off else self.outlet.name, path, self.link_of)
        feed = cut_off(render_feed(listing), "</entry>") if is_cut_off else render_feed(listing)
        body = feed.encode(self.outlet.feed_charset, "xmlcharrefreplace")
        return Reply(200, body, _FEED_TYPES[self.outlet.feed_format], listing.updated)

    def _show_front(self, path: str, shown: tuple[Story, ...]) -> Reply | None:
        section = unquote(path.removeprefix("/section/"))
        if section == path and path != "/" and not PAGE_AS_FEED.is_at(self.outlet.key, path):
            return None
        chosen = shown if section == path else tuple(story for story in shown if story.section == section)
        title = self.outlet.name if section == path else f"{section} | {self.outlet.name}"
        listing = self._list(chosen, title, path, lambda story: story.path)
        return self._page(200, render_front(listing), listing.updated)

    def _show_moved(self, path: str, shown: tuple[Story, ...]) -> Reply | None:
        moved = next((story for story in shown if path == f"{_MOVED}{story.stem}"), None)
        return Reply(301, b"", "text/html", location=f"{self.base}{moved.path}") if moved else None

    def _show_story(self, path: str, shown: tuple[Story, ...]) -> Reply | None:
        story = next((story for story in shown if story.path == path), None)
        fault = STORY_FAULTS.get(story.stem) if story else None
        if story is None or fault is Fault.GONE:
            return None
        # related links only go to earlier stories, so that the page never changes
        before = [other for other in reversed(shown) if other.published < story.published]
        related, most_read = before[:_RELATED], before[_RELATED : 2 * _RELATED]
        page = render_page(self.outlet, self.base, story, related, most_read, fault)
        return self._page(200, page, story.published)

    def _list(self, shown: tuple[Story, ...], title: str, path: str, link: Callable[[Story], str]) -> Listing:
        newest = shown[::-1][:NEWEST]
        return Listing(self.outlet, self.base, newest, title, path, tuple(link(story) for story in newest))

    def _page(self, status: int, html: str, modified: datetime | None = None) -> Reply:
        charset = self.outlet.page_charset
        body = html.encode(charset, "xmlcharrefreplace")
        return Reply(status, body, f"text/html; charset={charset}", modified)
