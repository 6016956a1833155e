"""Which recipients are owed an alert about a match."""

from collections.abc import Sequence
from datetime import datetime

from alerts.local_time import zone_named
from alerts.mail_addresses import recipient_key
from news import Match, Seed, Verdict


def owed_recipients(
    match: Match, seed: Seed, default_recipients: Sequence[str], now: datetime, *, also: Sequence[str] = ()
) -> tuple[str, ...]:
    """The recipients who are owed an alert, each once; ("",) if one is owed but there is no recipient yet.

    They include the seed's webhooks and `also`, the recipients for all seeds. Empty for anything but a follow-up, and
    if the seed's alerts are off or the seed has expired.
    """
    if match.verdict is not Verdict.FOLLOW_UP or seed.settings.alerts == "none" or has_expired(seed, now):
        return ()
    people = seed.settings.recipients or default_recipients
    named = (address.strip() for address in (*people, *seed.settings.webhooks, *also))
    distinct: dict[str, str] = {}
    for address in filter(None, named):
        distinct.setdefault(recipient_key(address), address)
    return tuple(distinct.values()) or ("",)


def has_expired(seed: Seed, now: datetime) -> bool:
    """Whether the seed's last day is over in the seed's timezone."""
    last_day = seed.settings.expires
    return last_day is not None and now.astimezone(zone_named(seed.settings.timezone)).date() > last_day
