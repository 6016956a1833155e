"""Whether the clock may be wrong: ahead, so that what looks old may not be, or behind, so that nothing may be done.

A clock that is behind dates what it stores before the stories began, and no later run would take it for news.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from extractors import read_seeds
from pipeline.runtime import Runtime
from pipeline.settings import SettingsError

# A clock that has jumped ahead is not believed before passes have been made for two days of its time.
LATELY = timedelta(days=2)
_BEFORE = timedelta(days=9)
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
_EARLIEST = datetime(2024, 1, 1, tzinfo=UTC)  # that a clock may say: every version of storywake was written later
_SKEW = timedelta(days=1)  # by which the date of an article may be ahead of us and is believed
_PASSES = _ARTICLES = 20
_MOST = 0.5  # of the latest passes: a few may have been made with the clock ahead
_SOME = 0.25  # of the latest articles: others are older pieces, and few outlets date one in the future


class ClockError(SettingsError):
    """The clock is behind, so no run is made; the message is one line that says by what it is known."""


def may_be_ahead(runtime: Runtime, now: datetime) -> bool:
    """Whether there was no pass for a week before the last two days, as after a jump of the clock, but before that.

    Passes of the last two days say nothing: they may have been made with the same clock. Raises StoreError.
    """
    has_passes = runtime.store.has_passes
    return has_passes(_LONG_AGO, now - _BEFORE) and not has_passes(now - _BEFORE, now - LATELY)


def require_clock(runtime: Runtime, now: datetime) -> None:
    """Raise ClockError if the clock is behind by more than a day, as far as can be known; StoreError."""
    if why := find_behind(runtime, now):
        raise ClockError(
            f"the clock is behind, so this run does nothing: it says {now:%Y-%m-%d %H:%M} UTC, but {why}; set the "
            "clock, or if it is right, run `storywake run --trust-clock` once"
        )


def find_behind(runtime: Runtime, now: datetime) -> str:
    """By what it is known that the clock is behind; "" if nothing says so.

    Passes made later than now do not suffice, because their clock may have been ahead: articles that outlets date later
    must be stored, or, as long as there are none with a date, all stories with one have begun later. Raises StoreError.
    """
    if now < _EARLIEST:
        return f"storywake was written after {_EARLIEST:%Y}-01-01"
    passes = [one.finished_at for one in runtime.store.latest_passes("monitor", limit=_PASSES)]
    if passes and (passes[0] <= now + _SKEW or _share_after(now, passes) < _MOST):
        return ""
    stated = runtime.store.stated_dates(limit=_ARTICLES)
    if stated:
        latest = f"articles published on {max(stated):%Y-%m-%d} are stored"
        return latest if _share_after(now, stated) >= _SOME else ""
    seeds = runtime.store.seeds() or read_seeds(runtime.settings.seeds_dir)[0]
    began = [seed.published for seed in seeds if seed.published]
    if not began or _share_after(now, began) < 1:
        return ""
    return f"{'the story' if len(began) == 1 else 'the first story'} followed began on {min(began):%Y-%m-%d}"


def _share_after(now: datetime, moments: Sequence[datetime]) -> float:
    """The share of these moments that are clearly later than now."""
    return sum(moment > now + _SKEW for moment in moments) / len(moments)
