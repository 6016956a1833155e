"""What every request to the desk passes: its host is ours, no other site sent it, and it is not too large."""

from collections.abc import Collection

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import cookie_parser
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from desk.access import SESSION_COOKIE
from desk.desk import MOST_FORM, new_key
from desk.pages import HEADERS
from service.web_app import host_of, is_known

_READING = {"GET", "HEAD", "OPTIONS"}
_TOO_LARGE = f"The request is larger than {MOST_FORM // 1_000_000} MB"
_OPEN_TO_MAIL = "/answer/"  # mail services post here without a browser (RFC 8058)


class Guard:
    """An ASGI middleware. `gives_keys`: a browser without a cookie gets a key, which its forms are tied to."""

    def __init__(self, app: ASGIApp, hosts: Collection[str], *, gives_keys: bool, is_secure: bool) -> None:
        self._app = app
        self._hosts = frozenset(map(host_of, hosts))
        self._gives_keys = gives_keys
        self._is_secure = is_secure

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        refusal = self._refuse(scope, headers)
        if refusal is not None:
            await refusal(scope, receive, send)
            return
        key = new_key()
        scope.setdefault("state", {})["new_key"] = key
        gets_key = self._gives_keys and SESSION_COOKIE not in cookie_parser(headers.get("cookie", ""))

        async def send_safely(message: Message) -> None:
            if message["type"] == "http.response.start":
                answer = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    answer.setdefault(name, value)
                if self._is_secure:
                    _secure_cookies(answer)
                if gets_key:
                    answer.append("Set-Cookie", cookie(key, is_secure=self._is_secure))
            await send(message)

        await self._app(scope, _limited(receive), send_safely)

    def _refuse(self, scope: Scope, headers: Headers) -> PlainTextResponse | None:
        host = host_of(headers.get("host", ""))
        if not is_known(host, self._hosts):
            said = f"This desk is not reached as {host[:100]!r}: name it in STORYWAKE_DESK_HOSTS if it should be.\n"
            return _refusal(said, 421)
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > MOST_FORM:
            return _refusal(f"{_TOO_LARGE}.\n", 413)
        if scope["method"] not in _READING and not scope["path"].startswith(_OPEN_TO_MAIL) and _is_foreign(headers):
            return _refusal("Another site sent this request, so nothing was done.\n", 403)
        return None


def _refusal(said: str, status: int) -> PlainTextResponse:
    return PlainTextResponse(said, status, HEADERS)


def cookie(key: str, *, is_secure: bool, lasts: int | None = None) -> str:
    """The Set-Cookie header of a session's key; `lasts` in seconds, None: until the browser is closed."""
    parts = [f"{SESSION_COOKIE}={key}", "Path=/", "HttpOnly", "SameSite=Lax"]
    parts += [f"Max-Age={lasts}"] if lasts is not None else []
    return "; ".join(parts + (["Secure"] if is_secure else []))


def _secure_cookies(answer: MutableHeaders) -> None:
    """Have every cookie of an answer sent back over HTTPS only."""
    cookies = answer.getlist("set-cookie")
    del answer["set-cookie"]
    for one in cookies:
        answer.append("Set-Cookie", one if "; secure" in one.lower() else f"{one}; Secure")


def _is_foreign(headers: Headers) -> bool:
    """Whether the browser says that a page of another site sent this."""
    if headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
        return True
    origin = headers.get("origin", "")
    return bool(origin) and host_of(origin) != host_of(headers.get("host", ""))


def _limited(receive: Receive) -> Receive:
    """Refuse a body without a stated length when it turns out to be too large."""
    read = 0

    async def receive_limited() -> Message:
        nonlocal read
        message = await receive()
        read += len(message.get("body", b""))
        if read > MOST_FORM:
            raise HTTPException(413, _TOO_LARGE)
        return message

    return receive_limited
