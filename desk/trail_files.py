"""A story's trail for other programs and people: Atom, JSON Feed, CSV, JSON; and by a shared link, one page."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from desk.desk import Desk, DeskHere, Reader, UnknownPageError
from desk.shared_links import find_shared
from trails import FORMS, render, render_atom, render_html, render_json_feed

router = APIRouter()
_TYPES = {
    "atom": "application/atom+xml",
    "jsonfeed": "application/feed+json",
    "csv": "text/csv",
    "json": "application/json",
    "jsonl": "application/jsonl",
    "html": "text/html",
}
# The exported page has its style in itself.
_PAGE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'"


@router.get("/stories/{name}/trail.{form}")
def serve_trail(request: Request, desk: DeskHere, visitor: Reader, name: str, form: str) -> Response:  # noqa: ARG001
    """The trail in one of the formats of `storywake export`, without recipients."""
    if form not in FORMS:
        raise UnknownPageError(f"there is no format called {form[:20]!r}; there are {', '.join(FORMS)}")
    return _answer(desk, name, form, str(request.url))


@router.get("/shared/{link}")
def serve_shared(desk: DeskHere, link: str) -> Response:
    """The trail of a story, for whoever has the link."""
    name = find_shared(desk, link)
    if not name:
        raise UnknownPageError("this link is not valid, or it was revoked")
    answer = _answer(desk, name, "html", "")
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


def _answer(desk: Desk, name: str, form: str, address: str) -> Response:
    seed, trail = desk.seed(name), desk.store.matches(name)
    if form == "atom":
        text = render_atom(seed, trail, address)
    elif form == "jsonfeed":
        text = render_json_feed(seed, trail, address)
    elif form == "html":
        text = render_html(seed, trail)
    else:
        text = render(form, seed, trail)
    headers = {} if form in {"atom", "jsonfeed", "html"} else _as_file(name, form)
    if form == "html":
        headers["Content-Security-Policy"] = _PAGE_POLICY
    return Response(text, media_type=f"{_TYPES[form]}; charset=utf-8", headers=headers)


def _as_file(name: str, form: str) -> dict[str, str]:
    plain = "".join(one if one.isascii() and (one.isalnum() or one in "-_") else "-" for one in name)
    return {"Content-Disposition": f'attachment; filename="{plain}.{form}"'}
