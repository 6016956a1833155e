"""The settings of an installation, read from environment variables STORYWAKE_* and the file .env.

No other module reads storywake's own settings from the environment. Secrets never appear in a repr or an error.
"""

import os
import re
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict
from pydantic_settings import SettingsError as SourceError

from alerts import APPRISE
from pipeline.setting_values import check_address, check_host, split_commas, split_words, written_as

PREFIX = "STORYWAKE_"
ENV_FILE, ENCODING = ".env", "utf-8"
LONGEST = 36_500  # days
SECRETS_DIR = f"{PREFIX}SECRETS_DIR"  # a folder with one file per secret, named after its variable
_PLAIN = {int: re.compile(r"0|[1-9][0-9]*"), float: re.compile(r"(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")}


class SettingsError(Exception):
    """A setting is invalid; the message is one line that names the variable and contains no secret."""


class OptionError(SettingsError):
    """An option of one run is invalid, such as the name of a seed; the message is one line."""


class Settings(BaseSettings):
    """Every setting of storywake; the defaults suit a single machine."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file=ENV_FILE,
        env_file_encoding=ENCODING,
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
    )

    database_url: str = Field(
        default="sqlite:///var/storywake.db",
        repr=False,
        description="The database: sqlite:///path or postgresql+psycopg://user:password@host/name",
    )
    seeds_dir: Path = Field(default=Path("seeds"), description="The folder of seed files")
    feeds_file: Path = Field(default=Path("seeds/feeds.opml"), description="The OPML file that lists the feeds")
    smtp_url: SecretStr | None = Field(
        default=None, description="The mail server; without one, alerts wait in the database"
    )
    mail_from: str = Field(
        default="storywake@localhost", min_length=1, description="The address that mails are sent from"
    )
    recipients: Annotated[tuple[str, ...], NoDecode, BeforeValidator(split_words)] = Field(
        default=(), description="Who gets the mails of seeds that name no recipients"
    )
    allow_private_addresses: bool = Field(
        default=False, description="Allow fetching from loopback and private networks"
    )
    inbox_url: SecretStr | None = Field(
        default=None,
        description="The mailbox with replies to the mails: imaps://user:password@host/folder, or maildir:///path",
    )
    web_address: Annotated[
        str, written_as(r"(https?://[^\s/]+(/[^\s]*)?)?", "a web address such as https://alerts.example.org")
    ] = Field(
        default="",
        description="The public address of `storywake answers`, for links in the mails: https://alerts.example.org",
    )
    webhook_secret: SecretStr | None = Field(
        default=None, description="The key that signs webhooks; share it with their receivers"
    )
    notify_urls: SecretStr | None = Field(
        default=None, description="URLs of Apprise services that also receive the developments of every seed"
    )
    operator: str = Field(
        default="",
        description="The mail address for notices: what keeps failing, what has recovered, which mails were given up",
    )
    contact: Annotated[
        str, written_as(r"[\x20-\x7e]*", "written in ASCII (letters without accents, digits, signs)")
    ] = Field(
        default="",
        max_length=200,
        description="Your web page or mail address, sent to the sites we fetch from in the User-Agent",
    )
    obey_robots: bool = Field(default=True, description="Skip pages that the site's robots.txt disallows")
    host_delay: float = Field(default=1.0, ge=0, le=3600, description="Seconds between two requests to one host")
    spacy_model: str = Field(
        default="en_core_web_sm", min_length=1, description="The installed spaCy models to use, one per language"
    )
    task_runner: Literal["threads", "processes", "dask"] = Field(
        default="threads", description="Run batches in threads, in processes or on a Dask cluster"
    )
    dask_address: str = Field(
        default="", description="The scheduler of the Dask cluster; if empty, each run starts a small local cluster"
    )
    fetch_workers: int = Field(default=8, ge=1, le=64, description="Feeds and pages fetched at the same time")
    compare_workers: int = Field(default=2, ge=1, le=64, description="Batches compared at the same time")
    batch_size: int = Field(default=40, ge=1, le=1000, description="Entries or articles in one batch")
    pass_limit: int = Field(
        default=5000,
        ge=1,
        le=1_000_000,
        description="The most entries read, and the most articles compared, in one run",
    )
    stream_articles: int = Field(
        default=1000,
        ge=0,
        le=1_000_000,
        description="How many recent articles the reports of one story are grouped against; 0: none",
    )
    review_articles: int = Field(
        default=1000,
        ge=0,
        le=1_000_000,
        description="How many recent articles are compared again when more of a story is found",
    )
    monitor_interval: int = Field(
        default=900, ge=1, le=604_800, description="Seconds between two scheduled monitor runs"
    )
    read_in_full: bool = Field(
        default=False, description="Extract the full article from every page, even if it cannot concern any seed"
    )
    retention_days: int = Field(default=30, ge=1, le=LONGEST, description="Days to keep articles without a match")
    near_miss_days: int = Field(
        default=365, ge=1, le=LONGEST, description="Days to keep near misses that nobody answered"
    )
    mail_days: int = Field(default=365, ge=1, le=LONGEST, description="Days to keep sent mails")
    entry_days: int = Field(
        default=30, ge=1, le=LONGEST, description="Days to remember an entry that its feed no longer lists"
    )
    pass_days: int = Field(default=90, ge=1, le=LONGEST, description="Days to keep the records of passes")
    ui_host: str = Field(
        default="127.0.0.1", min_length=1, description="The address that the Prefect server listens on"
    )
    ui_port: int = Field(default=4200, ge=0, le=65535, description="The port of the Prefect server; 0: any free port")
    ui_auth: SecretStr | None = Field(
        default=None, description="user:password of the Prefect server; required unless it listens on loopback only"
    )
    desk_host: str = Field(default="127.0.0.1", min_length=1, description="The address that the desk listens on")
    desk_port: int = Field(
        default=8030, ge=0, le=65535, description="The port of the desk in `storywake start`; 0: no desk"
    )
    desk_auth: Annotated[
        str,
        written_as(
            r"(users|oidc|proxy:[A-Za-z][A-Za-z0-9-]*)?",
            "users, oidc, or proxy: and the name of a header, such as proxy:X-Forwarded-User",
        ),
    ] = Field(
        default="",
        description="Who may use the desk: users, oidc, or proxy:HEADER, whom a proxy names; empty: loopback",
    )
    desk_oidc_issuer: Annotated[
        str,
        written_as(
            r"((https://[^\s/?#@]+|http://(localhost|127\.0\.0\.1|\[::1\])(:[0-9]+)?)(/[^\s?#]*)?)?",
            "an https address such as https://id.example.org/realms/news, or plain http on loopback, without a query",
        ),
    ] = Field(
        default="",
        description="The issuer of an OpenID provider, https://id.example.org/realms/news; plain http on loopback only",
    )
    desk_oidc_client_id: str = Field(default="", description="The client that the desk is at the OpenID provider")
    desk_oidc_client_secret: SecretStr | None = Field(
        default=None, description="The secret of that client; without one, the desk is a public client"
    )
    desk_oidc_user_claim: Literal["email", "preferred_username"] = Field(
        default="email", description="The claim that is a user's name: the verified email, or preferred_username"
    )
    desk_oidc_role_claim: str = Field(
        default="", description="The claim that makes people users, such as groups or realm_access.roles; empty: none"
    )
    desk_oidc_editors: Annotated[tuple[str, ...], NoDecode, BeforeValidator(split_commas)] = Field(
        default=("editor",), description="The values of that claim that make somebody an editor"
    )
    desk_oidc_readers: Annotated[tuple[str, ...], NoDecode, BeforeValidator(split_commas)] = Field(
        default=("reader",), description="The values of that claim that make somebody a reader"
    )
    desk_hosts: Annotated[tuple[str, ...], NoDecode, BeforeValidator(split_words)] = Field(
        default=(), description="Host names under which the desk is reached besides its own, such as desk.example.org"
    )
    read_in_english: Annotated[
        str,
        written_as(
            r"(https?://[^\s{}]*\{url\}[^\s{}]*)?",
            "a web address with {url} in the place of the report's, such as https://translate.example.org/?u={url}",
        ),
    ] = Field(
        default="",
        description="The address of a translation service, with {url} for the report's; linked beside foreign reports",
    )
    metrics_port: int = Field(
        default=0, ge=0, le=65535, description="The port of /health and /metrics in `storywake start`; 0: off"
    )
    prefect_home: Path = Field(
        default=Path("var/prefect"), description="The folder of the Prefect server's database and logs"
    )

    @field_validator("*", mode="before")
    @classmethod
    def _is_plain_number(cls, value: Any, info: ValidationInfo) -> Any:
        """Refuse what else Python takes for a number, such as 1_000, 00050, +5 and 1e3: it may be meant otherwise."""
        kind = cls.model_fields[info.field_name or ""].annotation
        if isinstance(value, str) and kind in _PLAIN and not _PLAIN[kind].fullmatch(value.strip()):
            example = "a whole number such as 900" if kind is int else "a number such as 0.5 or 2"
            raise ValueError(f"must be {example}, written in plain digits")
        return value

    @field_validator("web_address", "read_in_english", "desk_oidc_issuer")
    @classmethod
    def _has_valid_host(cls, address: str) -> str:
        return check_host(address)

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
    """The placeholder recipient for the Apprise services of the settings, if any; their URLs are secret."""
    return (APPRISE,) if settings.notify_urls else ()


def notify_urls(settings: Settings) -> tuple[str, ...]:
    """The URLs of the Apprise services; each contains a secret."""
    return split_words(settings.notify_urls.get_secret_value()) if settings.notify_urls else ()


def load_settings() -> Settings:
    """Read the settings from the environment, .env and the folder of secrets. Raises SettingsError."""
    secrets = os.environ.get(SECRETS_DIR) or None
    if secrets and not Path(secrets).is_dir():
        raise SettingsError(f"{SECRETS_DIR}: {secrets} is no folder")
    try:
        return Settings(_secrets_dir=secrets)  # type: ignore[call-arg]
    except ValidationError as error:
        raise SettingsError(_describe(error)) from None  # the cause would print the values, including secrets
    except (OSError, UnicodeDecodeError, SourceError) as error:
        raise SettingsError(_name_unreadable(secrets) or str(error)) from None


def _name_unreadable(secrets: str | None) -> str:
    """Which of the files of settings cannot be read, and why; "" if all can."""
    for file in (Path(ENV_FILE), *(sorted(Path(secrets).iterdir()) if secrets else ())):
        try:
            file.read_text(ENCODING) if file.is_file() else None
        except (OSError, UnicodeDecodeError) as error:
            return f"{file}: cannot be read: {error}"
    return ""


def _describe(error: ValidationError) -> str:
    found = []
    for detail in error.errors(include_input=False, include_url=False, include_context=False):
        variable = f"{PREFIX}{str(detail['loc'][0]).upper()}" if detail["loc"] else PREFIX
        found.append(f"{variable}: {detail['msg'].removeprefix('Value error, ')}")
    return "; ".join(found)
