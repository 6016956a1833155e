"""The exception raised by long waits and long work when the process is to stop."""


class StoppedError(Exception):
    """Stopped before the work was done; its claims are released for the next run."""

    def __init__(self) -> None:
        super().__init__("stopped before it was done")
