"""The errors of reading an inbox."""


class InboxError(Exception):
    """The inbox cannot be read. The message is one line, without the password."""


class RefusedMessageError(Exception):
    """One message cannot be read or marked; the others can. The message is one line."""
