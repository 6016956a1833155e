"""The wish to stop: whoever waits or works asks for it now and then, so that an interruption takes seconds."""


class StoppedError(Exception):
    """We were told to stop before the work was done; what was not done is let go for the next run."""

    def __init__(self) -> None:
        super().__init__("stopped before it was done")
