"""The front door: the command `storywake`. Arguments in, words out."""

__all__: list[str] = []
