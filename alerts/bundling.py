"""Which waiting alerts go out now, and in which mail: a decision, made without reading a clock or sending anything."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from alerts.addresses import recipient_key
from alerts.localtime import add_days, is_within, zone_named
from news import Digest, SeedSettings, WaitingAlert

_DAYS_BETWEEN = {"daily": 1, "weekly": 7}


@dataclass(frozen=True, slots=True)
class Bundles:
    """The digests to send now, and how many alerts are held for later."""

    due: tuple[Digest, ...]
    held: int


def bundle(alerts: Sequence[WaitingAlert], now: datetime, last_sent: Mapping[tuple[str, str], datetime]) -> Bundles:
    """One digest for each seed and recipient whose rhythm and quiet hours let it go now.

    `last_sent` tells by seed name and recipient when the last digest was made. Alerts of a seed whose alerts were
    turned off meanwhile, or that are addressed to nobody, are held. Every alert is in one digest or held.
    """
    latest = _index_latest(last_sent)
    due = tuple(
        Digest(seed=group[0].seed, recipient=group[0].recipient, alerts=tuple(group), created_at=now)
        for key, group in _group_by_mail(alerts).items()
        if key[1] and _is_due(group[0].seed.settings, now, latest.get(key))
    )
    return Bundles(due=due, held=len(alerts) - sum(len(digest.alerts) for digest in due))


def _index_latest(last_sent: Mapping[tuple[str, str], datetime]) -> dict[tuple[str, str], datetime]:
    latest: dict[tuple[str, str], datetime] = {}
    for (seed, recipient), moment in last_sent.items():
        key = (seed, recipient_key(recipient))
        latest[key] = max(moment, latest.get(key, moment))
    return latest


def _group_by_mail(alerts: Sequence[WaitingAlert]) -> dict[tuple[str, str], list[WaitingAlert]]:
    groups: dict[tuple[str, str], list[WaitingAlert]] = {}
    for alert in sorted(alerts, key=lambda alert: (alert.seed.name, alert.raised_at, alert.id)):
        groups.setdefault((alert.seed.name, recipient_key(alert.recipient)), []).append(alert)
    return groups


def _is_due(settings: SeedSettings, now: datetime, last: datetime | None) -> bool:
    zone = zone_named(settings.timezone)
    if settings.alerts == "none" or is_within(now, settings.quiet_hours, zone):
        return False
    days = _DAYS_BETWEEN.get(settings.alerts, 0)
    return not days or last is None or now >= add_days(last, days, zone)
