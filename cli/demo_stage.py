"""The set-up of the demo: a folder, the sample newsroom, a mail catcher, and isolated environment variables."""

import fcntl
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from cli.errors import FailedError, unwritten

if TYPE_CHECKING:
    from demo import MailCatcher, Newsroom
    from pipeline import Settings

FOLDER = Path("var/demo")
FIRST = datetime(2025, 3, 2, 23, 0, tzinfo=UTC)  # the evening after the events in the seed
RECIPIENT = "reporter@newsroom.example"
SEED = "us-ukraine-minerals-deal"
_HOST = "127.0.0.1"
_UI_PORT = 4200
_DESK_PORT = 8030
_FOREIGN = ("STORYWAKE_", "PREFECT_")  # prefixes of the user's own settings, which the demo ignores


@dataclass(frozen=True, slots=True)
class Stage:
    """Everything a demo needs, already started."""

    folder: Path
    newsroom: "Newsroom"
    mails: "MailCatcher"
    settings: "Settings"


@contextmanager
def set_stage(folder: Path) -> Iterator[Stage]:
    """Set up the demo in a folder; an existing database is kept. Raises FailedError if another demo uses the folder."""
    from demo import MailCatcher, Newsroom
    from pipeline import load_settings

    folder = folder.resolve()
    with ExitStack() as opened:
        opened.enter_context(_alone_in(folder))
        # start with a new Prefect database: runs scheduled by an earlier demo would all start now
        shutil.rmtree(folder / "prefect", ignore_errors=True)
        # reuse the ports of the last demo, so that its articles keep their addresses and are recognised
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
        raise unwritten(folder, error) from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise FailedError(f"another demo is running in {folder}") from error
        yield


def _free_or_any(port: int) -> int:
    """The port if it is free, else 0 (any free port)."""
    from service import find_port

    try:
        return find_port(_HOST, port)
    except (OSError, OverflowError):
        return 0


def _free_port(wanted: int) -> int:
    """The port if it is free, else another one that is free now."""
    from service import find_port

    return _free_or_any(wanted) or find_port(_HOST, 0)


def _lay_out_inputs(folder: Path, newsroom: "Newsroom") -> None:
    from demo import SEED_FILE

    seeds = folder / "seeds"
    seeds.mkdir(exist_ok=True)
    shutil.copyfile(SEED_FILE, seeds / f"{SEED}.md")
    newsroom.write_opml(folder / "feeds.opml")


def environment_of(folder: Path, smtp_url: str) -> dict[str, str]:
    """The demo's settings as environment variables; none is left to its default by accident."""
    return {
        "STORYWAKE_DATABASE_URL": f"sqlite:///{folder / 'storywake.db'}",
        "STORYWAKE_SEEDS_DIR": str(folder / "seeds"),
        "STORYWAKE_FEEDS_FILE": str(folder / "feeds.opml"),
        "STORYWAKE_SMTP_URL": smtp_url,
        "STORYWAKE_MAIL_FROM": "storywake@demo.example",
        "STORYWAKE_RECIPIENTS": RECIPIENT,
        "STORYWAKE_ALLOW_PRIVATE_ADDRESSES": "true",  # the newsroom is on loopback
        "STORYWAKE_HOST_DELAY": "0",
        "STORYWAKE_MONITOR_INTERVAL": "86400",  # no scheduled run may overlap the demo's own
        "STORYWAKE_UI_PORT": str(_free_or_any(_UI_PORT)),
        "STORYWAKE_DESK_PORT": str(_free_port(_DESK_PORT)),
        "STORYWAKE_PREFECT_HOME": str(folder / "prefect"),
        "PREFECT_HOME": str(folder / "prefect"),
    }


@contextmanager
def _environment(own: Mapping[str, str], folder: Path) -> Iterator[None]:
    """Replace this process's environment and working folder; child processes inherit both and find no `.env`."""
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
