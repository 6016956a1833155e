"""Settings come from the environment and .env; errors name the variable and show no secret."""

from pathlib import Path

import pytest

from pipeline import Settings, SettingsError, load_settings
from pipeline.stray_settings import find_stray_settings, unknown_names


@pytest.fixture(autouse=True)
def bare_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(f"STORYWAKE_{name.upper()}", raising=False)


def test_the_defaults_suit_a_single_machine() -> None:
    settings = load_settings()
    assert settings.database_url == "sqlite:///var/storywake.db"
    assert settings.smtp_url is None
    assert settings.recipients == ()
    assert not settings.allow_private_addresses


def test_a_dotenv_file_is_read_and_the_environment_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".env").write_text("STORYWAKE_HOST_DELAY=3\nSTORYWAKE_SEEDS_DIR=here\nOTHER=1\n", "utf-8")
    monkeypatch.setenv("STORYWAKE_SEEDS_DIR", "there")
    assert load_settings().host_delay == 3
    assert load_settings().seeds_dir == Path("there")


@pytest.mark.parametrize("text", ["a@x.org,b@y.org", "a@x.org b@y.org", " a@x.org , b@y.org, a@x.org,"])
def test_recipients_are_separated_by_commas_or_spaces(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STORYWAKE_RECIPIENTS", text)
    assert load_settings().recipients == ("a@x.org", "b@y.org")


@pytest.mark.parametrize("name", ["MAIL_FROM", "OPERATOR", "RECIPIENTS"])
@pytest.mark.parametrize("address", ["root@mailhost", "desk@localhost", "жанна@пошта.укр"])
def test_addresses_may_have_local_or_international_domains(
    name: str, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"STORYWAKE_{name}", address)
    read = getattr(load_settings(), name.lower())
    assert read in {address, (address,)}


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("RECIPIENTS", "a@x.org nonsense", "STORYWAKE_RECIPIENTS: 'nonsense' is not a mail address"),
        ("MAIL_FROM", "me", "STORYWAKE_MAIL_FROM: 'me' is not a mail address"),
        ("MAIL_FROM", "a..b@x.org", "STORYWAKE_MAIL_FROM: 'a..b@x.org' is not a mail address"),
        ("OPERATOR", "Me <me@x.org>", "STORYWAKE_OPERATOR: 'Me <me@x.org>' is not a mail address"),
        ("HOST_DELAY", "soon", "STORYWAKE_HOST_DELAY: "),
        ("WEB_ADDRESS", "alerts.example.org", "STORYWAKE_WEB_ADDRESS: must be a web address such as https://"),
        ("CONTACT", "réd@x.org", "STORYWAKE_CONTACT: must be written in ASCII"),
        ("DESK_AUTH", "password", "STORYWAKE_DESK_AUTH: must be users, oidc, or proxy: and the name of a header"),
        ("DESK_OIDC_ISSUER", "http://id.x.org", "STORYWAKE_DESK_OIDC_ISSUER: must be an https address such as"),
        ("READ_IN_ENGLISH", "https://x.org/", "STORYWAKE_READ_IN_ENGLISH: must be a web address with {url} in"),
        ("TASK_RUNNER", "fast", "STORYWAKE_TASK_RUNNER: Input should be 'threads', 'processes' or 'dask'"),
    ],
)
def test_the_error_about_an_invalid_setting_is_one_line_naming_the_variable(
    name: str, value: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"STORYWAKE_{name}", value)
    with pytest.raises(SettingsError) as raised:
        load_settings()
    assert said in str(raised.value)
    assert "\n" not in str(raised.value)
    assert "pattern" not in str(raised.value)


@pytest.mark.parametrize("host", ["[::1", "[zz]", "a]b", "host:99999", "host:0"])
@pytest.mark.parametrize("name", ["WEB_ADDRESS", "READ_IN_ENGLISH", "DESK_OIDC_ISSUER"])
def test_a_web_address_with_an_invalid_host_is_named(name: str, host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    address = f"https://{host}/{{url}}" if name == "READ_IN_ENGLISH" else f"https://{host}/x"
    monkeypatch.setenv(f"STORYWAKE_{name}", address)
    with pytest.raises(SettingsError) as raised:
        load_settings()
    assert str(raised.value) == f"STORYWAKE_{name}: {address!r} is no web address: its host or port is not valid"


NUMBERS = [name for name, field in Settings.model_fields.items() if field.annotation in {int, float}]
ODD = ("00900", "1_000", "1e3", "９００", "٩٠٠", "+900", "-0", "0x10", "nan", "inf", "true", "900.", ".5", "9 00")


@pytest.mark.parametrize("value", ODD)
@pytest.mark.parametrize("name", NUMBERS)
def test_numbers_are_written_in_plain_digits(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(f"STORYWAKE_{name.upper()}", value)
    with pytest.raises(SettingsError, match=rf"^STORYWAKE_{name.upper()}: must be a .*number .* in plain digits$"):
        load_settings()


@pytest.mark.parametrize("name", NUMBERS)
def test_every_number_has_a_range(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(f"STORYWAKE_{name.upper()}", "9" * 20)
    with pytest.raises(SettingsError, match=rf"^STORYWAKE_{name.upper()}: Input should be less than"):
        load_settings()


def test_plain_numbers_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("HOST_DELAY", "0.25"), ("MAIL_DAYS", " 36500 "), ("UI_PORT", "0")):
        monkeypatch.setenv(f"STORYWAKE_{name}", value)
    settings = load_settings()
    assert (settings.host_delay, settings.mail_days, settings.ui_port) == (0.25, 36_500, 0)


def test_secrets_are_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STORYWAKE_SMTP_URL", "smtp://me:hunter2@mail.example.org")
    monkeypatch.setenv("STORYWAKE_DATABASE_URL", "postgresql+psycopg://me:hunter2@db/storywake")
    settings = load_settings()
    assert "hunter2" not in repr(settings) + str(settings)
    monkeypatch.setenv("STORYWAKE_HOST_DELAY", "soon")
    with pytest.raises(SettingsError) as raised:
        load_settings()
    assert "hunter2" not in str(raised.value)
    assert raised.value.__cause__ is None


def test_a_misspelt_variable_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STORYWAKE_RECIPIENT", "a@x.org")
    assert find_stray_settings() == ("STORYWAKE_RECIPIENT: unknown setting; check the spelling",)


def test_lines_of_the_dotenv_file_without_effect_are_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [
        "# STORYWAKE_COMMENT=1",
        "STORYWAKE_SEEDS_DIR = here",
        "export STORYWAKE_RECIPIENT=a@x.org",
        "STORYWAKE_RECIPIENTS hunter2@x.org",
        "storywake_host_delay=2",
        'STORYWAKE_SMTP_URL="smtp://hunter2@x.org',
        f"STORYWAKE_SECRETS_DIR={tmp_path}",
        "STORYWAKE_OPERATOR=",
        "OTHER",
    ]
    (tmp_path / ".env").write_text("\n".join(lines), "utf-8")
    assert load_settings().seeds_dir == Path("here")
    found = find_stray_settings()
    assert [line.partition(":")[2].partition(" ")[0] for line in found] == ["3:", "4:", "6:", "7:"]
    assert found[0] == ".env:3: STORYWAKE_RECIPIENT: unknown setting; check the spelling"
    assert "write STORYWAKE_RECIPIENTS=value" in found[1]
    assert "write STORYWAKE_SMTP_URL=value, with quotes closed" in found[2]
    assert found[3] == ".env:7: STORYWAKE_SECRETS_DIR has no effect here: set it in the environment"
    assert "hunter2" not in str(found)
    assert unknown_names() == ("STORYWAKE_RECIPIENT",)


def test_a_folder_of_secrets_that_is_missing_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STORYWAKE_SECRETS_DIR", str(tmp_path / "nowhere"))
    with pytest.raises(SettingsError, match=r"^STORYWAKE_SECRETS_DIR: .*/nowhere is no folder$"):
        load_settings()


def test_a_secret_may_be_in_a_separate_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "STORYWAKE_SMTP_URL").write_text("smtps://desk:hidden@mail.example\n", "utf-8")
    monkeypatch.setenv("STORYWAKE_SECRETS_DIR", str(tmp_path))
    settings = load_settings()
    assert settings.smtp_url is not None
    assert settings.smtp_url.get_secret_value() == "smtps://desk:hidden@mail.example"
    assert "hidden" not in repr(settings)
    assert find_stray_settings() == ()
    (tmp_path / "STORYWAKE_SMTP").write_text("smtps://mail.example\n", "utf-8")
    assert find_stray_settings() == (f"{tmp_path}/STORYWAKE_SMTP: unknown setting; check the spelling",)


@pytest.mark.parametrize("name", [".env", "STORYWAKE_SMTP_URL"])
def test_a_file_that_is_no_text_is_named(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / name).write_bytes(b"STORYWAKE_SMTP_URL=\xff")
    monkeypatch.setenv("STORYWAKE_SECRETS_DIR", str(tmp_path))
    with pytest.raises(SettingsError, match=rf"{name}: cannot be read: .* position 19"):
        load_settings()
