"""The pages behind the links in the mails: each shows one button, and pressing it carries out the answer.

Opening a link changes nothing, because mail programs and scanners prefetch links; only a POST does (RFC 8058).
"""

import html
import logging
from collections.abc import Callable
from datetime import datetime

from fastapi import FastAPI
from fastapi.responses import HTMLResponse, PlainTextResponse

from alerts import read_command
from pipeline.reply_actions import answer_link
from pipeline.runtime import Runtime
from service.web_app import make_bare_app, serve_app

_PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="robots" content="noindex"><title>storywake</title>
<style>body {{ font: 1.1rem/1.5 system-ui, sans-serif; max-width: 30rem; margin: 3rem auto; padding: 0 1rem;
color-scheme: light dark }} button {{ font: inherit; padding: .5rem 1rem }}</style>{content}</html>"""
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
logger = logging.getLogger(__name__)


def make_app(runtime: Runtime, clock: Callable[[], datetime], host: str = "") -> FastAPI:
    """The web application: GET /answer/NAME/COMMAND shows the button, POST carries it out; /health answers "ok".

    It is reached at STORYWAKE_WEB_ADDRESS, and at `host`, where it listens.
    """
    app = make_bare_app((host, runtime.settings.web_address))

    @app.get("/health")
    def health() -> PlainTextResponse:
        runtime.store.ping()
        return PlainTextResponse("ok")

    @app.get("/answer/{name}/{command}")
    def ask(name: str, command: str) -> HTMLResponse:  # noqa: ARG001  the form is posted to the same address
        parsed = read_command(command)
        if parsed is None:
            return _page("<p>This link is not valid.</p>", 404)
        return _page(f"<form method='post'><button>{html.escape(parsed.command.button)}</button></form>")

    @app.post("/answer/{name}/{command}")
    def answer(name: str, command: str) -> HTMLResponse:
        outcome = answer_link(runtime, name, command, clock())
        if outcome.refused:
            return _page(f"<p>Nothing was changed: {html.escape(outcome.refused[0])}.</p>", 404)
        return _page("<p>Done.</p>")

    return app


def _page(content: str, status: int = 200) -> HTMLResponse:
    return HTMLResponse(_PAGE.format(content=content), status, headers=_HEADERS)


def serve_links(runtime: Runtime, clock: Callable[[], datetime], host: str, port: int) -> None:
    """Serve the links until interrupted."""
    logger.info("Serving answer links at http://%s:%d", host, port)
    serve_app(make_app(runtime, clock, host), host, port)
