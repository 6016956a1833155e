"""What a person may choose for one run; Prefect shows it as a form."""

from pydantic import BaseModel, ConfigDict, Field

_REHEARSAL = "on a copy of the database that is thrown away; nothing is stored or sent, and the report says what "


class _Options(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class MonitorOptions(_Options):
    """How one monitor run differs from a whole one; the defaults poll, read, compare and send everything."""

    due_only: bool = Field(
        default=False,
        title="Due feeds only",
        description="Poll only the feeds whose time has come; otherwise every feed that its server lets us poll.",
    )
    seed: str = Field(
        default="",
        max_length=200,
        title="One seed",
        description="Name of the seed whose follow-ups are reported and mailed now; the others' wait for the next run. "
        "Articles are compared with every seed all the same. Empty: all seeds.",
    )
    feed: str = Field(
        default="",
        max_length=2000,
        title="One feed",
        description="URL of the only feed to poll now. Empty: all feeds.",
    )
    deliver: bool = Field(
        default=True, title="Send mail", description="Send the mails that are due; otherwise alerts wait."
    )
    dry_run: bool = Field(
        default=False, title="Dry run", description=f"Work {_REHEARSAL}would have been found and mailed."
    )


class DigestOptions(_Options):
    """How one digest run differs from the scheduled one, which sends all that is due."""

    seed: str = Field(
        default="", max_length=200, title="One seed", description="Name of the seed to write about. Empty: all seeds."
    )
    dry_run: bool = Field(default=False, title="Dry run", description=f"Work {_REHEARSAL}would have been mailed.")


class BackfillOptions(_Options):
    """What a backfill run compares with the archive; by default the seeds that are new or have changed."""

    seed: str = Field(
        default="",
        max_length=200,
        title="One seed",
        description="Name of the seed to compare with the whole archive once more, whether it was compared or not. "
        "Empty: the seeds that are new or have changed.",
    )
    dry_run: bool = Field(default=False, title="Dry run", description=f"Work {_REHEARSAL}would have been found.")


class InboxOptions(_Options):
    """How one inbox run differs from the usual one, which does what new answers say."""

    dry_run: bool = Field(
        default=False,
        title="Dry run",
        description="Say what new answers would do; nothing is done, and they stay unread.",
    )


class HousekeepingOptions(_Options):
    """How one housekeeping run differs from the nightly one."""

    retention_days: int | None = Field(
        default=None,
        ge=1,
        title="Days to keep articles",
        description="Articles without a match that are older go. Empty: as STORYWAKE_RETENTION_DAYS says.",
    )
    near_miss_days: int | None = Field(
        default=None,
        ge=1,
        title="Days to keep near misses",
        description="Older near misses that nobody has answered go. Empty: as STORYWAKE_NEAR_MISS_DAYS says.",
    )
    mail_days: int | None = Field(
        default=None,
        ge=1,
        title="Days to keep mails",
        description="Mails that are older, and were sent or given up, go. Empty: as STORYWAKE_MAIL_DAYS says.",
    )
    dry_run: bool = Field(default=False, title="Dry run", description="Only say how much would go.")
