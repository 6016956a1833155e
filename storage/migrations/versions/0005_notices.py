"""Store notices to the operator, mails without a seed, robots.txt, and when articles were modified."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
WAITING = sa.text("delivery_id IS NULL")
UNSENT = sa.text("sent_at IS NULL AND given_up_at IS NULL")


def upgrade() -> None:
    """Add the tables and the column, and make the seed of a mail optional."""
    op.create_table(
        "notices",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("told", sa.Text(), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("delivery_id", IDENTIFIER, nullable=True),
        sa.ForeignKeyConstraint(["delivery_id"], ["deliveries.id"], name="fk_notices_delivery_id", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name="pk_notices"),
        sa.UniqueConstraint("key", name="uq_notices_key"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_notices_waiting", "notices", ["id"], sqlite_where=WAITING, postgresql_where=WAITING)
    op.create_table(
        "robots",
        sa.Column("origin_digest", sa.Text(), nullable=False),
        sa.Column("rules", sa.Text(), nullable=False),
        sa.Column("fetched_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("origin_digest", name="pk_robots"),
    )
    op.add_column("articles", sa.Column("modified", sa.DateTime(timezone=True), nullable=True))
    if op.get_bind().dialect.name == "sqlite":
        _rebuild_deliveries()
    else:
        op.alter_column("deliveries", "seed_id", existing_type=sa.BigInteger(), nullable=True)


def _rebuild_deliveries() -> None:
    """Recreate the table, because SQLite cannot alter a column.

    Dropping it sets the references to it to null, so they are saved in a temporary table and restored.
    """
    op.execute("CREATE TEMP TABLE bundled AS SELECT id, delivery_id FROM alerts WHERE delivery_id IS NOT NULL")
    op.create_table(
        "new_deliveries",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("seed_id", IDENTIFIER, nullable=True),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.Column("message", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("error", sa.Text(), server_default="", nullable=False),
        sa.Column("tried_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("given_up_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("claimed_until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["seed_id"], ["seeds.id"], name="fk_deliveries_seed_id"),
        sa.PrimaryKeyConstraint("id", name="pk_deliveries"),
        sa.UniqueConstraint("message_id", name="uq_deliveries_message_id"),
        sqlite_autoincrement=True,
    )
    columns = (
        "id, seed_id, recipient, message_id, message, created_at, attempts, error, tried_at, sent_at, given_up_at, "
        "claimed_until"
    )
    op.execute(f"INSERT INTO new_deliveries ({columns}) SELECT {columns} FROM deliveries")  # noqa: S608
    op.drop_table("deliveries")
    op.rename_table("new_deliveries", "deliveries")
    op.create_index("ix_deliveries_seed_id_recipient_created_at", "deliveries", ["seed_id", "recipient", "created_at"])
    op.create_index("ix_deliveries_waiting", "deliveries", ["created_at", "id"], sqlite_where=UNSENT)
    op.execute(
        "UPDATE alerts SET delivery_id = (SELECT delivery_id FROM bundled WHERE bundled.id = alerts.id) "
        "WHERE id IN (SELECT id FROM bundled)"
    )
    op.execute("DROP TABLE bundled")
