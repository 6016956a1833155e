"""Decide which waiting alerts are sent now, and in which mail. Pure: reads no clock and sends nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType

from alerts.local_time import add_days, is_within, zone_named
from alerts.mail_addresses import recipient_key
from alerts.recipients import has_expired
from news import Digest, Seed, SeedSettings, WaitingAlert, has_happened

_SILENCE = timedelta(days=7)
_DAYS_BETWEEN = {"daily": 1, "weekly": 7}


@dataclass(frozen=True, slots=True)
class Bundles:
    """The digests to send now, and the number of alerts held for later."""

    due: tuple[Digest, ...]
    held: int


def bundle(
    alerts: Sequence[WaitingAlert],
    now: datetime,
    sent: Mapping[tuple[str, str], Sequence[datetime]],
    mutes: Mapping[tuple[str, str], datetime | None] = MappingProxyType({}),
) -> Bundles:
    """One digest for each seed and recipient whose schedule, quiet hours, daily limit and mutes allow a mail now.

    `sent` has the times of recent digests by seed name and recipient, always including the last one; `mutes` has the
    time until which a recipient is muted (None: for good). Alerts of a seed whose alerts have been turned off, and
    alerts without a recipient, are held. Every alert is either in one digest or held.
    """
    earlier, muted = _by_recipient(sent, now), _muted(mutes, now)
    due = tuple(
        _digest(group, now, earlier.get(key, ()))
        for key, group in _group_by_mail(alerts).items()
        if key[1] and key not in muted and _is_due(group[0].seed.settings, now, earlier.get(key, ()))
    )
    return Bundles(due=due, held=len(alerts) - sum(len(digest.alerts) for digest in due))


def quiet_digests(
    seeds: Sequence[tuple[Seed, Sequence[str]]],
    now: datetime,
    sent: Mapping[tuple[str, str], Sequence[datetime]],
    mutes: Mapping[tuple[str, str], datetime | None],
    added: Mapping[str, datetime],
) -> tuple[Digest, ...]:
    """Digests without alerts, for recipients of seeds with `still_watching` of which nobody had a mail for a week.

    `seeds` pairs each seed with its recipients, `added` says by name when it was first followed: before that nobody
    looked. A seed whose mails are held for any reason gets no such digest.
    """
    earlier, muted = _by_recipient(sent, now), _muted(mutes, now)
    due = []
    for seed, recipients in seeds:
        if not seed.settings.still_watching or has_expired(seed, now):
            continue
        mails = [moment for (name, _), moments in earlier.items() if name == seed.name for moment in moments]
        if now - max([*mails, added.get(seed.name, now)]) < _SILENCE:
            continue
        for recipient in recipients:
            key = (seed.name, recipient_key(recipient))
            if key not in muted and _is_due(seed.settings, now, earlier.get(key, ())):
                due.append(Digest(seed, recipient, (), now))
    return tuple(due)


def _digest(group: Sequence[WaitingAlert], now: datetime, earlier: Sequence[datetime]) -> Digest:
    """The digest of a group; alerts raised after yesterday's limit of mails was reached are counted as held over."""
    settings = group[0].seed.settings
    reached = _limit_reached_at(settings, earlier, now - timedelta(days=1))
    held = sum(alert.raised_at >= reached for alert in group) if reached else 0
    return Digest(group[0].seed, group[0].recipient, tuple(group), now, held_over=held)


def _by_recipient(
    sent: Mapping[tuple[str, str], Sequence[datetime]], now: datetime
) -> dict[tuple[str, str], list[datetime]]:
    """The times of mails by seed and recipient, in order, without those that a wrong clock put in the future."""
    merged: dict[tuple[str, str], list[datetime]] = {}
    for (seed, recipient), moments in sent.items():
        credible = [moment for moment in moments if has_happened(moment, now)]
        merged.setdefault((seed, recipient_key(recipient)), []).extend(credible)
    return {key: sorted(moments) for key, moments in merged.items()}


def _muted(mutes: Mapping[tuple[str, str], datetime | None], now: datetime) -> set[tuple[str, str]]:
    return {(seed, recipient_key(one)) for (seed, one), until in mutes.items() if until is None or until > now}


def _group_by_mail(alerts: Sequence[WaitingAlert]) -> dict[tuple[str, str], list[WaitingAlert]]:
    groups: dict[tuple[str, str], list[WaitingAlert]] = {}
    for alert in sorted(alerts, key=lambda alert: (alert.seed.name, alert.raised_at, alert.id)):
        groups.setdefault((alert.seed.name, recipient_key(alert.recipient)), []).append(alert)
    return groups


def _is_due(settings: SeedSettings, now: datetime, earlier: Sequence[datetime]) -> bool:
    zone = zone_named(settings.timezone)
    if settings.alerts == "none" or is_within(now, settings.quiet_hours, zone):
        return False
    if settings.snooze and now.astimezone(zone).date() < settings.snooze:
        return False
    days = _DAYS_BETWEEN.get(settings.alerts, 0)
    if days:
        return not earlier or now >= add_days(earlier[-1], days, zone)
    return _limit_reached_at(settings, earlier, now) is None


def _limit_reached_at(settings: SeedSettings, earlier: Sequence[datetime], now: datetime) -> datetime | None:
    """When the limit of mails was reached on the day of `now` in the seed's timezone; None if it was not."""
    if settings.alerts != "immediate":
        return None
    zone = zone_named(settings.timezone)
    today = [moment for moment in earlier if moment.astimezone(zone).date() == now.astimezone(zone).date()]
    return today[settings.mails_a_day - 1] if len(today) >= settings.mails_a_day else None
