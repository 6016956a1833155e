"""Render feeds and pages from templates. Pure."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from html import escape

from jinja2 import Environment, PackageLoader, StrictUndefined

from demo.faults import PADDING, WHOLE_ENTRIES, Fault
from demo.outlets import NOTE, Outlet
from demo.stories import FIRST_MOMENT, Story

_TEMPLATES = Environment(
    loader=PackageLoader("demo"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
)
_TEMPLATES.filters["rfc822"] = format_datetime
_TEMPLATES.filters["iso"] = datetime.isoformat
_FAMILY_TEMPLATES = {"daily": "daily.html.j2", "wire": "wire.html.j2", "journal": "journal.html.j2"}


@dataclass(frozen=True, slots=True)
class Listing:
    """The content of a feed or a front page: stories of an outlet, newest first, each with its link in `links`.

    `base` is the outlet's scheme, host and port.
    """

    outlet: Outlet
    base: str
    stories: tuple[Story, ...]
    title: str
    path: str
    links: tuple[str, ...]

    @property
    def updated(self) -> datetime:
        """When it last changed: the publication time of the newest story."""
        return max((story.published for story in self.stories), default=FIRST_MOMENT)

    @property
    def rows(self) -> list[tuple[Story, str]]:
        """Each story with its link."""
        return list(zip(self.stories, self.links, strict=True))


def render_feed(listing: Listing) -> str:
    """The feed in its outlet's format."""
    if listing.outlet.feed_format == "json":
        return json.dumps(describe_json_feed(listing), ensure_ascii=False, indent=1)
    template = _TEMPLATES.get_template(f"{listing.outlet.feed_format}.xml.j2")
    return template.render(listing=listing, outlet=listing.outlet, note=NOTE, body_html=body_html)


def describe_json_feed(listing: Listing) -> dict[str, object]:
    """The feed as JSON Feed 1.1."""
    return {
        "version": "https://jsonfeed.org/version/1.1",
        "title": listing.title,
        "home_page_url": f"{listing.base}/",
        "feed_url": f"{listing.base}{listing.path}",
        "description": f"{listing.outlet.strapline}. {NOTE}",
        "language": listing.outlet.language,
        "items": [describe_json_entry(listing, story, link) for story, link in listing.rows],
    }


def describe_json_entry(listing: Listing, story: Story, link: str) -> dict[str, object]:
    """A story as an item of JSON Feed 1.1."""
    return {
        "id": f"{listing.outlet.key}:{story.stem}",
        "url": link,
        "title": story.title,
        "summary": story.summary,
        "content_html": f"<p>{escape(story.summary)}</p>",
        "date_published": story.published.isoformat(),
        "authors": [{"name": "Staff report"}],
        "tags": [story.section],
    }


def cut_off(feed: str, end_of_entry: str) -> str:
    """Truncate a feed as if its generator had crashed: a few complete entries and a part of the next."""
    *whole, rest = feed.split(end_of_entry, WHOLE_ENTRIES)
    return end_of_entry.join([*whole, rest[:90]])


def body_html(story: Story) -> str:
    """The story's text as HTML paragraphs and headings."""
    return "\n".join(
        f"<h2>{escape(text[3:])}</h2>" if text.startswith("## ") else f"<p>{escape(text, quote=False)}</p>"
        for text in story.paragraphs
    )


def render_page(
    outlet: Outlet, base: str, story: Story, related: Sequence[Story], most_read: Sequence[Story], fault: Fault | None
) -> str:
    """The story's page, with the boilerplate of a real page."""
    return _TEMPLATES.get_template(_FAMILY_TEMPLATES[outlet.family]).render(
        outlet=outlet,
        base=base,
        story=story,
        related=related,
        most_read=most_read,
        has_text=fault is not Fault.NO_TEXT,
        padding=padding() if fault is Fault.HUGE else "",
        metadata=describe_page(outlet, base, story),
        body_html=body_html,
        note=NOTE,
    )


def describe_page(outlet: Outlet, base: str, story: Story) -> dict[str, object]:
    """The page's JSON-LD."""
    return {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": story.title,
        "description": story.summary,
        "datePublished": story.published.isoformat(),
        "articleSection": story.section,
        "mainEntityOfPage": f"{base}{story.path}",
        "author": {"@type": "Organization", "name": "Staff report"},
        "publisher": {"@type": "Organization", "name": outlet.name},
    }


def padding() -> str:
    """More than 2 MB of comments and scripts."""
    line = "<!-- slot left empty --><script>window.slots=(window.slots||[]).concat({id:'lead',seen:false});</script>\n"
    return line * (PADDING // len(line) + 1)


def render_front(listing: Listing) -> str:
    """A front or section page: headlines and summaries."""
    return _TEMPLATES.get_template("front.html.j2").render(listing=listing, outlet=listing.outlet, note=NOTE)


def render_opml(outlines: Sequence[tuple[str, Sequence[tuple[str, str, str]]]]) -> str:
    """A list of feeds as OPML, from folders with the title, feed URL and site URL of each feed."""
    return _TEMPLATES.get_template("feeds.opml.j2").render(folders=outlines, note=NOTE)
