"""A mail server on loopback that stores all mails as files and delivers none."""

import asyncio
import email
import email.policy
import threading
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from aiosmtpd.smtp import SMTP, Envelope, Session

from demo.stories import slugify

_TIMEOUT = 10.0  # seconds for the server's thread to open or close


class MailCatcher:
    """A context manager: an SMTP server on 127.0.0.1 that writes each message into `folder` as <nnnn>-<subject>.eml.

    Messages are numbered in the order of arrival, continuing after those already in the folder. Files are written
    atomically. `url` is the value for STORYWAKE_SMTP_URL; `received` lists the files written since it was opened.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.received: list[Path] = []
        self.port = 0

    @property
    def url(self) -> str:
        """Its address, smtp://host:port."""
        return f"smtp://127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        self.folder.mkdir(parents=True, exist_ok=True)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="mail catcher", daemon=True)
        self._thread.start()
        self._server = asyncio.run_coroutine_threadsafe(self._open(), self._loop).result(_TIMEOUT)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result(_TIMEOUT)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(_TIMEOUT)
        self._loop.close()

    async def _open(self) -> asyncio.Server:
        loop = asyncio.get_running_loop()
        return await loop.create_server(lambda: SMTP(_Handler(self), hostname="localhost", loop=loop), "127.0.0.1", 0)

    async def _close(self) -> None:
        self._server.close()
        connections = asyncio.all_tasks() - {asyncio.current_task()}
        for task in connections:
            task.cancel()
        await asyncio.gather(*connections, return_exceptions=True)

    def keep(self, message: bytes) -> Path:
        """Write a message to the next file and return its path."""
        path = self.folder / f"{self._next_number():04d}-{_subject_slug(message)}.eml"
        partial = path.with_suffix(".part")
        partial.write_bytes(message)
        partial.replace(path)
        self.received.append(path)
        return path

    def _next_number(self) -> int:
        numbers = [int(path.name.partition("-")[0]) for path in self.folder.glob("[0-9]*-*.eml")]
        return max(numbers, default=0) + 1


class _Handler:
    """Called by aiosmtpd for each complete message; aiosmtpd prescribes the name of the method."""

    def __init__(self, catcher: MailCatcher) -> None:
        self._catcher = catcher

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: ARG002, N802
        content: Any = envelope.content
        self._catcher.keep(content if isinstance(content, bytes) else str(content).encode())
        return "250 kept"


def _subject_slug(message: bytes) -> str:
    subject = email.message_from_bytes(message, policy=email.policy.default)["subject"]
    return slugify(str(subject or ""), limit=60) or "no-subject"
