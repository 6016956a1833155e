"""The one error of this room, and the door where the database's own errors become it."""

from collections.abc import Iterator
from contextlib import contextmanager

from pydantic import ValidationError
from sqlalchemy.exc import DBAPIError, OperationalError, SQLAlchemyError, StatementError

LONGEST_REASON = 300


class StoreError(Exception):
    """The database cannot do what was asked: unreachable, read-only, locked, newer than the program.

    Its text is one line that names the database without its password; `retry`: it may be so for a while only.
    """

    def __init__(self, message: str, *, retry: bool = False) -> None:
        super().__init__(message)
        self.retry = retry


@contextmanager
def translated(database: str) -> Iterator[None]:
    """Turn every error of the database into a StoreError about `database`.

    A value that may not be stored (a naive datetime) is a mistake of the caller, not of the database: its ValueError
    comes out as it was raised.
    """
    try:
        yield
    except DBAPIError as error:
        passing = isinstance(error, OperationalError)  # locked, restarting, out of reach
        raise StoreError(f"database {database}: {_one_line(error.orig or error)}", retry=passing) from error
    except StatementError as error:
        raise (error.orig or error) from None
    except SQLAlchemyError as error:
        raise StoreError(f"database {database}: {_one_line(error)}") from error
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        field = ".".join(map(str, (error.title, *first["loc"])))
        raise StoreError(f"database {database}: holds what cannot be read: {field}: {first['msg']}") from error


def _one_line(error: BaseException) -> str:
    words = " ".join(str(error).split())
    return words[:LONGEST_REASON] or type(error).__name__
