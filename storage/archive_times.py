"""How far back the archive goes, and where in it a time is: articles are stored in the order in which they arrive."""

from datetime import datetime

from sqlalchemy import Connection, func, select

from storage.damage import fetch, read_whole, readable
from storage.schema import articles


def last_before(connection: Connection, since: datetime) -> int:
    """The id below the first article that was compared at `since` or later; 0 if all were.

    Found by bisection: a condition on the time would read every row with its text.
    """
    low, high = 0, connection.execute(select(func.max(articles.c.id))).scalar() or 0
    while low < high:
        middle = (low + high + 1) // 2
        after = select(articles.c.id, articles.c.compared_at).where(articles.c.id >= middle)
        row = connection.execute(
            after.where(articles.c.compared_at.is_not(None)).order_by(articles.c.id).limit(1)
        ).first()
        if row is None or row.compared_at >= since:
            high = middle - 1
        else:
            low = row.id
    return low


def read_stated_dates(connection: Connection, limit: int) -> list[datetime]:
    """When the articles stored last were published, those that say so; latest stored first."""
    stated = select(articles.c.id, articles.c.published).where(articles.c.published_from != "first seen")
    rows = fetch(connection, stated.order_by(articles.c.id.desc()).limit(limit))
    return readable(connection, articles, rows, lambda row: read_whole(row, articles.c.published))


def read_extent(connection: Connection) -> tuple[int, datetime | None]:
    """The number of stored articles, and when the first that is left was compared; (0, None) before the first."""
    compared = select(articles.c.compared_at).where(articles.c.compared_at.is_not(None))
    since = connection.execute(compared.order_by(articles.c.id).limit(1)).scalar()
    number = connection.execute(select(func.count()).select_from(articles)).scalar() or 0
    return (number, since) if since else (0, None)
