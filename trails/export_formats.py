"""Render the follow-ups of a seed as JSON, JSON Lines, CSV, Atom, JSON Feed or HTML. Pure: values in, text out.

No format names a recipient: what is exported may be passed on.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias
from urllib.parse import quote
from xml.etree import ElementTree as ET

from trails.json_objects import match_object, plain
from trails.safe_text import clean, cleaned
from trails.timeline import draw_timeline
from trails.wording import alert_words, counted, moment, reasons, verdict_name, web_address

if TYPE_CHECKING:
    from news import Seed, StoredMatch

_ATOM = "http://www.w3.org/2005/Atom"
_CSV_COLUMNS = (
    *("published", "score", "verdict", "title", "outlet", "url", "reasons", "alerts", "found"),
    *("development", "development_title", "answer"),
)
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_TEMPLATES = Path(__file__).parent / "templates"

Trail: TypeAlias = "Sequence[StoredMatch]"


def render_json(seed: Seed, trail: Trail) -> str:
    """Render a JSON object with the seed and its matches."""
    about = {"name": seed.name, "title": seed.title, "url": seed.url, "published": plain(seed.published)}
    whole = cleaned({"seed": about, "matches": [match_object(one) for one in trail]})
    return json.dumps(whole, indent=2, ensure_ascii=False) + "\n"


def render_json_lines(_seed: Seed, trail: Trail) -> str:
    """Render one JSON object per match and line."""
    return "".join(f"{json.dumps(cleaned(match_object(one)), ensure_ascii=False)}\n" for one in trail)


def render_csv(_seed: Seed, trail: Trail) -> str:
    """Render a header and one line per match; cells are escaped so that a spreadsheet runs none as a formula."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(_CSV_COLUMNS)
    writer.writerows([_inert(cell) for cell in _csv_row(one)] for one in trail)
    return out.getvalue()


def _csv_row(one: StoredMatch) -> tuple[str, ...]:
    from news import development_name

    article = one.article
    return (
        article.published.isoformat(),
        f"{one.match.score:.4f}",
        verdict_name(one),
        article.title,
        article.outlet,
        article.url,
        "; ".join(reasons(one.match)),
        "; ".join(alert_words(alert) for alert in one.alerts),
        one.found_at.isoformat(),
        development_name(one.development),
        one.development_label,
        str(one.answer),
    )


def _inert(cell: str) -> str:
    """Prefix a cell that begins like a formula with an apostrophe, so that a spreadsheet treats it as text."""
    text = clean(cell)
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def render_atom(seed: Seed, trail: Trail, address: str = "") -> str:
    """Render an Atom feed (RFC 4287) of the follow-ups; `address` is where it is served, "" if nowhere."""
    ET.register_namespace("", _ATOM)
    feed = ET.Element(_tag("feed"))
    newest = max((one.found_at for one in trail), default=seed.published or datetime(1970, 1, 1, tzinfo=UTC))
    _add(feed, "id", _tag_uri(seed.name))
    _add(feed, "title", f"Follow-ups: {seed.title or seed.name}")
    if address:
        ET.SubElement(feed, _tag("link"), rel="self", type="application/atom+xml", href=address)
    _add(feed, "updated", newest.isoformat())
    _add(feed, "generator", "storywake")
    for one in trail:
        _add_entry(feed, one)
    ET.indent(feed)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{ET.tostring(feed, encoding="unicode")}\n'


def _add_entry(feed: ET.Element, one: StoredMatch) -> None:
    from news import development_name

    article = one.article
    entry = ET.SubElement(feed, _tag("entry"))
    _add(entry, "id", _tag_uri(one.match.seed, one.id))
    title = article.title or article.url
    _add(entry, "title", f"Rejected: {title}" if one.is_rejected else title)
    _add(entry, "updated", one.found_at.isoformat())
    _add(entry, "published", article.published.isoformat())
    _add(ET.SubElement(entry, _tag("author")), "name", article.outlet or "unknown")
    if one.development:
        about = {"term": development_name(one.development), "label": clean(one.development_label)}
        ET.SubElement(entry, _tag("category"), {name: text for name, text in about.items() if text})
    if one.is_rejected:
        ET.SubElement(entry, _tag("category"), term="rejected")
    _add(entry, "content", _describe(one))
    if web_address(article.url):
        ET.SubElement(entry, _tag("link"), rel="alternate", href=quote(article.url, safe="%/:=&?~#+!$,;'@()*[]"))


def _tag_uri(seed: str, match_id: int | None = None) -> str:
    """A name for a feed or entry that never changes (RFC 4151), wherever and under whatever host it is served."""
    name = quote(seed, safe="")
    return f"tag:storywake.invalid,2025:{name}" if match_id is None else f"tag:storywake.invalid,2025:{name}/{match_id}"


def render_json_feed(seed: Seed, trail: Trail, address: str = "") -> str:
    """Render a JSON Feed (version 1.1) of the follow-ups; `address` is where it is served, "" if nowhere."""
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": f"Follow-ups: {seed.title or seed.name}",
        **({"feed_url": address} if address else {}),
        "items": [_feed_item(one) for one in trail],
    }
    return json.dumps(cleaned(feed), indent=2, ensure_ascii=False) + "\n"


def _feed_item(one: StoredMatch) -> dict[str, object]:
    article, link = one.article, web_address(one.article.url)
    title = article.title or article.url
    return {
        "id": _tag_uri(one.match.seed, one.id),
        **({"url": link} if link else {}),
        "title": f"Rejected: {title}" if one.is_rejected else title,
        "content_text": _describe(one),
        "date_published": plain(article.published),
        "date_modified": plain(one.found_at),
        "authors": [{"name": article.outlet or "unknown"}],
        **({"language": article.language} if article.language else {}),
        "tags": [part for part in (one.development_label, "rejected" if one.is_rejected else "") if part],
    }


def _describe(one: StoredMatch) -> str:
    quoted = one.news or one.match.evidence.sentences
    return " … ".join((f"Score {one.match.score:.2f}: {'; '.join(reasons(one.match))}.", *quoted))


def _add(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, _tag(name)).text = clean(text)


def _tag(name: str) -> str:
    return f"{{{_ATOM}}}{name}"


def render_html(seed: Seed, trail: Trail) -> str:
    """Render the story as a timeline: one self-contained HTML page without scripts, readable on a phone."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(loader=FileSystemLoader(_TEMPLATES), autoescape=True, undefined=StrictUndefined)
    page = environment.get_template("trail.html.j2")
    return page.render(line=draw_timeline(seed, trail), moment=moment, counted=counted)


FORMS: Mapping[str, Callable[[Seed, Trail], str]] = {
    "json": render_json,
    "jsonl": render_json_lines,
    "csv": render_csv,
    "atom": render_atom,
    "jsonfeed": render_json_feed,
    "html": render_html,
}
"""The formats by name."""


def render(form: str, seed: Seed, trail: Trail) -> str:
    """Render the trail in the format of this name, one of FORMS."""
    return FORMS[form](seed, trail)
