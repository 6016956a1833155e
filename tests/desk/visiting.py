"""A browser without a screen: it keeps cookies, and sends the forms of the desk as a browser does."""

import asyncio
import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx2
from fastapi import FastAPI

BASE = "http://127.0.0.1:8030"
_TOKEN = re.compile(r'name="token" value="([0-9a-f]+)"')
_DELETED = re.compile(r'(?:^|, )(\w+)="";')


@dataclass
class Browser:
    """Visits one desk. `headers` go with every request, such as those of a proxy or the key of a program."""

    app: FastAPI
    base: str = BASE
    headers: dict[str, str] = field(default_factory=dict)
    cookies: dict[str, str] = field(default_factory=dict)
    raises: bool = True  # an unexpected error fails the test; otherwise it is answered as by a server

    def send(self, method: str, path: str, **more: Any) -> httpx2.Response:
        """One request, without following redirects."""
        more["headers"] = self.headers | more.get("headers", {})
        if self.cookies:
            more["headers"].setdefault("Cookie", "; ".join(f"{name}={value}" for name, value in self.cookies.items()))
        answer = asyncio.run(self._send(method, path, **more))
        for name, value in answer.cookies.items():
            self.cookies[name] = value.strip('"')
        self.cookies = {name: value for name, value in self.cookies.items() if value}
        for name in _DELETED.findall(answer.headers.get("set-cookie", "")):
            self.cookies.pop(name, None)
        return answer

    async def _send(self, method: str, path: str, **more: Any) -> httpx2.Response:
        transport = httpx2.ASGITransport(app=self.app, raise_app_exceptions=self.raises)
        async with httpx2.AsyncClient(transport=transport, base_url=self.base) as client:
            return await client.request(method, path, **more)

    def get(self, path: str, **more: Any) -> httpx2.Response:
        return self.send("GET", path, **more)

    def read(self, path: str) -> str:
        """The text of a page that must be there."""
        answer = self.get(path)
        assert answer.status_code == 200, (path, answer.status_code, answer.text[:300])
        return answer.text

    @property
    def token(self) -> str:
        """What the forms of this browser carry."""
        found = _TOKEN.search(self.read("/account"))
        assert found
        return found[1]

    def post(self, path: str, data: Mapping[str, Any] | None = None, **more: Any) -> httpx2.Response:
        """Send a form of the desk, as pressing its button does."""
        more["headers"] = {"Origin": self.base, "Sec-Fetch-Site": "same-origin"} | more.get("headers", {})
        return self.send("POST", path, data={"token": self.token} | dict(data or {}), **more)

    def do(self, path: str, data: Mapping[str, Any] | None = None, **more: Any) -> str:
        """Send a form that must be carried out; the page that follows, with what it says was done."""
        answer = self.post(path, data, **more)
        assert answer.status_code == 303, (path, answer.status_code, answer.text[:300])
        assert "error=" not in answer.headers["location"], answer.headers["location"]
        return self.read(answer.headers["location"])

    def undo(self, page: str) -> str:
        """Press the button that a page offers to take back what was just done."""
        notice = re.search(r'role="status">.*?action="(/undo/\d+)".*?name="next" value="([^"]*)"', page, re.DOTALL)
        assert notice, page
        return self.do(notice[1], {"next": html.unescape(notice[2])})

    def complaint(self, path: str, data: Mapping[str, Any] | None = None, **more: Any) -> str:
        """Send a form that cannot be used; what the page that follows says."""
        answer = self.post(path, data, **more)
        assert answer.status_code == 303, (path, answer.status_code, answer.text[:300])
        assert "error=" in answer.headers["location"], answer.headers["location"]
        return said(self.read(answer.headers["location"]))


def said(page: str) -> str:
    """What a page says on top."""
    notice = re.search(r'role="status">\s*<p>(.*?)</p>', page)
    return html.unescape(notice[1]) if notice else ""
