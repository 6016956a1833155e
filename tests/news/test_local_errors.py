"""Errors of this machine."""

import errno
from concurrent.futures.process import BrokenProcessPool
from smtplib import SMTPDataError

import pytest

from news import is_local


class StatedError(Exception):
    is_local = False


def caused_by(cause: BaseException, error: Exception) -> Exception:
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "local"),
    [
        (MemoryError(), True),
        (BrokenProcessPool("All workers expired"), True),
        (OSError(errno.EMFILE, "Too many open files"), True),
        (RuntimeError("can't start new thread"), True),
        (caused_by(OSError(errno.ENOMEM, "Cannot allocate memory"), ValueError("no connection")), True),
        (ConnectionRefusedError(errno.ECONNREFUSED, "Connection refused"), False),
        (TimeoutError(), False),
        (SMTPDataError(451, b"4.3.0 can't start new thread"), False),
        (caused_by(SMTPDataError(451, b"can't start new thread"), ValueError("451 can't start new thread")), False),
        (ValueError("bad"), False),
        (caused_by(MemoryError(), StatedError("too large for the memory of a reader")), False),
        (None, False),
    ],
)
def test_only_a_lack_of_something_here_is_local(error: BaseException | None, local: bool) -> None:
    assert is_local(error) is local


def test_an_error_converted_without_its_cause_is_still_recognised() -> None:
    def open_file() -> None:
        raise OSError(errno.EMFILE, "Too many open files")

    def convert() -> None:
        try:
            open_file()
        except OSError:
            raise ValueError("the mail server cannot be reached") from None

    with pytest.raises(ValueError, match="cannot be reached") as caught:
        convert()
    assert is_local(caught.value)


def test_errors_that_are_causes_of_each_other_come_to_an_end() -> None:
    one = ValueError("one")
    assert not is_local(caused_by(caused_by(one, ValueError("other")), one))
