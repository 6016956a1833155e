"""A sample newsroom on loopback: invented outlets, their feeds and pages, and a mail catcher."""

__all__: list[str] = []
