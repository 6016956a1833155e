"""The sample newsroom: all invented outlets, each on its own port, with a time that can be advanced."""

import json
from collections.abc import Mapping
from datetime import datetime
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from demo.faults import BROKEN_FEEDS
from demo.http_server import DeadPort, LoopbackServer
from demo.outlets import OUTLETS
from demo.page_templates import render_opml
from demo.sites import Reply, Site
from demo.stories import LAST_MOMENT, Story, read_stories

_DEAD = "dead"
_Port = TypeVar("_Port", LoopbackServer, DeadPort)


class Newsroom:
    """A context manager: a web server on 127.0.0.1 for each outlet, so that a poller sees separate hosts.

    `moment` is the newsroom's current time; feeds and pages show what was published up to it. `ports_file` keeps the
    ports for the next newsroom, so that its URLs stay the same; a port that is taken is replaced by a free one, and
    `moved` has the keys of these outlets. `stories` default to those of the demo.
    """

    def __init__(
        self,
        moment: datetime = LAST_MOMENT,
        *,
        stories: tuple[Story, ...] | None = None,
        ports_file: Path | None = None,
    ) -> None:
        self.stories = read_stories() if stories is None else stories
        self.moment = _require_aware(moment)
        self.moved: tuple[str, ...] = ()
        self._ports_file = ports_file
        self._servers: dict[str, LoopbackServer] = {}
        self._sites: dict[str, Site] = {}

    def __enter__(self) -> Self:
        wanted = _read_ports(self._ports_file)
        self._dead = _open_port(DeadPort, wanted.get(_DEAD, 0))
        for key in OUTLETS:
            self._open_outlet(key, wanted.get(key, 0))
        self.moved = tuple(key for key, port in self.ports.items() if wanted.get(key, port) != port)
        if self._ports_file:
            self._ports_file.parent.mkdir(parents=True, exist_ok=True)
            self._ports_file.write_text(json.dumps(self.ports, indent=1) + "\n", "utf-8")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for server in self._servers.values():
            server.stop()
        self._dead.stop()

    @property
    def ports(self) -> dict[str, int]:
        """The port of each outlet by key, and the port "dead" that refuses connections."""
        return {key: server.server_port for key, server in self._servers.items()} | {_DEAD: self._dead.server_port}

    @property
    def opml(self) -> str:
        """The list of all feeds in folders, including the broken ones, as OPML."""
        folders: dict[str, list[tuple[str, str, str]]] = {}
        for site in self._sites.values():
            row = (site.outlet.name, self.feed_url(site.outlet.key), f"{site.base}/")
            folders.setdefault(site.outlet.folder, []).append(row)
        folders["broken on purpose"] = [
            (feed.title, f"{self._base_of(feed.outlet)}{feed.path}", "") for feed in BROKEN_FEEDS
        ]
        return render_opml(list(folders.items()))

    def write_opml(self, path: Path) -> Path:
        """Write the list of feeds to `path` and return it; creates the folder."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(self.opml, "utf-8")
        return path

    def feed_url(self, outlet: str) -> str:
        """The URL of an outlet's feed."""
        return f"{self._sites[outlet].base}{OUTLETS[outlet].feed_path}"

    def page_url(self, story: Story) -> str:
        """The canonical URL of a story's page."""
        return f"{self._sites[story.outlet].base}{story.path}"

    def advance_to(self, moment: datetime) -> None:
        """Advance the newsroom's time. Raises ValueError for a time without an offset from UTC or in the past."""
        if _require_aware(moment) < self.moment:
            raise ValueError(f"the newsroom is at {self.moment} and cannot go back to {moment}")
        self.moment = moment

    def _open_outlet(self, key: str, port: int) -> None:
        server = _open_port(LoopbackServer, port)
        mine = tuple(story for story in self.stories if story.outlet == key)
        self._servers[key] = server
        self._sites[key] = Site(OUTLETS[key], server.base, mine)
        server.start(partial(self._answer, key))

    def _answer(self, key: str, path: str) -> Reply:
        return self._sites[key].answer(path, self.moment)

    def _base_of(self, outlet: str) -> str:
        return self._sites[outlet].base if outlet else self._dead.base


def _open_port(kind: type[_Port], port: int) -> _Port:
    try:
        return kind(port)
    except OSError:
        return kind(0)


def _read_ports(path: Path | None) -> Mapping[str, int]:
    try:
        ports = json.loads(path.read_text("utf-8")) if path else {}
    except (FileNotFoundError, ValueError):
        return {}
    known = isinstance(ports, dict) and all(isinstance(port, int) for port in ports.values())
    return ports if known else {}


def _require_aware(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError(f"{moment} has no offset from UTC")
    return moment
