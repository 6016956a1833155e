"""The options of runs; Prefect shows them as a form."""

from pydantic import BaseModel, ConfigDict, Field

from pipeline.settings import LONGEST

_REHEARSAL = "on a temporary copy of the database; nothing is stored or sent, and the report shows what "


class _Options(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class MonitorOptions(_Options):
    """The options of a monitor run; by default it polls, reads, compares and sends everything."""

    due_only: bool = Field(
        default=False,
        title="Due feeds only",
        description="Poll only the feeds that are due; otherwise all feeds, except those whose server asked to wait.",
    )
    seed: str = Field(
        default="",
        max_length=200,
        title="One seed",
        description="Report and mail only follow-ups of the seed with this name; others wait for the next run. "
        "Articles are still compared with every seed. Empty: all seeds.",
    )
    feed: str = Field(
        default="",
        max_length=2000,
        title="One feed",
        description="Poll only the feed with this URL. Empty: all feeds.",
    )
    deliver: bool = Field(
        default=True, title="Send mail", description="Send the mails that are due; otherwise alerts wait."
    )
    trust_clock: bool = Field(
        default=False,
        title="Trust the clock",
        description="Also run if what is stored is dated so much later that the clock seems to be behind.",
    )
    dry_run: bool = Field(
        default=False, title="Dry run", description=f"Work {_REHEARSAL}would have been found and mailed."
    )


class DigestOptions(_Options):
    """The options of a digest run; by default it sends all mails that are due."""

    seed: str = Field(
        default="",
        max_length=200,
        title="One seed",
        description="Send only mails about the seed with this name. Empty: all seeds.",
    )
    dry_run: bool = Field(default=False, title="Dry run", description=f"Work {_REHEARSAL}would have been mailed.")


class BackfillOptions(_Options):
    """The options of a backfill run; by default it compares new and changed seeds with the archive."""

    seed: str = Field(
        default="",
        max_length=200,
        title="One seed",
        description="Compare the seed with this name with the whole archive again. Empty: all new and changed seeds.",
    )
    dry_run: bool = Field(default=False, title="Dry run", description=f"Work {_REHEARSAL}would have been found.")


class InboxOptions(_Options):
    """The options of an inbox run; by default it applies new replies."""

    dry_run: bool = Field(
        default=False,
        title="Dry run",
        description="Only report what new replies would do; they stay unread.",
    )


class HousekeepingOptions(_Options):
    """The options of a housekeeping run."""

    retention_days: int | None = Field(
        default=None,
        ge=1,
        le=LONGEST,
        title="Days to keep articles",
        description="Remove older articles without a match. Empty: STORYWAKE_RETENTION_DAYS.",
    )
    near_miss_days: int | None = Field(
        default=None,
        ge=1,
        le=LONGEST,
        title="Days to keep near misses",
        description="Remove older near misses that nobody has answered. Empty: STORYWAKE_NEAR_MISS_DAYS.",
    )
    mail_days: int | None = Field(
        default=None,
        ge=1,
        le=LONGEST,
        title="Days to keep mails",
        description="Remove older mails that were sent or given up. Empty: STORYWAKE_MAIL_DAYS.",
    )
    trust_clock: bool = Field(
        default=False,
        title="Trust the clock",
        description="Also remove data if no run was made in the last days, so that the clock may be wrong.",
    )
    dry_run: bool = Field(default=False, title="Dry run", description="Only report how much would be removed.")
