"""Store developments, mutes, bounces, and the installation's key."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
UNGROUPED = sa.text("development_id IS NULL AND verdict = 'follow-up'")


def upgrade() -> None:
    """Add the tables and columns; the next run groups the existing follow-ups."""
    op.create_table(
        "developments",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("seed_id", IDENTIFIER, nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["seed_id"], ["seeds.id"], name="fk_developments_seed_id"),
        sa.PrimaryKeyConstraint("id", name="pk_developments"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_developments_seed_id", "developments", ["seed_id"])
    op.add_column("matches", sa.Column("development_id", IDENTIFIER, nullable=True))
    op.add_column("matches", sa.Column("standing", sa.Text(), server_default="", nullable=False))
    op.add_column("matches", sa.Column("news", sa.JSON(), nullable=True))
    op.create_index("ix_matches_development_id", "matches", ["development_id"])
    op.create_index("ix_matches_ungrouped", "matches", ["seed_id"], sqlite_where=UNGROUPED, postgresql_where=UNGROUPED)
    op.create_table(
        "mutes",
        sa.Column("seed_id", IDENTIFIER, nullable=False),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["seed_id"], ["seeds.id"], name="fk_mutes_seed_id"),
        sa.PrimaryKeyConstraint("seed_id", "recipient", name="pk_mutes"),
    )
    op.create_table(
        "bounces",
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("bounced_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("recipient", name="pk_bounces"),
    )
    op.create_table(
        "keys",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_keys"),
    )
