"""The web application of the desk."""

import logging
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException

from desk import (
    account,
    answer_pages,
    api,
    installation,
    new_story,
    oidc_sign_in,
    proposals,
    report_actions,
    search,
    sign_in,
    sources,
    stories,
    story,
    story_actions,
    story_settings,
    story_weights,
    trail_files,
)
from desk.access import check_access, needs_sign_in, own_hosts, signs_in_elsewhere
from desk.desk import Desk, DeskInputError, RefusedError, SignInNeededError, UnknownPageError, go_to
from desk.guard import Guard
from desk.identity_provider import IdentityProvider
from desk.pages import HEADERS, render_page
from extractors import FeedError, FetchError, ModelError, OpmlError, ReadingError, SeedFileError
from pipeline import FeedListError, FollowingError, PageError, Runtime
from storage import StoreError

_STATIC = Path(__file__).parent / "static"
_API = "/api/"
_PAGES = (
    *(
        stories,
        story,
        story_actions,
        report_actions,
        story_settings,
        story_weights,
        new_story,
        search,
        sources,
        installation,
    ),
    *(account, sign_in, oidc_sign_in, trail_files, api, answer_pages, proposals),
)
_INPUT_ERRORS = (
    *(DeskInputError, FollowingError, PageError, SeedFileError, FetchError, ReadingError),
    *(FeedError, FeedListError, OpmlError),
)
logger = logging.getLogger(__name__)


def make_app(runtime: Runtime, clock: Callable[[], datetime], host: str = "127.0.0.1") -> FastAPI:
    """The desk as an ASGI application that is to listen on `host`. Raises SettingsError if nobody would sign in."""
    settings = runtime.settings
    check_access(settings, host)
    app = FastAPI(title="storywake", docs_url=None, redoc_url=None, openapi_url=None)
    app.state.desk = Desk(runtime, clock, IdentityProvider(settings) if signs_in_elsewhere(settings) else None)
    for page in _PAGES:
        app.include_router(page.router)
    app.mount("/static", StaticFiles(directory=_STATIC), name="static")
    app.add_middleware(
        Guard,
        hosts=own_hosts(settings, host),
        gives_keys=not needs_sign_in(settings),
        is_secure=settings.web_address.startswith("https://"),
    )
    _handle_errors(app)
    return app


def _handle_errors(app: FastAPI) -> None:
    app.add_exception_handler(SignInNeededError, _ask_to_sign_in)
    app.add_exception_handler(RefusedError, _answer_with(403))
    app.add_exception_handler(UnknownPageError, _answer_with(404))
    app.add_exception_handler(HTTPException, _answer_with_status)
    app.add_exception_handler(StoreError, _answer_with(503))
    app.add_exception_handler(ModelError, _answer_with(503))
    app.add_exception_handler(RequestValidationError, _answer_to_address)
    app.add_exception_handler(Exception, _answer_to_defect)
    for kind in _INPUT_ERRORS:
        app.add_exception_handler(kind, _answer_to_form)


def _ask_to_sign_in(request: Request, _error: Exception) -> Response:
    if request.url.path.startswith(_API) or not request.app.state.desk.signs_in:
        return JSONResponse({"error": "not signed in"}, 401, {"WWW-Authenticate": "Bearer"})
    wanted = request.url.path if request.method == "GET" else "/"
    return go_to(f"/sign-in?next={quote(wanted, safe='')}")


def _answer_with(status: int) -> Callable[[Request, Exception], Response]:
    def answer(request: Request, error: Exception) -> Response:
        return _say(request, f"{error}", status)

    return answer


def _answer_with_status(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    said = "there is no such page" if error.status_code == 404 else str(error.detail)
    return _say(request, said, error.status_code)


def _answer_to_form(request: Request, error: Exception) -> Response:
    """Go back to the page whose form could not be used, with the reason."""
    if request.url.path.startswith(_API):
        return JSONResponse({"error": str(error)}, 422)
    back = request.headers.get("referer", "")
    path = f"/{back.split('/', 3)[3]}" if back.count("/") > 2 else "/"
    return go_to(path.partition("?")[0], error=str(error))


def _answer_to_address(request: Request, error: Exception) -> Response:
    """Say what is wrong with an address, or with what a program sent."""
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    where, *place = map(str, first["loc"])
    if where == "path":
        return _say(request, "there is no such page", 404)
    return _say(request, f"{' '.join(place)}: {str(first['msg']).lower()}", 422)


def _answer_to_defect(request: Request, _error: Exception) -> Response:
    """Answer what no other handler does; the server logs the error."""
    answer = _say(request, "something went wrong here, and the log says what", 500)
    answer.headers.update(HEADERS)
    return answer


def _say(request: Request, text: str, status: int) -> Response:
    if status >= 500:
        logger.error("%s: %s", request.url.path, text)
    if request.url.path.startswith(_API):
        return JSONResponse({"error": text}, status)
    return render_page(request, "message.html.j2", None, {"text": f"{text[:1].upper()}{text[1:]}."}, status)
