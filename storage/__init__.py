"""What must survive a crash: the only SQLAlchemy. Values in, values out; one public method is one transaction."""

__all__: list[str] = []
