"""What a person may choose for one run; Prefect shows it as a form."""

from pydantic import BaseModel, ConfigDict, Field


class MonitorOptions(BaseModel):
    """How one monitor run differs from a whole one; the defaults poll, read, compare and send everything."""

    model_config = ConfigDict(frozen=True, extra="forbid")

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


class HousekeepingOptions(BaseModel):
    """How one housekeeping run differs from the nightly one."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    retention_days: int | None = Field(
        default=None,
        ge=1,
        title="Days to keep",
        description="Articles without a match that are older are removed. Empty: as STORYWAKE_RETENTION_DAYS says.",
    )
