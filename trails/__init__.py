"""A story's trail as readers and programs get it: words, JSON, CSV, Atom, JSON Feed, and one HTML page.

What the desk and the commands share. Pure: values in, text out; importing it loads nothing heavy.
"""

from trails.export_formats import FORMS, render, render_atom, render_csv, render_html, render_json, render_json_feed
from trails.json_objects import Plain, comparison_object, feed_object, match_object, plain, seed_object
from trails.safe_text import clean, clean_lines, cleaned
from trails.timeline import Bar, Timeline, draw_bars, draw_timeline
from trails.wording import (
    alert_words,
    counted,
    development_label,
    learnt,
    listed,
    match_name,
    moment,
    part_name,
    reasons,
    verdict_name,
    verdict_sentence,
    web_address,
    why,
    why_unreadable,
)

__all__ = [
    "Bar",
    "FORMS",
    "Plain",
    "Timeline",
    "alert_words",
    "clean",
    "clean_lines",
    "cleaned",
    "comparison_object",
    "counted",
    "development_label",
    "draw_bars",
    "draw_timeline",
    "feed_object",
    "learnt",
    "listed",
    "match_name",
    "match_object",
    "moment",
    "part_name",
    "plain",
    "reasons",
    "render",
    "render_atom",
    "render_csv",
    "render_html",
    "render_json",
    "render_json_feed",
    "seed_object",
    "verdict_name",
    "verdict_sentence",
    "web_address",
    "why",
    "why_unreadable",
]
