"""HTML pages: the templates, and what every page gets."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from desk.access import Visitor
from news import development_name
from trails import clean, clean_lines, counted, moment, web_address

_TEMPLATES = Path(__file__).parent / "templates"
_COMMAND = re.compile("`([^`]+)`")
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cache-Control": "no-store",
}


NOTICE_COOKIE = "storywake_notice"


@dataclass(frozen=True, slots=True)
class Notice:
    """What a page says on top: what was done, with the id of an action that can be taken back, or what went wrong."""

    text: str
    undo: int | None = None
    is_error: bool = False


def make_environment() -> Environment:
    """The templates, with the words that they share with mails and exports."""
    made = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_without_unseen,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {
        "day": _day,
        "path": lambda text: quote(str(text), safe=""),
        "clean": clean,
        "link": web_address,
        "development": development_name,
        "archived": _archived,
        "code": _with_code,
    }
    made.globals |= {"counted": counted, "moment": moment}
    return made


def _with_code(text: str) -> Markup:
    """A text as HTML, in which what stands between backticks is a command."""
    return Markup(_COMMAND.sub(r"<code>\1</code>", str(escape(text))))  # noqa: S704  escaped before


def _without_unseen(value: object) -> object:
    """What is printed, without escape sequences and invisible characters; HTML of our own stays as it is."""
    is_plain = not isinstance(value, str) or hasattr(value, "__html__") or value.isprintable()
    return value if is_plain else clean_lines(str(value))


def _archived(url: str) -> str:
    """Where the Internet Archive keeps copies of a page, "" for what is no web address."""
    return f"https://web.archive.org/web/{quote(url, safe=':/?&=%')}" if web_address(url) else ""


def _day(when: datetime | None) -> str:
    return f"{when.day} {when:%B %Y}" if when else ""


def render_page(
    request: Request, template: str, visitor: Visitor | None, values: Mapping[str, Any], status: int = 200
) -> HTMLResponse:
    """A page for a visitor (None: for anybody)."""
    desk = request.app.state.desk
    shared = {
        "visitor": visitor,
        "token": desk.form_token(visitor) if visitor else "",
        "here": request.url.path,
        "notice": desk.notice_of(request) if visitor else None,
        "signs_in": desk.signs_in,
    }
    notice = shared["notice"]
    page = desk.environment.get_template(template).render(shared | dict(values))
    answer = HTMLResponse(page, status)
    if isinstance(notice, Notice) and notice.is_error:
        answer.delete_cookie(NOTICE_COOKIE)  # it was said
    return answer
