"""Keep the users of the desk, their sessions and keys, and what they did, wrote and shared."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add the tables of the desk."""
    _add_access()
    _add_work()


def _add_access() -> None:
    op.create_table(
        "desk_users",
        sa.Column("name", sa.Text(), nullable=False),
        _text("role"),
        _text("password_hash"),
        sa.PrimaryKeyConstraint("name", name="pk_desk_users"),
    )
    op.create_table(
        "desk_sessions",
        sa.Column("key_digest", sa.Text(), nullable=False),
        _text("user"),
        _moment("expires_at", required=True),
        sa.PrimaryKeyConstraint("key_digest", name="pk_desk_sessions"),
    )
    op.create_table(
        "desk_tokens",
        sa.Column("id", _ID, nullable=False),
        _text("key_digest"),
        _text("label"),
        _text("user"),
        _moment("made_at", required=True),
        _moment("revoked_at"),
        sa.PrimaryKeyConstraint("id", name="pk_desk_tokens"),
        sa.UniqueConstraint("key_digest", name="uq_desk_tokens_key_digest"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "desk_visits",
        sa.Column("user", sa.Text(), nullable=False),
        sa.Column("seed_id", _ID, nullable=False),
        _moment("seen_at", required=True),
        sa.PrimaryKeyConstraint("user", "seed_id", name="pk_desk_visits"),
    )


def _add_work() -> None:
    op.create_table(
        "desk_notes",
        sa.Column("id", _ID, nullable=False),
        sa.Column("seed_id", _ID, nullable=False),
        _text("author"),
        _text("text"),
        _moment("made_at", required=True),
        _moment("removed_at"),
        sa.PrimaryKeyConstraint("id", name="pk_desk_notes"),
        sa.ForeignKeyConstraint(["seed_id"], ["seeds.id"], name="fk_desk_notes_seed_id"),
        sa.UniqueConstraint("seed_id", "author", "made_at", name="uq_desk_notes_seed_id_author_made_at"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "desk_shared_links",
        sa.Column("id", _ID, nullable=False),
        sa.Column("seed_id", _ID, nullable=False),
        _text("made_by"),
        _moment("made_at", required=True),
        _moment("revoked_at"),
        sa.PrimaryKeyConstraint("id", name="pk_desk_shared_links"),
        sa.ForeignKeyConstraint(["seed_id"], ["seeds.id"], name="fk_desk_shared_links_seed_id"),
        sa.UniqueConstraint("seed_id", "made_by", "made_at", name="uq_desk_shared_links_seed_id_made_by_made_at"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "desk_actions",
        sa.Column("id", _ID, nullable=False),
        _text("who"),
        _text("seed", default=""),
        _text("what"),
        _moment("made_at", required=True),
        _text("undo", default=""),
        sa.Column("reference", _ID),
        _text("earlier", default=""),
        _text("undone_by", default=""),
        _moment("undone_at"),
        sa.PrimaryKeyConstraint("id", name="pk_desk_actions"),
        sa.UniqueConstraint("who", "made_at", "what", name="uq_desk_actions_who_made_at_what"),
        sqlite_autoincrement=True,
    )
    for column in ("seed", "made_at"):
        op.create_index(f"ix_desk_actions_{column}", "desk_actions", [column])


def _text(name: str, default: str | None = None) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False, server_default=default)


def _moment(name: str, *, required: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=not required)
