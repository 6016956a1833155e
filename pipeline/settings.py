"""The settings of an installation, read once: environment variables STORYWAKE_* and the file .env.

Nothing else in storywake looks at the environment for its own settings. Secrets never appear in a repr or an error.
"""

import os
import re
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from alerts import APPRISE
from news import parse_address

PREFIX = "STORYWAKE_"
SECRETS_DIR = f"{PREFIX}SECRETS_DIR"  # a folder with a file for each secret, named as its variable


class SettingsError(Exception):
    """A setting cannot be used; the message is one line that names the variable and shows no secret."""


def split_words(value: Any) -> Any:
    """Take "a@x.org, b@y.org" apart; anything but a string is left as it is."""
    return tuple(filter(None, re.split(r"[,;\s]+", value))) if isinstance(value, str) else value


def check_address(address: str) -> str:
    """The address itself, when it is one; raises ValueError."""
    try:
        parse_address(address)
    except ValueError:
        raise ValueError(f"{address!r} is not a mail address") from None
    return address


class Settings(BaseSettings):
    """Every setting of storywake, with a default that serves a single machine."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file=".env",
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
    )

    database_url: str = Field(
        default="sqlite:///var/storywake.db", repr=False, description="Where everything is stored"
    )
    seeds_dir: Path = Field(default=Path("seeds"), description="The folder of seed files")
    feeds_file: Path = Field(default=Path("seeds/feeds.opml"), description="The OPML file that lists the feeds")
    smtp_url: SecretStr | None = Field(default=None, description="The mail server; without it alerts wait")
    mail_from: str = Field(default="storywake@localhost", min_length=1, description="The sender's address")
    recipients: Annotated[tuple[str, ...], NoDecode, BeforeValidator(split_words)] = Field(
        default=(), description="Who gets the mail of seeds that name nobody"
    )
    allow_private_addresses: bool = Field(default=False, description="Fetch from loopback and private networks too")
    inbox_url: SecretStr | None = Field(
        default=None,
        description="Where answers to the mails are read: imaps://user:password@host/folder, or maildir:///path",
    )
    web_address: str = Field(
        default="",
        pattern=r"^(https?://[^\s/]+(/[^\s]*)?)?$",
        description="Where recipients reach `storywake answers`, for links in the mails: https://alerts.example.org",
    )
    webhook_secret: SecretStr | None = Field(
        default=None, description="Shared with the receivers of webhooks, which are signed with it"
    )
    notify_urls: SecretStr | None = Field(
        default=None, description="Addresses of Apprise services that are told of every seed's developments too"
    )
    operator: str = Field(
        default="",
        description="The address that is told what fails for long, what works again and what was given up",
    )
    contact: str = Field(
        default="",
        max_length=200,
        pattern=r"^[\x20-\x7e]*$",
        description="Told to the sites we fetch from, in the User-Agent: a web page or a mail address of yours",
    )
    obey_robots: bool = Field(default=True, description="Leave pages unread that their site's robots.txt forbids")
    host_delay: float = Field(default=1.0, ge=0, le=3600, description="Seconds between two requests to one host")
    spacy_model: str = Field(
        default="en_core_web_sm", min_length=1, description="The installed spaCy models, one a language"
    )
    task_runner: Literal["threads", "processes", "dask"] = Field(
        default="threads", description="Where articles are read and compared"
    )
    dask_address: str = Field(
        default="", description="The scheduler of the Dask cluster; without it each run has a small one of its own"
    )
    fetch_workers: int = Field(default=8, ge=1, le=64, description="Feeds and pages fetched at the same time")
    compare_workers: int = Field(default=2, ge=1, le=64, description="Batches compared at the same time")
    batch_size: int = Field(default=40, ge=1, le=1000, description="Entries or articles in one batch")
    pass_limit: int = Field(default=5000, ge=1, description="Entries read and articles compared in one run at most")
    stream_articles: int = Field(
        default=1000, ge=0, description="The articles stored last that each new one is set against; 0: none"
    )
    monitor_interval: int = Field(default=900, ge=1, description="Seconds between two scheduled monitor runs")
    read_in_full: bool = Field(
        default=False, description="Extract every page's article whole, even of a page that can concern no seed"
    )
    retention_days: int = Field(default=30, ge=1, description="Days that articles without a match are kept")
    near_miss_days: int = Field(default=365, ge=1, description="Days that near misses are kept unless answered")
    mail_days: int = Field(default=365, ge=1, description="Days that sent mails are kept")
    entry_days: int = Field(default=30, ge=1, description="Days that an entry its feed lists no more is remembered")
    pass_days: int = Field(default=90, ge=1, description="Days that the record of passes is kept")
    ui_host: str = Field(
        default="127.0.0.1", min_length=1, description="The address that the Prefect server listens on"
    )
    ui_port: int = Field(default=4200, ge=0, le=65535, description="The port of the Prefect server; 0: any free one")
    ui_auth: SecretStr | None = Field(
        default=None, description="user:password for the Prefect server; needed when others than this machine reach it"
    )
    metrics_port: int = Field(
        default=0, ge=0, le=65535, description="The port where `storywake start` tells its health and metrics; 0: none"
    )
    prefect_home: Path = Field(default=Path("var/prefect"), description="Where the Prefect server keeps its database")

    @field_validator("ui_auth")
    @classmethod
    def _is_user_and_password(cls, auth: SecretStr | None) -> SecretStr | None:
        if auth and not all(auth.get_secret_value().partition(":")):
            raise ValueError("must be user:password")
        return auth

    @field_validator("recipients")
    @classmethod
    def _are_addresses(cls, addresses: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(map(check_address, addresses)))

    @field_validator("mail_from", "operator")
    @classmethod
    def _is_an_address(cls, address: str) -> str:
        return address and check_address(address)


def services(settings: Settings) -> tuple[str, ...]:
    """The recipient that stands for the services of the settings, where there are any; its addresses are secret."""
    return (APPRISE,) if settings.notify_urls else ()


def notify_urls(settings: Settings) -> tuple[str, ...]:
    """The addresses of the services to tell; each holds a secret."""
    return split_words(settings.notify_urls.get_secret_value()) if settings.notify_urls else ()


def load_settings() -> Settings:
    """Read the settings from the environment, .env and the folder of secrets; raises SettingsError."""
    try:
        return Settings(_secrets_dir=os.environ.get(SECRETS_DIR) or None)  # type: ignore[call-arg]
    except ValidationError as error:
        raise SettingsError(_describe(error)) from None  # the cause would print the values, secrets included
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f".env: cannot be read: {error}") from None


def unknown_variables() -> tuple[str, ...]:
    """Names of STORYWAKE_* environment variables that are no setting: most likely misspelt."""
    known = {SECRETS_DIR, *(f"{PREFIX}{name}".upper() for name in Settings.model_fields)}
    return tuple(sorted(name for name in os.environ if name.startswith(PREFIX) and name not in known))


def _describe(error: ValidationError) -> str:
    found = []
    for detail in error.errors(include_input=False, include_url=False, include_context=False):
        variable = f"{PREFIX}{str(detail['loc'][0]).upper()}" if detail["loc"] else PREFIX
        found.append(f"{variable}: {detail['msg'].removeprefix('Value error, ')}")
    return "; ".join(found)
