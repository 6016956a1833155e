"""Mute recipients for a story. A recipient is known by one key, however the address is spelled, also by older mutes."""

from collections.abc import Mapping
from datetime import datetime

from alerts import recipient_key
from storage import Store


def ends_of_mutes(store: Store, seed: str, now: datetime) -> Mapping[str, datetime | None]:
    """The end of each mute in force for a seed, by the key of its recipient; None: for good."""
    own = [(one, until) for (name, one), until in store.mutes(now).items() if name == seed]
    # of one who is muted in several spellings, the longest counts
    return {recipient_key(one): until for one, until in sorted(own, key=lambda each: (each[1] is None, each[1] or now))}


def mute(store: Store, seed: str, recipient: str, until: datetime | None, now: datetime) -> None:
    """Mute a recipient for a seed until that time, instead of what was chosen before; None: for good."""
    store.mute(seed, recipient, until, _spellings(store, seed, recipient, now))


def unmute(store: Store, seed: str, recipient: str, now: datetime) -> None:
    """Unmute a recipient for a seed."""
    store.unmute(seed, *_spellings(store, seed, recipient, now))


def _spellings(store: Store, seed: str, recipient: str, now: datetime) -> list[str]:
    """How a recipient is spelled in the mutes of a seed."""
    key = recipient_key(recipient)
    return [one for name, one in store.mutes(now) if name == seed and recipient_key(one) == key]
