"""StoreError, the only error of this package, and the conversion of database errors to it."""

from collections.abc import Iterator
from contextlib import contextmanager

from pydantic import ValidationError
from sqlalchemy.exc import DBAPIError, OperationalError, SQLAlchemyError, StatementError

LONGEST_REASON = 300


class StoreError(Exception):
    """The database cannot carry out a request: unreachable, read-only, locked, or newer than the program.

    Its message is one line that names the database without its password; `retry`: the failure may be temporary.
    """

    def __init__(self, message: str, *, retry: bool = False) -> None:
        super().__init__(message)
        self.retry = retry


class DamagedRowError(Exception):
    """A row that cannot be read; the message is one line that names its table, column and id."""


@contextmanager
def translated(database: str) -> Iterator[None]:
    """Convert database errors in the block to StoreError about `database`.

    A ValueError for a value that cannot be stored (a naive datetime) is the caller's mistake and passes through.
    """
    try:
        yield
    except DBAPIError as error:
        temporary = isinstance(error, OperationalError)  # locked, restarting or unreachable
        raise StoreError(f"database {database}: {_one_line(error.orig or error)}", retry=temporary) from error
    except StatementError as error:
        raise (error.orig or error) from None
    except SQLAlchemyError as error:
        raise StoreError(f"database {database}: {_one_line(error)}") from error
    except DamagedRowError as error:
        raise StoreError(f"database {database}: {error}; correct or remove the row, or restore a backup") from error
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        field = ".".join(map(str, (error.title, *first["loc"])))
        raise StoreError(f"database {database}: contains an invalid value: {field}: {first['msg']}") from error


def _one_line(error: BaseException) -> str:
    words = " ".join(str(error).split())
    return words[:LONGEST_REASON] or type(error).__name__
