import html
import json
import time
from typing import Any

import pytest

from extractors import read_page
from extractors.pages.carried_text import find_carried_text
from extractors.pages.script_data import DataSource

URL = "https://o.example/sylvania/tram-20417.html"
HEADLINE = "Sylvania's tram gets a second line to the sea"
LINES = [
    f'Tram "{name}" is to reach the sea at Port Vasily by way of {name} square, Sylvania\'s mayor promised on Friday.'
    for name in ("Amber", "Birch", "Cedar", "Dune", "Elder")
]
OTHER = [f"Goat breeder number {n} took a prize at the mountain fair in Upper Freedonia this year." for n in range(40)]
MARKUP = "".join(f"<p>{line}</p>" for line in LINES)
STORY = {"title": HEADLINE, "body": MARKUP}
STATE = json.dumps({"story": STORY})


def text_of(body: str, title: str = HEADLINE) -> str:
    page = f"<html><head><title>{html.escape(title)}</title></head><body><div id='app'></div>{body}</body></html>"
    found = read_page(page.encode(), URL)
    return found.text if found else ""


def script(code: str, kind: str = "text/javascript") -> str:
    return f"<script type='{kind}'>{code}</script>"


def single_quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\x27") + "'"


FLAT = [{"page": 1}, ["Reactive", 2], {"title": 3, "body": 4, "next": 1}, HEADLINE, MARKUP]
ROW = f'7:["$","main",null,{json.dumps({"title": HEADLINE, "body": "$8"})}]\n8:T{len(MARKUP.encode()):x},{MARKUP}9:[]\n'
ANGULAR = STATE.replace("&", "&a;").replace('"', "&q;").replace("'", "&s;").replace("<", "&l;").replace(">", "&g;")


@pytest.mark.parametrize(
    "body",
    [
        script(f"Shell.story = {STATE};go()"),
        script(f"window.Shell.story={STATE}"),
        script(f"let state = {STATE};"),
        script(f"window.STATE = JSON.parse({json.dumps(STATE)});"),
        script(f"window.STATE = JSON.parse({single_quoted(STATE)});"),
        script(f"window.STATE = {json.dumps(STATE)};"),
        script(f'window.STATE = {{"user": undefined, "day": new Date(17), "story": {json.dumps(STORY)}}};'),
        script(f"hydrate(app, {STATE})"),
        script(f"window.S={{live:!1,'story':{{title:{json.dumps(HEADLINE)},body:{single_quoted(MARKUP)},}}}}"),
        script(
            f"window.N=(function(a,b){{a.x=1;return {{live:b,story:{{title:a,body:{json.dumps(MARKUP)}}}}}}}"
            f"({json.dumps(HEADLINE)},false));"
        ),
        script(json.dumps(FLAT), "application/json"),
        "".join(script(f"self.__next_f.push([1,{json.dumps(part)}])") for part in (ROW[:250], ROW[250:])),
        script(html.escape(STATE), "application/json"),
        script(ANGULAR, "application/json"),
        f"<div data-view='{html.escape(STATE)}'></div>",
        script(json.dumps({"story": {"headlines": {"basic": HEADLINE}, "content": {"rendered": MARKUP}}}), "x/json"),
    ],
    ids=[
        *("member", "global member", "variable", "parsed", "parsed, single quotes", "string", "undefined", "argument"),
        *("literal", "function", "flat", "stream", "entities", "other entities", "attribute", "headline forms"),
    ],
)
def test_data_are_found_wherever_a_page_carries_them(body: str) -> None:
    assert text_of(body).split("\n") == LINES


def spans(line: str, key: str) -> list[dict[str, Any]]:
    return [{"type": "span", key: line[:9]}, {"type": "span", "marks": ["b"], key: line[9:17]}, {key: line[17:]}]


NESTED = [
    {
        "type": "text",
        "model": {"blocks": [{"type": "paragraph", "model": {"text": line, "blocks": spans(line, "text")}}]},
    }
    for line in LINES
]


@pytest.mark.parametrize(
    "story",
    [
        {"contents": NESTED},
        {"body": [{"_type": "block", "children": spans(line, "text")} for line in LINES]},
        {"body": {"content": [{"nodeType": "paragraph", "content": spans(line, "value")} for line in LINES]}},
        {"content_elements": [{"type": "text", "content": line} for line in LINES]},
        {"sections": [{"title": "At first", "paragraphs": LINES[:2]}, {"title": "Then", "paragraphs": LINES[2:]}]},
        {"content": json.dumps({"blocks": [{"text": line, "type": "unstyled"} for line in LINES]})},
        {"elements": [{"name": "core/paragraph", "attributes": {"content": line}} for line in LINES]},
        {
            "paragraphs": [{"__ref": f"P:{n}"} for n in range(5)],
            **{f"P:{n}": {"text": one} for n, one in enumerate(LINES)},
        },
        {"body": [*LINES, {"title": "Goats", "url": "/goats", "text": " ".join(OTHER)}]},
        {"body": [*LINES, "Read more", "Advertisement"]},
    ],
    ids=["models", "spans", "nodes", "elements", "sections", "string", "blocks", "references", "related", "labels"],
)
def test_all_paragraphs_below_the_headline_are_read_and_pieces_joined(story: dict[str, Any]) -> None:
    data = json.dumps({"props": {"story": {"headline": HEADLINE, **story}}})
    assert text_of(script(data, "application/json")).split("\n") == LINES


@pytest.mark.parametrize(
    ("headline", "line"),
    [
        ("新しい路面電車が海へ", "市長は金曜日、新しい路面電車の第二路線が来年の春までに海に達すると約束した。"),
        ("电车第二条线路通往海边", "市长星期五承诺，电车的第二条线路将在明年春天之前通到海边。"),
    ],
)
def test_scripts_without_blanks_between_words_are_prose_too(headline: str, line: str) -> None:
    data = json.dumps({"article": {"title": headline, "body": [line * 2, line * 3]}}, ensure_ascii=False)
    assert text_of(script(data, "application/json"), f"{headline}_報") == f"{line * 2}\n{line * 3}"


@pytest.mark.parametrize(
    "body",
    [
        script(f"window.STATE={json.dumps({'terms': ' '.join(OTHER)})}"),
        script(f"const menu = {json.dumps({'text': ' '.join(OTHER)})}"),
        script(f"const story = {json.dumps({'title': 'Goats win', 'text': ' '.join(OTHER)})}"),
        f"<div data-terms='{json.dumps({'text': ' '.join(OTHER)})}'></div>",
        script(f"<p>{'</p><p>'.join(OTHER)}</p>", "text/template"),
    ],
    ids=["terms", "menu", "other article", "attribute", "template"],
)
def test_other_texts_among_the_data_are_not_the_article(body: str) -> None:
    assert "goat" not in text_of(body).lower()


def test_what_the_page_shows_is_preferred_to_its_data() -> None:
    shown = "".join(f"<p>{line}</p>" for line in LINES * 2)
    text = text_of(
        f"<article><h1>{HEADLINE}</h1>{shown}</article>" + script(f"let a={json.dumps({**STORY, 'body': OTHER})}")
    )
    assert "Goat" not in text
    assert "Elder" in text


@pytest.mark.parametrize(
    "text",
    [
        *('={"' * 400_000, "([" * 600_000, '={a:"' * 300_000, "=['a'," * 200_000, '="\\u0041' * 150_000),
        *("(function(a){return {" * 50_000, "self.__next_f.push([1,'" + "1:[]\\n" * 150_000 + "'])"),
        "window.a=" + "[" * 600_000,
    ],
    ids=str.__len__,
)
def test_hostile_scripts_take_bounded_time(text: str) -> None:
    started = time.process_time()
    for is_json in (True, False):
        find_carried_text([DataSource(text, is_json)], {HEADLINE})
    assert time.process_time() - started < 5
