"""What the demo plays on: a folder, the sample newsroom, the mail catcher, and an environment of its own."""

import fcntl
import os
import shutil
import socket
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from cli.errors import FailedError

if TYPE_CHECKING:
    from demo import MailCatcher, Newsroom
    from pipeline import Settings

FOLDER = Path("var/demo")
FIRST = datetime(2025, 3, 2, 23, 0, tzinfo=UTC)  # the evening after the story that the seed tells
RECIPIENT = "reporter@newsroom.example"
SEED = "us-ukraine-minerals-deal"
_UI_PORT = 4200
_FOREIGN = ("STORYWAKE_", "PREFECT_")  # the user's own settings have no say in the demo


@dataclass(frozen=True, slots=True)
class Stage:
    """All that a demonstration needs, open."""

    folder: Path
    newsroom: "Newsroom"
    mails: "MailCatcher"
    settings: "Settings"


@contextmanager
def set_stage(folder: Path) -> Iterator[Stage]:
    """Open the stage in a folder; a database already there is kept. Raises FailedError when it is in use."""
    from demo import MailCatcher, Newsroom
    from pipeline import load_settings

    folder = folder.resolve()
    with ExitStack() as opened:
        opened.enter_context(_alone_in(folder))
        # a new one each time: runs planned for a demo long gone would otherwise all start now
        shutil.rmtree(folder / "prefect", ignore_errors=True)
        # at the ports it had last time, so that the stories it had then are known again by their addresses
        newsroom = opened.enter_context(Newsroom(FIRST, ports_file=folder / "ports.json"))
        mails = opened.enter_context(MailCatcher(folder / "mail"))
        _lay_out_inputs(folder, newsroom)
        opened.enter_context(_environment(environment_of(folder, mails.url), folder))
        yield Stage(folder, newsroom, mails, load_settings())


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = (folder / "lock").open("w")
    except OSError as error:
        raise FailedError(f"{folder}: cannot be written: {error.strerror}") from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise FailedError(f"another demo is running in {folder}") from error
        yield


def _free_or_any(port: int) -> int:
    """The port when nobody listens there, else 0: any."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as servers do: TIME_WAIT is no owner
        try:
            probe.bind(("127.0.0.1", port))
        except (OSError, OverflowError):
            return 0
    return port


def _lay_out_inputs(folder: Path, newsroom: "Newsroom") -> None:
    from demo import SEED_FILE

    seeds = folder / "seeds"
    seeds.mkdir(exist_ok=True)
    shutil.copyfile(SEED_FILE, seeds / f"{SEED}.md")
    newsroom.write_opml(folder / "feeds.opml")


def environment_of(folder: Path, smtp_url: str) -> dict[str, str]:
    """The settings of the demo as environment variables, each one said."""
    return {
        "STORYWAKE_DATABASE_URL": f"sqlite:///{folder / 'storywake.db'}",
        "STORYWAKE_SEEDS_DIR": str(folder / "seeds"),
        "STORYWAKE_FEEDS_FILE": str(folder / "feeds.opml"),
        "STORYWAKE_SMTP_URL": smtp_url,
        "STORYWAKE_MAIL_FROM": "storywake@demo.example",
        "STORYWAKE_RECIPIENTS": RECIPIENT,
        "STORYWAKE_ALLOW_PRIVATE_ADDRESSES": "true",  # the newsroom is on loopback
        "STORYWAKE_HOST_DELAY": "0",
        "STORYWAKE_MONITOR_INTERVAL": "86400",  # a scheduled run must not meet the demo's own
        "STORYWAKE_UI_PORT": str(_free_or_any(_UI_PORT)),
        "STORYWAKE_PREFECT_HOME": str(folder / "prefect"),
        "PREFECT_HOME": str(folder / "prefect"),
    }


@contextmanager
def _environment(own: Mapping[str, str], folder: Path) -> Iterator[None]:
    """This process's environment and folder replaced, so that children get the demo's and no `.env` is found."""
    before, where = dict(os.environ), Path.cwd()
    for name in before:
        if name.startswith(_FOREIGN):
            del os.environ[name]
    os.environ.update(own)
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(where)
        os.environ.clear()
        os.environ.update(before)
