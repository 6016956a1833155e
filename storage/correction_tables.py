"""Tables of what articles said before, and of what corrects reports that were alerted."""

from typing import Any

from sqlalchemy import Column, ColumnElement, Index, Table, and_

from storage.column_kinds import identity, moment, required, words
from storage.column_types import Identifier
from storage.schema import metadata

# The ids of articles and matches are not foreign keys: housekeeping deletes articles in batches.
article_versions = Table(
    "article_versions",
    metadata,
    identity(),
    Column("article_id", Identifier, nullable=False),
    words("title"),
    words("opening"),
    moment("replaced_at", required=True),
    sqlite_autoincrement=True,
)
Index(None, article_versions.c.article_id)

# `match_id` is the match of the correcting report: that of the corrected one itself if the article was edited.
corrections = Table(
    "corrections",
    metadata,
    identity(),
    Column("match_id", Identifier, nullable=False),
    Column("corrected_id", Identifier, nullable=False),
    required("kind"),
    words("said"),
    words("says"),
    moment("raised_at", required=True),
    sqlite_autoincrement=True,
)
Index(None, corrections.c.match_id)
Index(None, corrections.c.corrected_id)


def of_itself(match_id: Any) -> ColumnElement[bool]:
    """Whether a correction is of a report in itself, after an edit; `match_id` is the match's, or a column of them."""
    return and_(corrections.c.match_id == match_id, corrections.c.corrected_id == match_id)
