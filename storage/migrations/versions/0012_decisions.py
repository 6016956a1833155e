"""Store what users decide: answers that change a verdict, edits of developments, and questions asked in mails."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add the columns and tables; the answers given so far take effect.

    A near miss that was answered yes becomes a follow-up and is grouped by the next run; it raises no alert, because
    the answer may be old.
    """
    op.add_column("matches", sa.Column("found_verdict", sa.Text(), nullable=False, server_default=""))
    op.add_column("developments", sa.Column("title", sa.Text(), nullable=False, server_default=""))
    _create_edits()
    _create_questions()
    op.execute(
        "UPDATE alerts SET state = 'withdrawn' "
        "WHERE state = 'raised' AND match_id IN (SELECT id FROM matches WHERE answer = 'no')"
    )
    op.execute("UPDATE matches SET found_verdict = verdict, verdict = 'unrelated' WHERE answer = 'no'")
    op.execute(
        "UPDATE matches SET found_verdict = verdict, verdict = 'follow-up' "
        "WHERE answer = 'yes' AND verdict = 'near miss'"
    )
    op.execute("UPDATE seeds SET changes = changes + 1 WHERE id IN (SELECT seed_id FROM matches WHERE answer != '')")


def _create_edits() -> None:
    op.create_table(
        "development_edits",
        sa.Column("id", _ID, nullable=False),
        sa.Column("seed_id", _ID, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("development_id", _ID, nullable=False),
        sa.Column("other_id", _ID),
        sa.Column("moved", sa.JSON(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False, server_default=""),
        sa.Column("title_before", sa.Text(), nullable=False, server_default=""),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id", name="pk_development_edits"),
        sa.ForeignKeyConstraint(["seed_id"], ["seeds.id"], name="fk_development_edits_seed_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_development_edits_seed_id", "development_edits", ["seed_id"])


def _create_questions() -> None:
    op.create_table(
        "questions",
        sa.Column("id", _ID, nullable=False),
        sa.Column("seed_id", _ID, nullable=False),
        sa.Column("match_id", _ID, nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("delivery_id", _ID),
        sa.PrimaryKeyConstraint("id", name="pk_questions"),
        sa.ForeignKeyConstraint(["seed_id"], ["seeds.id"], name="fk_questions_seed_id"),
        sa.ForeignKeyConstraint(["match_id"], ["matches.id"], name="fk_questions_match_id"),
        sa.ForeignKeyConstraint(
            ["delivery_id"], ["deliveries.id"], name="fk_questions_delivery_id", ondelete="SET NULL"
        ),
        sa.UniqueConstraint("match_id", name="uq_questions_match_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_questions_seed_id", "questions", ["seed_id"])
    op.create_index("ix_questions_delivery_id", "questions", ["delivery_id"])
