"""The hallway: settings, wiring and the order of steps, run by Prefect or without it. It decides nothing."""

__all__: list[str] = []
