"""A web server on loopback that serves given contents."""

import sys
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

from pipeline import Settings


@dataclass(frozen=True, slots=True)
class Content:
    """Bytes and their Content-Type."""

    body: bytes
    kind: str


class _Server(ThreadingHTTPServer):
    def handle_error(self, request: object, client_address: object) -> None:
        """Ignore a client that closes the connection early."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


class Loopback:
    """An HTTP server on a free port of a loopback address (default 127.0.0.1), as a context manager."""

    def __init__(self, address: str = "127.0.0.1") -> None:
        self._contents: dict[str, Content] = {}
        self._server = _Server((address, 0), self._make_handler())
        self.url = f"http://{address}:{self._server.server_port}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *failure: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def publish(self, address: str, content: Content) -> None:
        """Serve the content at an address of this site."""
        self._contents[urlsplit(address).path] = content

    def addresses(self) -> list[str]:
        """All addresses, in the order of publication."""
        return [self.url + path for path in self._contents]

    def _make_handler(self) -> type[BaseHTTPRequestHandler]:
        contents = self._contents

        class Answer(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                content = contents.get(self.path)
                self.send_response(200 if content else 404)
                if content:
                    self.send_header("Content-Type", content.kind)
                body = content.body if content else b""
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args: object) -> None:
                """Log nothing: a benchmark prints only its table."""

        return Answer


def settings_for(folder: Path, **changes: Any) -> Settings:
    """The settings of an installation in a folder, which may fetch from loopback; seeds and feeds are in seeds/."""
    usual: dict[str, Any] = {
        "database_url": f"sqlite:///{folder}/storywake.db",
        "seeds_dir": folder / "seeds",
        "feeds_file": folder / "seeds" / "feeds.opml",
        "allow_private_addresses": True,
        "host_delay": 0.0,
        "prefect_home": folder / "prefect",
        "ui_port": 0,
    }
    return Settings(**usual | changes)


def as_rss(title: str, entries: Sequence[tuple[str, str, str]]) -> bytes:
    """An RSS 2.0 feed of (title, link, RFC 5322 date or "") entries."""
    root = ET.Element("rss", version="2.0")
    channel = ET.SubElement(root, "channel")
    ET.SubElement(channel, "title").text = title
    for headline, link, published in entries:
        entry = ET.SubElement(channel, "item")
        for name, value in (("title", headline), ("link", link), ("guid", link), ("pubDate", published)):
            if value:
                ET.SubElement(entry, name).text = value
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))


def as_opml(addresses: Sequence[str]) -> str:
    """An OPML file that lists the feeds."""
    root = ET.Element("opml", version="2.0")
    body = ET.SubElement(root, "body")
    for address in addresses:
        ET.SubElement(body, "outline", type="rss", text=address, xmlUrl=address)
    return ET.tostring(root, encoding="unicode")
