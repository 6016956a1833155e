"""Builders for seeds, alerts and digests, each of whose fields a test can change."""

import shutil
import ssl
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from news import Article, Digest, Evidence, Match, Seed, SeedSettings, Verdict, WaitingAlert
from tests.patience import PATIENCE

NOON = datetime(2025, 3, 4, 12, 0, tzinfo=UTC)
SENDER = "storywake@example.org"


def build_seed(name: str = "us-ukraine-minerals-deal", title: str = "Minerals deal", **settings: Any) -> Seed:
    return Seed(name, title, "The text.", settings=SeedSettings(**{"recipients": ("ann@example.org",), **settings}))


def build_alert(number: int = 1, **changes: Any) -> WaitingAlert:
    """An alert; each change is applied to those of seed, article, evidence, match and alert that have the field."""
    parts: list[Any] = [
        build_seed(),
        Article(
            f"https://courier.example/{number}", f"Headline {number}", "Text.", "Courier", NOON - timedelta(hours=2)
        ),
        Evidence(("Donald Trump",), ("military aid",), (), ("Trump paused military aid on Monday.",)),
        Match("us-ukraine-minerals-deal", 0.9, Verdict.FOLLOW_UP, Evidence()),
        WaitingAlert(number, build_seed(), "ann@example.org", *(None, None), NOON),  # type: ignore[arg-type]
    ]
    own = [{key: value for key, value in changes.items() if key in type(part).__slots__} for part in parts]
    own[3].pop("seed", None)
    own[0].pop("recipients", None)
    assert {key for each in own for key in each} == set(changes)
    seed, article, evidence, match, alert = (replace(part, **each) for part, each in zip(parts, own, strict=True))
    whole: WaitingAlert = replace(
        alert, seed=changes.get("seed", seed), article=article, match=replace(match, evidence=evidence)
    )
    return whole


def build_digest(*alerts: WaitingAlert, **changes: Any) -> Digest:
    first = alerts[0] if alerts else build_alert(**changes)
    return Digest(first.seed, first.recipient, alerts or (first,), NOON)


@pytest.fixture(scope="session")
def make_seed() -> Callable[..., Seed]:
    return build_seed


@pytest.fixture(scope="session")
def make_alert() -> Callable[..., WaitingAlert]:
    return build_alert


@pytest.fixture(scope="session")
def make_digest() -> Callable[..., Digest]:
    return build_digest


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ssl.SSLContext]:
    """A self-signed certificate for loopback, and the TLS context of a server that uses it."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("openssl is not installed")
    folder = tmp_path_factory.mktemp("certificate")
    kind = "-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost"
    files = ["-keyout", str(folder / "key.pem"), "-out", str(folder / "cert.pem")]
    command = [openssl, "req", "-x509", *kind.split(), "-addext", "subjectAltName=IP:127.0.0.1", *files]
    subprocess.run(command, check=True, capture_output=True, timeout=PATIENCE)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    return folder / "cert.pem", context
