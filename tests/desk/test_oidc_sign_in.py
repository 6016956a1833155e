"""Signing in at a real OpenID provider on loopback, and everything for which nobody is signed in."""

import logging
import re
import time
from collections.abc import Callable
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from pydantic import SecretStr, ValidationError

from desk import check_access
from news import DeskUser, Role
from pipeline import Settings, SettingsError
from tests.desk.conftest import ANN, HASH, PASSWORD, STORY, TITLES, Workplace
from tests.desk.openid_provider import (
    CLIENT,
    OTHER_RSA_KEY,
    SECRET,
    Claims,
    OpenIdProvider,
    rsa_jwk,
    sign_by_nothing,
    sign_by_the_public_key,
    sign_es256,
    sign_rs256,
)
from tests.desk.visiting import Browser

BACK = "/sign-in/back"


@pytest.fixture
def desk(open_oidc: Callable[..., Workplace]) -> Workplace:
    return open_oidc()


def begin(browser: Browser, page: str = "/") -> str:
    """The address of the provider to which the desk sends the browser."""
    answer = browser.get("/sign-in/begin", params={"next": page})
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def go_through(provider: OpenIdProvider, browser: Browser, page: str = "/") -> str:
    """Sign in at the provider; the path of the desk to which it sends the browser back."""
    back = provider.visit(begin(browser, page))
    assert back.startswith(f"{browser.base}{BACK}?")
    return back.removeprefix(browser.base)


def is_signed_in(browser: Browser) -> bool:
    return browser.get("/account").status_code == 200


def refusal(browser: Browser, path: str, status: int = 403) -> str:
    """What the sign-in page says of why nobody was signed in."""
    answer = browser.get(path)
    assert answer.status_code == status, (answer.status_code, answer.headers)
    found = re.search(r'role="alert">(.*?)</p>', answer.text)
    assert found
    assert "Sign in</a>" in answer.text  # and one can try again
    assert not is_signed_in(browser)
    return found[1].replace("&#39;", "'")


@pytest.mark.parametrize("sign", [sign_rs256, sign_es256])
def test_a_user_signs_in_at_the_provider(
    desk: Workplace, provider: OpenIdProvider, sign: Callable[[Claims], str]
) -> None:
    provider.sign = sign
    desk.tell(*TITLES)
    browser = desk.visit()
    wanted = browser.get(f"{STORY}/settings").headers["location"]
    link = re.search(r'href="(/sign-in/begin[^"]*)"', browser.read(wanted))
    assert link
    back = provider.visit(browser.get(link[1]).headers["location"])
    answer = browser.get(back.removeprefix(browser.base))
    assert (answer.status_code, answer.headers["location"]) == (303, f"{STORY}/settings")
    assert "Settings of the story" in browser.read(f"{STORY}/settings")
    assert ANN in browser.read("/account")
    browser.do(f"{STORY}/notes", {"text": "A note"})
    assert desk.store.actions()[0].who == ANN
    assert set(browser.cookies) == {"storywake_session"}  # that of the sign-in is gone


def test_only_the_issuers_documents_are_asked_for(desk: Workplace, provider: OpenIdProvider) -> None:
    browser = desk.visit()
    browser.get(go_through(provider, browser))
    assert provider.asked == ["/realm/.well-known/openid-configuration", "/authorize", "/token", "/keys"]


def test_signing_out_ends_the_session_and_does_not_sign_in_again(desk: Workplace, provider: OpenIdProvider) -> None:
    browser = desk.visit()
    browser.get(go_through(provider, browser))
    kept = desk.visit(cookies=dict(browser.cookies))
    assert browser.post("/sign-out").headers["location"] == "/sign-in"
    assert not is_signed_in(browser)
    assert not is_signed_in(kept)
    asked = len(provider.asked)
    assert "You sign in at 127.0.0.1" in browser.read("/sign-in")
    assert len(provider.asked) == asked


def test_no_password_is_taken_beside_the_provider(desk: Workplace) -> None:
    browser = desk.visit()
    answer = browser.send("POST", "/sign-in", data={"name": ANN, "password": PASSWORD})
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in")
    assert not is_signed_in(browser)
    assert "password" not in browser.read("/sign-in").casefold()


def test_without_a_provider_there_are_no_such_pages(staffed: Workplace) -> None:
    assert [staffed.visit().get(path).status_code for path in ("/sign-in/begin", BACK)] == [404, 404]


# What is wrong with the token


NOW = int(time.time())
TOKENS: dict[str, tuple[Claims, Callable[[Claims], str], str]] = {
    "for another client": ({"aud": "another"}, sign_rs256, "was made for another client"),
    "for two, on behalf of another": ({"aud": [CLIENT, "b"], "azp": "b"}, sign_rs256, "was made for another client"),
    "for nobody": ({"aud": None}, sign_rs256, "lacks a claim"),
    "of another issuer": ({"iss": "https://evil.example"}, sign_rs256, "is from another issuer"),
    "expired": ({"exp": NOW - 3600, "iat": NOW - 7200}, sign_rs256, "has expired"),
    "without an end": ({"exp": None}, sign_rs256, "lacks a claim"),
    "with no usable end": ({"exp": float("inf")}, sign_rs256, "cannot be read"),
    "from the future": ({"iat": NOW + 7200, "exp": NOW + 9000}, sign_rs256, "is not valid yet"),
    "of another sign-in": ({"nonce": "x" * 43}, sign_rs256, "its nonce differs"),
    "with another kind of nonce": ({"nonce": ["x"]}, sign_rs256, "its nonce differs"),
    "without a nonce": ({"nonce": None}, sign_rs256, "lacks a claim"),
    "unsigned": ({}, sign_by_nothing, "is not signed by an algorithm that is accepted"),
    "signed by the public key": ({}, sign_by_the_public_key, "is not signed by an algorithm that is accepted"),
    "signed by another key": ({}, lambda claims: sign_rs256(claims, OTHER_RSA_KEY), "has a wrong signature"),
    "signed by an unknown key": ({}, lambda claims: sign_rs256(claims, OTHER_RSA_KEY, kid="x"), "does not publish"),
    "naming no key of several": ({}, lambda claims: sign_rs256(claims, kid=None), "cannot be read"),
    "with its own key in it": (
        {},
        lambda claims: sign_rs256(claims, OTHER_RSA_KEY, jwk=rsa_jwk(OTHER_RSA_KEY, "rsa")),
        "has a wrong signature",
    ),
    "no token": ({}, lambda _: "not.a.token", "cannot be read"),
    "nothing": ({}, lambda _: "", "cannot be read"),
    "any letters": ({}, lambda _: "é\ud800.€.\x00", "cannot be read"),
}


@pytest.mark.parametrize("kind", TOKENS)
def test_a_token_that_is_not_in_order_signs_nobody_in(
    desk: Workplace, provider: OpenIdProvider, caplog: pytest.LogCaptureFixture, kind: str
) -> None:
    provider.changes, provider.sign, reason = TOKENS[kind]
    browser = desk.visit()
    said = refusal(browser, go_through(provider, browser))
    assert said.startswith("The sign-in service's answer was refused: its ID token")
    assert reason in said
    (line,) = [record.getMessage() for record in caplog.records if record.levelno == logging.WARNING]
    assert re.fullmatch(r"sign-in from address \S* failed: .*", line)
    assert reason in line
    assert SECRET not in caplog.text


def test_a_key_that_is_too_short_is_not_trusted(desk: Workplace, provider: OpenIdProvider) -> None:
    short = rsa.generate_private_key(65537, 1024)  # type: ignore[no-untyped-call,unused-ignore]
    provider.keys = [rsa_jwk(short, "rsa")]
    provider.sign = lambda claims: sign_rs256(claims, short)
    browser = desk.visit()
    assert "too short" in refusal(browser, go_through(provider, browser))


def test_keys_may_be_exchanged_and_odd_ones_are_passed_over(desk: Workplace, provider: OpenIdProvider) -> None:
    browser = desk.visit()
    browser.get(go_through(provider, browser))
    odd: list[Any] = [None, "x", {"kty": []}, {"kty": "oct", "k": "AA", "kid": "rsa2"}, {"kty": "RSA", "kid": "rsa2"}]
    provider.keys = [*odd, rsa_jwk(OTHER_RSA_KEY, "rsa2")]
    provider.sign = lambda claims: sign_rs256(claims, OTHER_RSA_KEY, kid="rsa2")
    again = desk.visit()
    assert again.get(go_through(provider, again)).status_code == 303
    provider.sign = sign_rs256  # by the key that was withdrawn
    late = desk.visit()
    assert "does not publish" in refusal(late, go_through(provider, late))
    for keys in ([], odd[:3]):
        provider.keys = keys
        late = desk.visit()
        assert "no usable key" in refusal(late, go_through(provider, late))


# Who it is


NOBODIES = (
    ({"email_verified": False}, "has not verified that ann@example.org is yours"),
    ({"email_verified": None}, "has not verified"),
    ({"email_verified": "false"}, "has not verified"),
    ({"email_verified": 1}, "has not verified"),
    ({"email": None}, "the claim email is missing"),
    ({"email": ["ann@example.org"]}, "the claim email is missing or odd"),
    ({"email": "ann@example.org\u202e"}, "the claim email is missing or odd"),
    ({"email": "ann"}, "gave no mail address"),
    ({"email": "eve@example.org"}, "Nobody called eve@example.org may use this desk"),
    ({"email": "<b>@example.org"}, "gave no mail address"),
    ({"email": "eve@example.org", "preferred_username": ANN}, "Nobody called eve@example.org"),
    ({"email": "eve@example.org", "sub": ANN, "groups": ["editor"]}, "Nobody called eve@example.org"),
)


def test_nobody_but_a_user_with_a_verified_address_is_let_in(
    desk: Workplace, provider: OpenIdProvider, caplog: pytest.LogCaptureFixture
) -> None:
    for person, reason in NOBODIES:
        provider.person = {"sub": "a1", "email": ANN, "email_verified": True, **person}
        browser = desk.visit()
        said = refusal(browser, go_through(provider, browser))
        assert reason.casefold() in said.casefold()
        assert reason.casefold() in caplog.text.casefold()
        assert [one.name for one in desk.store.users()] == [ANN]
        caplog.clear()
        desk.world.later(minutes=2)  # ten failures in ten minutes would be too many


def test_an_address_is_one_user_in_whatever_letters(desk: Workplace, provider: OpenIdProvider) -> None:
    provider.person |= {"email": "Ann@Example.org", "email_verified": "true"}
    browser = desk.visit()
    assert browser.get(go_through(provider, browser)).status_code == 303
    assert f">{ANN}</a>" in browser.read("/account")


def test_users_may_go_by_the_name_that_they_have_at_the_provider(
    open_oidc: Callable[..., Workplace], provider: OpenIdProvider
) -> None:
    desk = open_oidc(desk_oidc_user_claim="preferred_username")
    desk.add_user("Łukasz M.", Role.READER)
    provider.person = {"sub": "b2", "preferred_username": "Łukasz M."}
    browser = desk.visit()
    assert browser.get(go_through(provider, browser)).status_code == 303
    assert "Łukasz M." in browser.read("/account")
    provider.person = {"sub": "b3", "preferred_username": "łukasz m."}
    other = desk.visit()
    assert "Nobody called" in refusal(other, go_through(provider, other))
    provider.person = {"sub": "b2", "email": ANN, "email_verified": True}
    other = desk.visit()
    assert "preferred_username is missing" in refusal(other, go_through(provider, other))


def role_after(desk: Workplace, provider: OpenIdProvider, **person: Any) -> Role | None:
    """The role with which somebody with these claims is let in."""
    provider.person = {"sub": "c3", "email": "cy@example.org", "email_verified": True, **person}
    browser = desk.visit()
    browser.get(go_through(provider, browser))
    user = desk.store.user(provider.person["email"])
    return user.role if user and is_signed_in(browser) else None


def test_the_claim_of_roles_makes_users_and_rules_them(
    open_oidc: Callable[..., Workplace], provider: OpenIdProvider
) -> None:
    desk = open_oidc(
        desk_oidc_role_claim="groups", desk_oidc_editors=("News editors", "chiefs"), desk_oidc_readers=("staff",)
    )
    for groups in (None, [], "reader", {"staff": 1}, 7, ["Staff", "editor", None], "staff, chiefs"):
        assert role_after(desk, provider, groups=groups) is None
    assert desk.store.user("cy@example.org") is None
    assert role_after(desk, provider, groups=["x", "staff"], email_verified=False) is None
    assert desk.store.user("cy@example.org") is None
    assert role_after(desk, provider, groups=["x", "staff"]) is Role.READER
    assert role_after(desk, provider, groups=["staff", "News editors"]) is Role.EDITOR
    assert role_after(desk, provider, groups="staff") is Role.READER
    done = [(one.who, one.what) for one in desk.store.actions()]
    assert done == [
        ("cy@example.org", "Was made reader by the sign-in service"),
        ("cy@example.org", "Was made editor by the sign-in service"),
        ("cy@example.org", "Was made reader by the sign-in service, at the first sign-in"),
    ]
    assert role_after(desk, provider, groups=["x"]) is None  # no longer one of the staff
    assert "groups" in begin(desk.visit())  # it is asked for where the provider has such a scope


def test_whom_the_operator_added_keeps_the_role(open_oidc: Callable[..., Workplace], provider: OpenIdProvider) -> None:
    desk = open_oidc(desk_oidc_role_claim="realm_access.roles")
    desk.add_user("rob@example.org", Role.READER)
    rob = {"email": "rob@example.org", "realm_access": {"roles": ["editor"]}}
    assert role_after(desk, provider, **rob) is Role.READER
    assert role_after(desk, provider, realm_access={"roles": ["editor"]}) is Role.EDITOR
    assert role_after(desk, provider, realm_access=["editor"]) is None


def test_whom_the_provider_made_a_user_has_no_password(
    open_desk: Callable[..., Workplace], open_oidc: Callable[..., Workplace], provider: OpenIdProvider
) -> None:
    assert role_after(open_oidc(desk_oidc_role_claim="groups"), provider, groups=["reader"]) is Role.READER
    by_password = open_desk(desk_auth="users")
    for password in ("", HASH, "x"):
        form = {"name": "cy@example.org", "password": password}
        assert by_password.visit().send("POST", "/sign-in", data=form).status_code == 401


def test_a_provider_may_give_the_claims_on_request_alone(
    open_oidc: Callable[..., Workplace], provider: OpenIdProvider
) -> None:
    desk = open_oidc(desk_oidc_role_claim="groups")
    provider.person = {"sub": "c3"}
    provider.user_info = {"sub": "c3", "email": "cy@example.org", "email_verified": True, "groups": ["editor"]}
    browser = desk.visit()
    assert browser.get(go_through(provider, browser)).status_code == 303
    assert desk.store.user("cy@example.org") == DeskUser("cy@example.org", Role.EDITOR)
    provider.user_info["sub"] = "another"
    late = desk.visit()
    assert "the claim email is missing" in refusal(late, go_through(provider, late))
    provider.person |= {"email": ANN, "email_verified": True}  # which the ID token says comes first
    provider.user_info = {"sub": "c3", "email": "cy@example.org"}
    ann = desk.visit()
    ann.get(go_through(provider, ann))
    assert ANN in ann.read("/account")


# The way there and back


def test_an_answer_is_only_for_the_browser_that_began(desk: Workplace, provider: OpenIdProvider) -> None:
    thief, victim = desk.visit(), desk.visit()
    stolen = go_through(provider, thief)
    assert "not begun in this browser" in refusal(victim, stolen, 400)
    begin(victim)
    assert "not begun in this browser" in refusal(victim, stolen, 400)
    assert thief.get(stolen).status_code == 303  # it was not used up by that


def test_an_answer_is_used_once(desk: Workplace, provider: OpenIdProvider) -> None:
    browser = desk.visit()
    back = go_through(provider, browser)
    kept = dict(browser.cookies)
    assert browser.get(back).status_code == 303
    assert is_signed_in(browser)
    replayed = desk.visit(cookies=kept)
    asked = len(provider.asked)
    assert "was used already" in refusal(replayed, back, 400)
    assert len(provider.asked) == asked
    browser.cookies.pop("storywake_session")
    assert "or is complete" in refusal(browser, back, 400)


def test_an_answer_is_in_time(desk: Workplace, provider: OpenIdProvider) -> None:
    slow = desk.visit()
    back = go_through(provider, slow)
    desk.world.later(minutes=11)
    assert "longer than ten minutes" in refusal(slow, back, 400)


def test_another_state_is_refused(desk: Workplace, provider: OpenIdProvider) -> None:
    browser = desk.visit()
    back = go_through(provider, browser)
    for changed in (
        back.replace("state=", "state=x", 1),
        re.sub(r"&state=[^&]*", "", back),
        re.sub(r"state=[^&]*", "state=%F0%9F%97%9E%ED%A0%80", back),
        BACK,
    ):
        assert "not begun in this browser" in refusal(browser, changed, 400)
    assert browser.get(back).status_code == 303  # a foreign link does not end the sign-in under way


def test_a_cookie_that_is_not_ours_is_nothing(desk: Workplace) -> None:
    for cookie in ("", "x", "a.b.c", "..", "%00", "A" * 43 + ".9999999999.%2F", "A" * 43 + ".١.%2F"):
        sent = {"Cookie": f"storywake_signing_in={cookie}".encode()}
        answer = desk.visit().get(f"{BACK}?code=x&state=x", headers=sent)
        assert (answer.status_code, "not begun in this browser" in answer.text) == (400, True)


def test_the_cookie_of_a_sign_in_leads_nowhere_else(desk: Workplace, provider: OpenIdProvider) -> None:
    for away in (
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "/x\r\nSet-Cookie: a=b",
        "/" + "x" * 5000,
    ):
        browser = desk.visit()
        answer = browser.get(go_through(provider, browser, away))
        assert (answer.status_code, answer.headers["location"]) == (303, "/")
    browser = desk.visit()
    back = go_through(provider, browser, "/search")
    browser.cookies["storywake_signing_in"] = browser.cookies["storywake_signing_in"].replace("search", "log")
    assert "not begun" in refusal(browser, back, 400)


def test_the_provider_may_refuse(desk: Workplace, provider: OpenIdProvider) -> None:
    browser = desk.visit()
    state = re.search(r"state=([^&]*)", begin(browser))
    assert state
    said = refusal(browser, f"{BACK}?error=access_denied%3Cb%3E%0A&state={state[1]}")
    assert said == r"The sign-in service did not sign you in ('access_denied&lt;b&gt;\n')."


def test_a_made_up_code_and_a_foreign_issuer_are_refused(
    desk: Workplace, provider: OpenIdProvider, caplog: pytest.LogCaptureFixture
) -> None:
    browser = desk.visit()
    back = go_through(provider, browser)
    said = refusal(browser, re.sub(r"code=[^&]*", "code=x", back))
    assert "does not know of this sign-in" in said
    assert "answered 400 'invalid_grant'" in caplog.text
    other = desk.visit()
    back = go_through(provider, other)
    assert "another sign-in service" in refusal(other, re.sub(r"iss=[^&]*", "iss=https://evil.example", back))


def test_a_wrong_secret_is_the_operators_to_mend(
    open_oidc: Callable[..., Workplace], provider: OpenIdProvider, caplog: pytest.LogCaptureFixture
) -> None:
    desk = open_oidc(desk_oidc_client_secret=SecretStr("a wrong secret"))
    for _ in range(11):  # which counts as nobody's failed attempt
        browser = desk.visit()
        assert "does not answer as it should" in refusal(browser, go_through(provider, browser), 503)
    assert "/token: answered 401 'invalid_client'" in caplog.text
    assert "a wrong secret" not in caplog.text


def test_a_code_is_worth_nothing_without_the_verifier(desk: Workplace, provider: OpenIdProvider) -> None:
    one, other = desk.visit(), desk.visit()
    stolen = re.search(r"code=[^&]*", go_through(provider, one))
    own = go_through(provider, other)
    assert stolen
    assert "does not know" in refusal(other, re.sub(r"code=[^&]*", stolen[0], own))


def test_failures_are_limited_for_a_while_as_wrong_passwords_are(desk: Workplace, provider: OpenIdProvider) -> None:
    for _ in range(20):  # any page of the web could have a browser ask for these
        assert desk.visit().get(f"{BACK}?code=x&state=y").status_code == 400
    provider.changes = {"aud": "another"}
    for _ in range(10):
        browser = desk.visit()
        assert browser.get(go_through(provider, browser)).status_code == 403
    provider.changes = {}
    assert "in ten minutes" in refusal(desk.visit(), "/sign-in/begin", 429)
    desk.world.later(minutes=11)
    browser = desk.visit()
    back = go_through(provider, browser)
    for _ in range(10):
        desk.app.state.desk.attempts.note_failure(("address 127.0.0.1",), desk.world.now)
    assert browser.get(back).status_code == 429


def test_by_https_the_cookie_is_secure_and_the_provider_leads_back_by_it(
    open_oidc: Callable[..., Workplace], provider: OpenIdProvider
) -> None:
    desk = open_oidc(web_address="https://desk.example.org")
    browser = desk.visit(base="https://desk.example.org")
    answer = browser.get("/sign-in/begin")
    assert "redirect_uri=https%3A%2F%2Fdesk.example.org%2Fsign-in%2Fback&" in answer.headers["location"]
    said = answer.headers["set-cookie"]
    assert all(word in said for word in ("Secure", "HttpOnly", "SameSite=lax", "Path=/sign-in", "Max-Age=600"))
    assert browser.get(provider.visit(answer.headers["location"]).removeprefix(browser.base)).status_code == 303


def test_the_secret_may_go_in_the_form_or_be_missing(
    open_oidc: Callable[..., Workplace], provider: OpenIdProvider
) -> None:
    provider.document = {"token_endpoint_auth_methods_supported": ["client_secret_post"]}
    browser = open_oidc().visit()
    assert browser.get(go_through(provider, browser)).status_code == 303
    provider.document, provider.public = {}, True
    browser = open_oidc(desk_oidc_client_secret=None).visit()
    assert browser.get(go_through(provider, browser)).status_code == 303


# The provider


WELL_KNOWN = "/realm/.well-known/openid-configuration"


ODD_ANSWERS = (
    ((503, b""), "answered 503"),
    ((404, b"<p>no"), "answered 404"),
    ((302, b"https://evil.example/"), "answered 302"),
    ((200, b"<p>"), "is not JSON"),
    ((200, b"[" * 100_000), "is not JSON"),
    ((200, b"[]"), "is not a JSON object"),
    ((200, b" " * 600_000), "larger than 500,000 bytes"),
    ((200, b"{}"), "lacks issuer, authorization_endpoint"),
)
ODD_ADDRESSES: tuple[tuple[Claims, str], ...] = (
    ({"issuer": "https://evil.example"}, "is about the issuer 'https://evil.example'"),
    ({"token_endpoint": "http://127.0.0.1:9/token"}, "which is not https"),
    ({"jwks_uri": "file:///etc/passwd"}, "which is not https"),
    ({"authorization_endpoint": "javascript:alert(1)"}, "which is not https"),
    ({"userinfo_endpoint": "http://["}, "which is not https"),
    ({"jwks_uri": None}, "lacks jwks_uri"),
)


def test_a_provider_that_answers_oddly_signs_nobody_in(
    desk: Workplace, provider: OpenIdProvider, caplog: pytest.LogCaptureFixture
) -> None:
    for answer, reason in ODD_ANSWERS:
        provider.answers[WELL_KNOWN] = answer
        assert "does not answer as it should" in refusal(desk.visit(), "/sign-in/begin", 503)
        assert reason in caplog.text
        asked = len(provider.asked)
        refusal(desk.visit(), "/sign-in/begin", 503)
        assert len(provider.asked) == asked  # it is left alone for a moment
        caplog.clear()
        desk.world.later(seconds=11)
    provider.answers.clear()
    assert begin(desk.visit())


def test_a_provider_that_names_odd_addresses_signs_nobody_in(
    desk: Workplace, provider: OpenIdProvider, caplog: pytest.LogCaptureFixture
) -> None:
    for document, reason in ODD_ADDRESSES:
        provider.document = document
        assert "does not answer as it should" in refusal(desk.visit(), "/sign-in/begin", 503)
        assert reason in caplog.text
        caplog.clear()
        desk.world.later(seconds=11)


def test_a_provider_that_is_away_is_said_so(
    desk: Workplace, provider: OpenIdProvider, caplog: pytest.LogCaptureFixture
) -> None:
    under_way, browser = desk.visit(), desk.visit()
    back = go_through(provider, under_way)
    provider.close()
    assert "does not answer as it should" in refusal(under_way, back, 503)
    desk.world.later(minutes=11)  # what the provider said of itself is asked for again
    assert "does not answer as it should" in refusal(browser, "/sign-in/begin", 503)
    assert caplog.text.count("no connection") == 2
    for _ in range(10):
        assert desk.visit().get("/sign-in/begin").status_code == 503  # which is nobody's failed attempt


@pytest.mark.parametrize(("path", "body"), [("/token", b"[]"), ("/keys", b"nothing"), ("/me", b"{")])
def test_every_answer_of_the_provider_is_checked(
    desk: Workplace, provider: OpenIdProvider, path: str, body: bytes
) -> None:
    provider.person = {"sub": "a1"}
    provider.answers[path] = 200, body
    browser = desk.visit()
    assert "does not answer as it should" in refusal(browser, go_through(provider, browser), 503)


def test_other_hosts_than_the_issuers_must_be_public(
    open_oidc: Callable[..., Workplace], provider: OpenIdProvider, caplog: pytest.LogCaptureFixture
) -> None:
    """The issuer is on a private address because the operator said so; what it names is fetched like any page."""
    desk = open_oidc(allow_private_addresses=False)
    provider.document = {"jwks_uri": "https://127.0.0.2:8443/keys"}
    browser = desk.visit()
    assert "does not answer as it should" in refusal(browser, go_through(provider, browser), 503)
    assert "https://127.0.0.2:8443/keys: refused" in caplog.text


# Settings


def test_the_settings_are_complete(world: Any) -> None:
    said = "`oidc` also needs STORYWAKE_DESK_OIDC_ISSUER and STORYWAKE_DESK_OIDC_CLIENT_ID"
    for changes in ({}, {"desk_oidc_issuer": "https://id.example.org"}, {"desk_oidc_client_id": "x"}):
        for host in ("127.0.0.1", "0.0.0.0"):
            with pytest.raises(SettingsError, match=re.escape(said)):
                check_access(world.settings(desk_auth="oidc", **changes), host)
    check_access(
        world.settings(desk_auth="oidc", desk_oidc_issuer="https://id.example.org", desk_oidc_client_id="x"), "0.0.0.0"
    )


def test_the_issuer_is_reached_by_https_or_on_this_machine(world: Any) -> None:
    for issuer in ("https://id.example.org", "https://10.0.0.5:8443/realms/a/", "http://127.0.0.1:9/x", "http://[::1]"):
        assert world.settings(desk_oidc_issuer=issuer).desk_oidc_issuer == issuer
    for issuer in (
        "http://id.example.org",
        "id.example.org",
        "https://",
        "https://u:p@x.org",
        "http://127.0.0.1.x.org",
    ):
        with pytest.raises(ValidationError):
            world.settings(desk_oidc_issuer=issuer)


def test_groups_may_have_spaces_in_their_names(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STORYWAKE_DESK_OIDC_EDITORS", "News editors, chiefs,")
    settings = Settings(_env_file=None)  # type: ignore[call-arg]
    assert settings.desk_oidc_editors == ("News editors", "chiefs")
    assert settings.desk_oidc_readers == ("reader",)
