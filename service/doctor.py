"""What `storywake doctor` looks at: is everything there that a run needs, and what to do when it is not."""

import os
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from alerts import MailError
from extractors import FeedError, ModelError, OpmlError, read_opml, read_seeds
from news import FeedHealth
from pipeline.outcomes import count_of
from pipeline.runtime import Runtime, open_runtime
from pipeline.settings import Settings, SettingsError, unknown_variables
from service.disk_usage import megabytes, prefect_size
from service.health import look_at_health
from service.prefect_api import ServerError, describe_server
from service.prefect_server import connect, expected_address
from storage import StoreError

LONG_WAITING = timedelta(days=1)  # of a mail
LEAST_FREE = 500_000_000  # bytes on the disk
UNSEEN = "not looked at: the database cannot be used"
NAMED = 5  # failing feeds or files named in one line; the others are counted


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: whether it is well, what was found, and what to do when it is not."""

    name: str
    well: bool
    detail: str
    advice: str = ""


def examine(settings: Settings, now: datetime) -> list[Finding]:
    """Look at everything a run needs; nothing is changed but that the database is made when it is not there."""
    with open_runtime(settings) as runtime:
        first = _look("database", lambda: _database(runtime))
        stored = {
            "passes": lambda: _passes(runtime, now),
            "mails": lambda: _mails(runtime, now),
            "feeds": lambda: _feeds(runtime),
            "recipients": lambda: _recipients(runtime),
        }
        others = {
            "model": lambda: _model(runtime),
            "mail server": lambda: _mail_server(runtime),
            "seeds": lambda: _seeds(runtime),
            "feed list": lambda: _feed_list(runtime),
            "operator": lambda: _operator(runtime),
            "Prefect server": lambda: _prefect(runtime),
            "disk": lambda: _disk(runtime),
            "settings": lambda: _variables(runtime),
        }
        # without a database: each question to a locked one would wait for half a minute, to no end
        found = [_look(name, check) if first.well else Finding(name, False, UNSEEN) for name, check in stored.items()]
        return [first, *found, *(_look(name, check) for name, check in others.items())]


def _look(name: str, check: Callable[[], Finding]) -> Finding:
    try:
        return check()
    except (StoreError, SettingsError, ModelError, OpmlError, FeedError, MailError, ServerError, OSError) as error:
        return Finding(name, False, str(error), _ADVICE.get(name, ""))


_ADVICE = {
    "database": "Check STORYWAKE_DATABASE_URL and the folder's permissions.",
    "model": "Check STORYWAKE_SPACY_MODEL.",
    "mail server": "Check STORYWAKE_SMTP_URL; until it answers, alerts wait.",
    "seeds": "Check STORYWAKE_SEEDS_DIR.",
    "feed list": "Check STORYWAKE_FEEDS_FILE.",
    "Prefect server": "Check STORYWAKE_UI_AUTH and the server's log.",
}


def _database(runtime: Runtime) -> Finding:
    runtime.store.ping()
    counts = runtime.store.counts()
    told = ", ".join(f"{name}: {number}" for name, number in counts.items() if number) or "empty"
    return Finding("database", True, f"{megabytes(runtime.store.size())}; {told}")


def _passes(runtime: Runtime, now: datetime) -> Finding:
    health = look_at_health(runtime, now)
    advice = "Is `storywake start` (or a worker, or your crontab) running? See its log in STORYWAKE_PREFECT_HOME."
    return Finding("passes", health.well, health.told, "" if health.well else advice)


def _model(runtime: Runtime) -> Finding:
    runtime.annotator.load()
    return Finding("model", True, runtime.settings.spacy_model)


def _mail_server(runtime: Runtime) -> Finding:
    mailer = runtime.mailer
    if mailer is None:
        return Finding("mail server", False, "none is set, so alerts wait", "Set STORYWAKE_SMTP_URL.")
    mailer.check()
    return Finding("mail server", True, f"answers; mail goes out as {runtime.settings.mail_from}")


def _mails(runtime: Runtime, now: datetime) -> Finding:
    waiting, oldest = runtime.store.oldest_waiting_mail()
    given_up = runtime.store.counts()["deliveries given up"]
    told = f"{count_of(waiting, 'mail')} waiting, {given_up} given up so far"
    if oldest and now - oldest > LONG_WAITING:
        advice = "`storywake run` says why they are not taken."
        return Finding("mails", False, f"{told}; the oldest since {oldest:%Y-%m-%d %H:%M} UTC", advice)
    return Finding("mails", True, told)


def _seeds(runtime: Runtime) -> Finding:
    folder = runtime.settings.seeds_dir
    seeds, errors = read_seeds(folder)
    if errors:
        return Finding("seeds", False, _name_some(errors), "Mend the file; its earlier version is followed.")
    if not seeds:
        return Finding("seeds", False, f"{folder}: no seed", "Put the article that started the story there.")
    return Finding("seeds", True, f"{count_of(len(seeds), 'seed')} in {folder}")


def _feed_list(runtime: Runtime) -> Finding:
    path = runtime.settings.feeds_file
    feeds, complaints = read_opml(path)
    if complaints:
        return Finding("feed list", False, _name_some(complaints), "Mend these lines; the other feeds are polled.")
    return Finding("feed list", True, f"{count_of(len(feeds), 'feed')} in {path}")


def _feeds(runtime: Runtime) -> Finding:
    health = runtime.store.feed_health()
    failing = [each for each in health if each.failures]
    if failing:
        advice = "They are polled again by themselves, less and less often; mend or remove their addresses."
        return Finding("feeds", False, _name_failing(failing, len(health)), advice)
    polled = sum(each.last_success_at is not None for each in health)
    return Finding("feeds", True, f"{polled} of {count_of(len(health), 'feed')} polled, none failing")


def _name_failing(failing: Sequence[FeedHealth], total: int) -> str:
    named = _name_some([f"{each.feed.title or each.feed.url}: {each.error}" for each in failing])
    return f"{len(failing)} of {count_of(total, 'feed')} failing: {named}"


def _name_some(troubles: Sequence[object]) -> str:
    more = [f"and {len(troubles) - NAMED} more"] if len(troubles) > NAMED else []
    return "; ".join([*map(str, troubles[:NAMED]), *more])


def _recipients(runtime: Runtime) -> Finding:
    default = runtime.settings.recipients
    # the files too: before the first run the store knows no seed
    followed = [*runtime.store.seeds(), *read_seeds(runtime.settings.seeds_dir)[0]]
    nobody = sorted({seed.name for seed in followed if not (seed.settings.recipients or default)})
    if nobody:
        advice = "Name them in STORYWAKE_RECIPIENTS or as `recipients` in the seed."
        return Finding("recipients", False, f"nobody gets the mail of {', '.join(nobody)}", advice)
    return Finding("recipients", True, ", ".join(default) or "named by the seeds")


def _operator(runtime: Runtime) -> Finding:
    if runtime.settings.operator:
        return Finding("operator", True, runtime.settings.operator)
    advice = "Set STORYWAKE_OPERATOR to be told by mail what fails; nothing else depends on it."
    return Finding("operator", True, "nobody is told by mail what fails", advice)


def _disk(runtime: Runtime) -> Finding:
    home = runtime.settings.prefect_home
    free = shutil.disk_usage(home if home.exists() else ".").free
    well = free > LEAST_FREE
    advice = "" if well else "Make room: a full disk stops everything."
    return Finding(
        "disk", well, f"{megabytes(free)} free; the Prefect server's database: {megabytes(prefect_size(home))}", advice
    )


def _prefect(runtime: Runtime) -> Finding:
    advice = "`storywake start` brings its own; `storywake run` needs none."
    address = expected_address(runtime.settings)
    server = connect(runtime.settings)
    if server:
        return Finding("Prefect server", True, f"answers at {address}; {describe_server(server)}")
    wanted = "PREFECT_API_URL" in os.environ  # named by the user, so something is wrong; otherwise only not started
    return Finding("Prefect server", not wanted, f"none answers at {address or 'any port'}", advice)


def _variables(runtime: Runtime) -> Finding:
    unknown = unknown_variables()
    if unknown:
        return Finding("settings", False, f"unknown: {', '.join(unknown)}", "Look for a misspelling in .env.example.")
    return Finding("settings", True, f"read; batches are compared in {runtime.settings.task_runner}")
