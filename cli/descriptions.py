"""What only the commands say: the examples of a help text, and whom an alert went to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trails import alert_words

if TYPE_CHECKING:
    from news import AlertStatus


def examples(*commands: str) -> str:
    """The examples at the end of a command's help."""
    return "\n\n".join(("Examples:", *commands))


def alert_state(alert: AlertStatus) -> str:
    """The state of an alert in words, with its recipient."""
    from alerts import name_recipient

    recipient = name_recipient(alert.recipient) or "no recipient"
    error = f" ({alert.error})" if alert.error else ""
    return f"{recipient}: {alert_words(alert)}{error}"
