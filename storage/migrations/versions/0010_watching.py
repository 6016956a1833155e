"""Cache seed profiles and count changes, so that a run need not load the models and all seeds."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Add the column and the table; the next run computes the profiles."""
    op.add_column("seeds", sa.Column("changes", sa.Integer(), nullable=False, server_default="0"))
    op.create_index("ix_seeds_active_name_changes", "seeds", ["active", "name", "changes"])
    op.create_table(
        "profiles",
        sa.Column("seed", sa.Text(), nullable=False),
        sa.Column("made_from", sa.Text(), nullable=False),
        sa.Column("profile", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("seed", name="pk_profiles"),
    )
