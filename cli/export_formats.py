"""Render the follow-ups of a seed as JSON, CSV, Atom or HTML. Pure: values in, text out."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote
from xml.etree import ElementTree as ET

from cli.descriptions import alert_state, counted, moment, reasons, verdict_name, web_address
from cli.json_objects import match_object, plain
from cli.safe_text import clean, cleaned
from cli.timeline import draw_timeline

if TYPE_CHECKING:
    from news import Seed, StoredMatch

_ATOM = "http://www.w3.org/2005/Atom"
_CSV_COLUMNS = (
    *("published", "score", "verdict", "title", "outlet", "url", "reasons", "alerts", "found"),
    *("development", "development_title", "answer"),
)
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_TEMPLATES = Path(__file__).parent / "templates"

Trail = Sequence["StoredMatch"]


def render(form: str, seed: Seed, trail: Trail) -> str:
    """Render the trail; `form` is json, csv, atom or html."""
    renderers: dict[str, Callable[[Seed, Trail], str]] = {
        "json": render_json,
        "csv": render_csv,
        "atom": render_atom,
        "html": render_html,
    }
    return renderers[form](seed, trail)


def render_json(seed: Seed, trail: Trail) -> str:
    """Render a JSON object with the seed and its matches."""
    about = {"name": seed.name, "title": seed.title, "url": seed.url, "published": plain(seed.published)}
    whole = cleaned({"seed": about, "matches": [match_object(one) for one in trail]})
    return json.dumps(whole, indent=2, ensure_ascii=False) + "\n"


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
        "; ".join(alert_state(alert) for alert in one.alerts),
        one.found_at.isoformat(),
        development_name(one.development),
        one.development_label,
        str(one.answer),
    )


def _inert(cell: str) -> str:
    """Prefix a cell that begins like a formula with an apostrophe, so that a spreadsheet treats it as text."""
    text = clean(cell)
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def render_atom(seed: Seed, trail: Trail) -> str:
    """Render an Atom feed (RFC 4287) of the follow-ups."""
    ET.register_namespace("", _ATOM)
    feed = ET.Element(_tag("feed"))
    newest = max((one.found_at for one in trail), default=seed.published or datetime(1970, 1, 1, tzinfo=UTC))
    _add(feed, "id", f"urn:storywake:seed:{quote(seed.name, safe='')}")
    _add(feed, "title", f"Follow-ups: {seed.title or seed.name}")
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
    _add(entry, "id", f"urn:storywake:match:{quote(one.match.seed, safe='')}:{one.id}")
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
    quoted = one.news or one.match.evidence.sentences
    content = (f"Score {one.match.score:.2f}: {'; '.join(reasons(one.match))}.", *quoted)
    _add(entry, "content", " … ".join(content))
    if web_address(article.url):
        ET.SubElement(entry, _tag("link"), rel="alternate", href=quote(article.url, safe="%/:=&?~#+!$,;'@()*[]"))


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
