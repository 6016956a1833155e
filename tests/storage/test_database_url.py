"""Opening a store: supported URLs, the created database, and one-line errors."""

import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, make_url, text

from news import AlertState, Answer, Seed
from storage import Store, StoreError, absolute_url, missing_file, open_store
from storage.database import Database
from storage.schema import metadata
from storage.schema_version import MIGRATIONS, latest_revision
from tests.patience import PATIENCE

NOON = datetime(2025, 3, 5, 12, 0, tzinfo=UTC)
NOBODY = 65534
LONG_DIGEST = "0123456789abcdef" * 4


def database_of(store: Store) -> Database:
    return store._database


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest) -> str:
    return str(request.getfixturevalue({"sqlite": "sqlite_url", "postgresql": "empty_postgres"}[request.param]))


@contextmanager
def another_user() -> Iterator[None]:
    """Run the block as an unprivileged user, because root may write everywhere."""
    if os.geteuid():
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that other users may enter, unlike pytest's own."""
    folder = Path(tempfile.mkdtemp(prefix="storywake-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


def open_error(url: str) -> str:
    with pytest.raises(StoreError) as caught:
        open_store(url, lock_timeout=timedelta(seconds=0.2))
    assert "\n" not in str(caught.value)
    return str(caught.value)


def is_of_schema(name: str | None, _kind: str, _parents: object) -> bool:
    """Whether a table is in the metadata: each kind of database has its own index of words."""
    return not (name or "").startswith("article_words")


def test_the_migrations_create_the_tables_of_the_schema(empty_url: str) -> None:
    def differences(connection: Connection) -> object:
        defaults = (
            connection.dialect.name == "postgresql"
        )  # on SQLite, Alembic cannot tell an empty string from no default
        options = {"compare_type": True, "compare_server_default": defaults, "include_name": is_of_schema}
        return compare_metadata(MigrationContext.configure(connection, opts=options), metadata)

    with open_store(empty_url) as store:
        assert database_of(store).read(differences) == []


def test_the_migrations_create_the_same_sql_as_the_schema(sqlite_url: str, tmp_path: Path) -> None:
    """Includes partial indexes and AUTOINCREMENT, which the comparison above ignores."""
    open_store(sqlite_url).close()
    made = create_engine(f"sqlite:///{tmp_path}/made.db")
    metadata.create_all(made)
    made.dispose()

    def parts_of(statement: str) -> tuple[str, ...]:
        """The parts of a statement, because SQLite formats added columns and renamed tables differently."""
        statement = re.sub(r'^CREATE TABLE "(\w+)"', r"CREATE TABLE \1", statement)
        return tuple(sorted(filter(None, (part.strip(" )\t") for part in re.split(r"[,\n]", statement)))))

    def written(name: str) -> set[tuple[str, ...]]:
        with sqlite3.connect(tmp_path / name) as connection:
            rows = connection.execute("SELECT sql FROM sqlite_master WHERE sql NOT LIKE '%alembic%'").fetchall()
        connection.close()
        return {parts_of(row[0]) for row in rows}

    assert written("storywake.db") == written("made.db")


def test_reopening_keeps_what_is_stored(database_url: str, store: Store) -> None:
    store.save_seeds([Seed("minerals", "", "")], datetime(2025, 3, 5, tzinfo=UTC))
    with open_store(database_url) as again:
        assert again.seeds() == [Seed("minerals", "", "")]


def test_the_folder_of_a_file_is_created(tmp_path: Path) -> None:
    open_store(f"sqlite:///{tmp_path}/var/deep/storywake.db").close()
    assert (tmp_path / "var/deep/storywake.db").exists()


def test_sqlite_is_configured_for_concurrent_reads_and_foreign_keys(sqlite_url: str) -> None:
    def settings(connection: Connection) -> list[object]:
        names = ("journal_mode", "foreign_keys", "synchronous", "busy_timeout")
        return [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in names]

    with open_store(sqlite_url) as store:
        assert database_of(store).read(settings) == ["wal", 1, 1, 30_000]


def test_the_scheme_postgres_is_accepted(clean_postgres: str) -> None:
    with open_store(clean_postgres.replace("postgresql://", "postgres://")) as store:
        store.ping()


@pytest.mark.parametrize(
    "url",
    [
        "",
        "storywake.db",
        "/var/storywake.db",
        "sqlite://",
        "sqlite:///:memory:",
        "mysql://root:hidden@localhost/x",
        "postgresql://ann:hidden@localhost:port/x",
        "hidden://",
    ],
)
def test_an_unsupported_url_is_refused_with_the_expected_forms(url: str) -> None:
    message = open_error(url)
    assert "expected sqlite:///path/to/file.db or postgresql://" in message
    assert ":hidden@" not in message


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://ann:hidden@127.0.0.1:1/news",
        "postgresql://ann@127.0.0.1:1/news?password=hidden&connect_timeout=2",
    ],
)
def test_the_error_about_an_unreachable_server_does_not_contain_the_password(url: str) -> None:
    message = open_error(url)
    assert message.startswith("database postgresql://ann@127.0.0.1:1/news")
    assert "refused" in message
    assert "hidden" not in message


def test_the_error_about_a_missing_database_names_it(postgres: str) -> None:
    assert 'database "missing" does not exist' in open_error(postgres.replace("/postgres?", "/missing?"))


def test_a_file_that_is_not_a_database_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "notes.db").write_text("Dear diary, this is not a database at all. " * 50)
    assert open_error(f"sqlite:///{tmp_path}/notes.db") == (
        f"database sqlite:///{tmp_path}/notes.db: file is not a database"
    )


def test_a_folder_is_not_a_database(tmp_path: Path) -> None:
    assert open_error(f"sqlite:///{tmp_path}") == f"database sqlite:///{tmp_path}: unable to open database file"


@pytest.mark.parametrize("tables", [["feeds"], ["notes", "people"], ["alembic_version", "flow_run"]])
def test_a_database_of_another_program_is_refused_and_not_changed(tables: list[str], tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with closing(sqlite3.connect(path)) as other:
        for table in tables:
            other.execute(f"CREATE TABLE {table} (version_num TEXT)")
    path.chmod(0o644)
    before = path.read_bytes()
    message = open_error(f"sqlite:///{path}")
    assert message.startswith(f"database sqlite:///{path}: another program's: it has the tables ")
    assert tables[-1] in message
    assert "\n" not in message
    assert (path.read_bytes(), path.stat().st_mode & 0o777) == (before, 0o644)
    assert [each.name for each in tmp_path.iterdir()] == ["other.db"]


@pytest.mark.parametrize("statement", ["", "CREATE TABLE alembic_version (version_num TEXT)"])
def test_an_empty_database_is_filled(statement: str, tmp_path: Path) -> None:
    path = tmp_path / "new.db"
    with closing(sqlite3.connect(path)) as new:
        new.execute(statement)
    path.touch()
    with open_store(f"sqlite:///{path}") as store:
        assert store.seeds() == []


def test_a_read_only_file_is_an_error(open_folder: Path) -> None:
    open_store(f"sqlite:///{open_folder}/storywake.db").close()
    (open_folder / "storywake.db").chmod(0o444)
    open_folder.chmod(0o555)
    with another_user():
        message = open_error(f"sqlite:///{open_folder}/storywake.db")
    assert message == f"database sqlite:///{open_folder}/storywake.db: attempt to write a readonly database"


def test_a_folder_that_cannot_be_created_is_an_error(open_folder: Path) -> None:
    with another_user():
        message = open_error(f"sqlite:///{open_folder}/var/storywake.db")
    assert message.endswith("its folder cannot be created: Permission denied")


def test_a_database_newer_than_the_program_is_refused(empty_url: str) -> None:
    with open_store(empty_url) as store:
        database_of(store).write(
            lambda connection: connection.execute(text("UPDATE alembic_version SET version_num='9999'"))
        )
    message = open_error(empty_url)
    assert "made by a newer storywake (its tables are at 9999)" in message


def test_a_database_that_is_up_to_date_is_opened_without_alembic(sqlite_url: str) -> None:
    open_store(sqlite_url).close()
    program = f"import storage, sys; storage.open_store({sqlite_url!r}).close(); sys.exit('alembic' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_the_latest_revision_is_alembics_head() -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    assert ScriptDirectory.from_config(config).get_heads() == [latest_revision()]


def test_a_file_locked_by_another_program_is_an_error(sqlite_url: str, tmp_path: Path) -> None:
    open_store(sqlite_url).close()
    other = sqlite3.connect(tmp_path / "storywake.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    assert open_error(sqlite_url) == f"database {sqlite_url}: database is locked"
    other.close()


def test_many_threads_can_open_a_new_database_at_once(empty_url: str) -> None:
    def attempt() -> None:
        try:
            open_store(empty_url).close()
        except StoreError as error:
            errors.append(str(error))

    errors: list[str] = []
    threads = [threading.Thread(target=attempt) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []


def test_several_programs_can_open_a_new_database_at_once(empty_url: str) -> None:
    code = "import sys, storage; storage.open_store(sys.argv[1]).close()"
    root = Path(__file__).parents[2]
    programs = [subprocess.Popen([sys.executable, "-c", code, empty_url], cwd=root) for _ in range(3)]
    assert [program.wait(PATIENCE) for program in programs] == [0, 0, 0]


def test_a_closed_store_reconnects_when_used(store: Store) -> None:
    store.close()
    store.ping()
    store.close()


@pytest.mark.parametrize(
    ("url", "absolute"),
    [
        ("sqlite:///var/news.db", "sqlite:///{here}/var/news.db"),
        ("sqlite:////var/news.db", "sqlite:////var/news.db"),
        ("sqlite:///file:var/news.db?mode=ro&uri=true", "sqlite:///file:{here}/var/news.db?mode=ro&uri=true"),
        ("postgresql://ann:s3cr3t@db.example/news", "postgresql://ann:s3cr3t@db.example/news"),
    ],
)
def test_an_absolute_url_is_independent_of_the_working_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, url: str, absolute: str
) -> None:
    monkeypatch.chdir(tmp_path)
    assert make_url(absolute_url(url)) == make_url(absolute.format(here=tmp_path))


@pytest.mark.parametrize("url", ["sqlite:///var/news.db", "sqlite:///file:var/news.db?mode=rwc&uri=true"])
def test_the_file_of_a_database_is_missing_until_it_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.chdir(tmp_path)
    assert missing_file(url) == Path("var/news.db")
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "var").mkdir()
    open_store(url).close()
    assert missing_file(url) is None


def test_a_database_on_a_server_has_no_file_that_could_be_missing() -> None:
    assert missing_file("postgresql://ann:s3cr3t@db.example/news") is None


def test_spaces_around_the_url_are_ignored(sqlite_url: str) -> None:
    open_store(f" {sqlite_url}\n").close()


def test_a_store_is_closed_when_its_block_ends(reopen: Callable[[], Store], store: Store) -> None:
    with reopen() as other:
        other.ping()
    assert "Connections in pool: 0" in database_of(other).engine.pool.status()
    store.ping()


def make_database(url: str, revision: str) -> None:
    """Create a database as the program of an earlier revision did."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    engine = create_engine(url)
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
    engine.dispose()


def test_a_database_of_the_first_version_is_migrated_without_loss(tmp_path: Path, sqlite_url: str) -> None:
    make_database(sqlite_url, "0001")
    with closing(sqlite3.connect(tmp_path / "storywake.db")) as old, old:
        old.execute(
            "INSERT INTO articles (url, url_digest, text, published, published_from, text_from) "
            f"VALUES ('https://courier.example/1', '{LONG_DIGEST}', 'Words.', '2025-03-05 12:00:00', 'page', 'page')"
        )
        old.execute(
            "INSERT INTO seeds (name, settings, active, added_at) VALUES ('minerals', '{}', 1, '2025-03-05 12:00:00')"
        )
        old.execute(
            "INSERT INTO matches (seed_id, article_id, score, verdict, evidence, found_at) "
            "VALUES (1, 1, 0.9, 'follow-up', '{}', '2025-03-05 12:00:00')"
        )
        old.execute(
            "INSERT INTO deliveries (seed_id, recipient, message_id, message, created_at) "
            "VALUES (1, 'ann@example.org', '<1>', x'00', '2025-03-05 12:00:00')"
        )
        old.execute(
            "INSERT INTO alerts (match_id, recipient, state, raised_at, delivery_id) "
            "VALUES (1, 'ann@example.org', 'bundled', '2025-03-05 12:00:00', 1)"
        )
    with open_store(sqlite_url) as store:
        (taken,) = store.claim_articles(NOON, lease=timedelta(minutes=1), limit=9)
        (mail,) = store.claim_deliveries(NOON, lease=timedelta(minutes=1), limit=9)
        store.mark_sent(mail.id, NOON)
        (match,) = store.matches()
    assert (mail.seed, mail.message_id) == ("minerals", "<1>")
    assert [alert.state for alert in match.alerts] == [AlertState.SENT]  # it still refers to its mail
    assert (taken.article.url, taken.article.text, taken.attempts) == ("https://courier.example/1", "Words.", 0)
    with closing(sqlite3.connect(tmp_path / "storywake.db")) as new:
        assert new.execute("SELECT url_digest FROM articles").fetchall() == [(LONG_DIGEST[:32],)]


def test_answers_given_before_they_were_binding_take_effect(tmp_path: Path, sqlite_url: str) -> None:
    make_database(sqlite_url, "0011")
    with closing(sqlite3.connect(tmp_path / "storywake.db")) as old, old:
        when = "'2025-03-05 12:00:00'"
        old.execute(f"INSERT INTO seeds (name, settings, active, added_at) VALUES ('minerals', '{{}}', 1, {when})")
        for number, (verdict, answer) in enumerate([("follow-up", "no"), ("near miss", "yes"), ("follow-up", "")], 1):
            old.execute(
                "INSERT INTO articles (url, url_digest, text, published, published_from, text_from) "
                f"VALUES ('https://c.example/{number}', '{number}', x'', {when}, 'page', 'page')"
            )
            old.execute(
                "INSERT INTO matches (seed_id, article_id, score, verdict, evidence, found_at, answer) "
                f"VALUES (1, {number}, 0.9, '{verdict}', '{{}}', {when}, '{answer}')"
            )
            values = f"({number}, 'a@b', 'raised', {when})"
            old.execute(f"INSERT INTO alerts (match_id, recipient, state, raised_at) VALUES {values}")
    with open_store(sqlite_url) as store:
        assert sorted(one.id for one in store.matches()) == [2, 3]
        assert store.ungrouped_seeds() == ["minerals"]
        assert sorted(alert.match_id for alert in store.waiting_alerts()) == [2, 3]
        rejected = store.match(1)
        assert rejected is not None
        assert rejected.is_rejected
        store.record_answer(1, Answer.NONE, NOON)
        assert len(store.matches()) == 3
        assert store.search_backlog() == 3


def test_no_statement_is_prepared_on_postgresql_because_a_pooler_may_change_the_connection(empty_postgres: str) -> None:
    with open_store(empty_postgres) as store:
        for _ in range(20):  # psycopg prepares a statement that it has seen five times
            store.seeds()
        engine = store._database.engine
        with engine.connect() as connection:
            prepared = connection.exec_driver_sql("SELECT count(*) FROM pg_prepared_statements").scalar_one()
    assert prepared == 0


@pytest.mark.parametrize(
    "url", ["postgresql://ann:hidden@[::1", "postgresql://ann:hidden@host:port/x", "mysql://ann:hidden@h/x"]
)
def test_an_invalid_url_is_named_by_its_setting_and_shows_no_password(url: str) -> None:
    with pytest.raises(StoreError, match="STORYWAKE_DATABASE_URL") as caught:
        open_store(url)
    assert "hidden" not in str(caught.value)
