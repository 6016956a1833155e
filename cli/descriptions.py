"""What only the commands say: the examples of a help text, and whom an alert went to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trails import moment

if TYPE_CHECKING:
    from news import AlertStatus


def examples(*commands: str) -> str:
    """The examples at the end of a command's help."""
    return "\n\n".join(("Examples:", *commands))


def alert_state(alert: AlertStatus) -> str:
    """The state of an alert in words, with its recipient."""
    from alerts import name_recipient
    from news import AlertState

    recipient = name_recipient(alert.recipient) or "no recipient"
    if alert.state is AlertState.GROUPED:
        return f"{recipient}: not mailed by itself: another report tells the same"
    sent = f" {moment(alert.sent_at)}" if alert.sent_at else ""
    error = f" ({alert.error})" if alert.error else ""
    return f"{recipient}: {alert.state}{sent}{error}"
