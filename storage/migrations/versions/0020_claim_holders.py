"""Record who holds a claim, and let the place in the archive be as large as the id of an article."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    """Add the columns; claims of this moment belong to nobody, and expire."""
    for table in ("feeds", "entries", "articles", "deliveries"):
        op.add_column(table, sa.Column("claimed_by", sa.Text(), nullable=False, server_default=""))
    if op.get_bind().dialect.name == "postgresql":  # integers of SQLite are large anyway
        op.alter_column("seeds", "archive_left", type_=sa.BigInteger())
