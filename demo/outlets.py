"""The invented outlets: their names, feed formats and page layouts."""

from dataclasses import dataclass
from typing import Literal

NOTE = (
    "This outlet and its stories are invented for a demonstration of storywake; "
    "the public facts in them are real, the reporting is not."
)

FeedFormat = Literal["rss", "atom", "rdf", "json"]
PageFamily = Literal["daily", "wire", "journal"]


@dataclass(frozen=True, slots=True)
class Outlet:
    """An invented outlet.

    `page_charset` is the encoding of its pages, which declare it; `feed_charset` is the encoding of its feed, which
    declares utf-8 in any case. `link_query` is appended to each link in the feed; with `full_content` the feed contains
    full texts.
    """

    key: str
    name: str
    strapline: str
    feed_format: FeedFormat
    family: PageFamily
    folder: str
    sections: tuple[str, ...]
    language: str = "en"
    page_charset: str = "utf-8"
    feed_charset: str = "utf-8"
    link_query: str = ""
    full_content: bool = False

    @property
    def feed_path(self) -> str:
        """The path of its feed on its own host."""
        return {"rss": "/feed.xml", "atom": "/atom.xml", "rdf": "/index.rdf", "json": "/feed.json"}[self.feed_format]


OUTLETS: dict[str, Outlet] = {
    outlet.key: outlet
    for outlet in (
        Outlet(
            "harbour-gazette",
            "The Harbour Gazette",
            "News from the quayside and the wider world",
            "rss",
            "daily",
            "world",
            ("UK", "World", "Politics", "Business", "Science", "Culture", "Sport"),
            language="en-gb",
        ),
        Outlet(
            "continental-wire",
            "Continental Wire",
            "The news, as it comes",
            "atom",
            "wire",
            "world",
            ("World", "Europe", "Americas", "Asia", "Markets", "Sport"),
        ),
        Outlet(
            "meridian",
            "Meridian World Report",
            "One world, every time zone",
            "rdf",
            "wire",
            "world",
            ("Africa", "Americas", "Asia", "Europe", "Middle East", "Science"),
        ),
        Outlet(
            "capitol-ledger",
            "The Capitol Ledger",
            "Who voted, who paid, who is asking",
            "rss",
            "journal",
            "us",
            ("White House", "Congress", "Courts", "Policy", "Campaigns"),
            language="en-us",
            link_query="utm_source=rss&utm_medium=feed&utm_campaign=headlines",
        ),
        Outlet(
            "steppe-monitor",
            "Open Steppe Monitor",
            "Reporting from the Carpathians to the Caspian",
            "json",
            "journal",
            "europe",
            ("Ukraine", "Russia", "Caucasus", "Central Asia", "Balkans"),
        ),
        Outlet(
            "southern-cross",
            "Southern Cross Post",
            "Independent. Australian. Awake early.",
            "rss",
            "daily",
            "world",
            ("Australia", "World", "Politics", "Business", "Weather", "Sport"),
            language="en-au",
            page_charset="windows-1252",
            feed_charset="windows-1252",
        ),
        Outlet(
            "lode",
            "Ledger & Lode",
            "What comes out of the ground, and who gets paid",
            "atom",
            "journal",
            "business",
            ("Metals", "Energy", "Critical Minerals", "Markets", "Policy"),
            full_content=True,
        ),
    )
}
