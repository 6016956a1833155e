"""From match to mail: which alerts are owed, how they are bundled, what the mail says, and the only SMTP."""

__all__: list[str] = []
