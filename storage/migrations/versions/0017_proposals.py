"""Keep the answers that assistants propose, and what people decided about them."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add the table of proposals."""
    op.create_table(
        "desk_proposals",
        sa.Column("id", _ID, nullable=False),
        sa.Column("match_id", _ID, nullable=False),
        _text("proposed_by"),
        _text("answer"),
        _text("reason", default=""),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        _text("decision", default=""),
        _text("decided_by", default=""),
        sa.Column("decided_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id", name="pk_desk_proposals"),
        sa.UniqueConstraint("match_id", "proposed_by", name="uq_desk_proposals_match_id_proposed_by"),
        sqlite_autoincrement=True,
    )


def _text(name: str, default: str | None = None) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False, server_default=default)
