"""Who may use the desk: sign-in, sessions, roles, a trusted proxy, and addresses that need users."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from desk import check_access
from desk.attempts import Attempts
from desk.passwords import MOST_PASSWORD, hash_password, is_password
from news import DeskUser, Role
from pipeline import SettingsError
from tests.desk.conftest import HASH, PASSWORD, STORY, Workplace
from tests.desk.visiting import Browser
from tests.world import NOON

OPEN = {"/sign-in", "/sign-in/begin", "/sign-in/back", "/health", "/shared/{link}", "/answer/{name}/{command}"}


def is_signed_in(browser: Browser) -> bool:
    answer = browser.get("/account")
    assert answer.status_code in {200, 303}
    return answer.status_code == 200


def routes(desk: Workplace) -> list[tuple[str, str]]:
    """Every method and path of the desk, with something in place of its parameters."""
    found = set()
    for route in desk.app.routes:
        for one in getattr(getattr(route, "original_router", route), "routes", [route]):
            for method in getattr(one, "methods", None) or ():
                found.add((method, one.path))
    return sorted(found)


def filled(path: str) -> str:
    values = {"name": "treaty", "number": "1", "note": "1", "link": "1", "form": "atom", "command": "stop"}
    return re.sub(r"\{(\w+)\}", lambda one: values[one[1]], path)


def test_an_address_of_the_network_needs_users(open_desk: Callable[..., Workplace], world: Any) -> None:
    for host in ("0.0.0.0", "192.168.1.5", "::", "desk.example.org", ""):
        with pytest.raises(SettingsError, match="STORYWAKE_DESK_AUTH"):
            open_desk(host)
    for host in ("127.0.0.1", "::1", "localhost", "127.8.8.8"):
        check_access(world.settings(), host)
    check_access(world.settings(desk_auth="users"), "0.0.0.0")


def test_everything_but_what_is_in_the_mails_asks_to_sign_in(staffed: Workplace) -> None:
    stranger, tried = staffed.visit(), 0
    for method, path in routes(staffed):
        if path in OPEN or path.startswith("/static"):
            continue
        tried += 1
        answer = stranger.send(
            method, filled(path), headers={"Origin": stranger.base}, data={} if method != "GET" else None
        )
        if path.startswith("/api/"):
            assert answer.status_code == 401, (method, path)
        else:
            assert (answer.status_code, answer.headers["location"][:8]) == (303, "/sign-in"), (method, path)
        assert "lithium" not in answer.text
    assert tried > 40


def test_signing_in_leads_where_the_visitor_wanted_to_go(staffed: Workplace) -> None:
    browser = staffed.visit()
    location = browser.get(f"{STORY}/settings").headers["location"]
    assert location == "/sign-in?next=%2Fstories%2Ftreaty%2Fsettings"
    wanted = re.search(r'name="next" value="([^"]*)"', browser.read(location))
    assert wanted
    form = {"name": "ann", "password": PASSWORD, "next": wanted[1]}
    assert browser.send("POST", "/sign-in", data=form).headers["location"] == f"{STORY}/settings"
    assert "Settings of the story" in browser.read(f"{STORY}/settings")


AWAY = (
    "https://evil.example/",
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "javascript:alert(1)",
    "/x\r\nSet-Cookie: a=b",
    "http:evil.example",
    "/\t/evil.example",
    "//[",
    " //evil.example",
    "/%0d%0aSet-Cookie:%20a=b",
    "\x00/",
    "/\u2028x",
)


def test_nobody_is_led_away_after_signing_in_or_acting(staffed: Workplace, subtests: pytest.Subtests) -> None:
    for away in AWAY:
        with subtests.test(away):
            browser = staffed.visit()
            answer = browser.send("POST", "/sign-in", data={"name": "ann", "password": PASSWORD, "next": away})
            browser.cookies = dict(answer.cookies)
            assert answer.status_code == 303
            note = browser.post("/undo/99", {"next": away})
            shown = browser.get("/sign-in", params={"next": away})
            for one in (answer, note):
                location = one.headers["location"]
                assert re.match(r"/(?![/\\])", location), location
                assert not re.search(r"[\r\n\t]", location)
                assert "a" not in one.cookies
            assert not re.search(r'name="next" value="(?!/(?![/\\]))', shown.text)


def test_signing_in_gives_a_new_key_whatever_the_browser_had(staffed: Workplace) -> None:
    planted = "A" * 43
    victim = staffed.visit(cookies={"storywake_session": planted})
    form = {"name": "ann", "password": PASSWORD}
    answer = victim.send("POST", "/sign-in", data=form)
    assert victim.cookies["storywake_session"] != planted
    assert is_signed_in(victim)
    assert not is_signed_in(staffed.visit(cookies={"storywake_session": planted}))
    said = answer.headers["set-cookie"]
    assert "HttpOnly" in said
    assert "SameSite=Lax" in said
    again = staffed.sign_in("ann")
    assert again.cookies["storywake_session"] != victim.cookies["storywake_session"]


def test_the_cookie_is_secure_where_the_desk_is_reached_by_https(open_desk: Callable[..., Workplace]) -> None:
    desk = open_desk(desk_auth="users", web_address="https://desk.example.org")
    desk.add_user("ann")
    browser = desk.visit(base="https://desk.example.org")
    answer = browser.send("POST", "/sign-in", data={"name": "ann", "password": PASSWORD})
    assert "Secure" in answer.headers["set-cookie"]


def test_a_session_ends_at_sign_out(staffed: Workplace) -> None:
    browser = staffed.sign_in("ann")
    kept = staffed.visit(cookies=dict(browser.cookies))
    assert browser.post("/sign-out").headers["location"] == "/sign-in"
    assert "storywake_session" not in browser.cookies
    assert not is_signed_in(browser)
    assert not is_signed_in(kept)  # also for whoever kept the cookie


def test_a_session_ends_with_a_new_password_and_with_its_user(staffed: Workplace) -> None:
    ann, rob = staffed.sign_in("ann"), staffed.sign_in("rob")
    staffed.store.save_user(DeskUser("ann", Role.EDITOR, hash_password("another password")))
    assert (is_signed_in(ann), is_signed_in(rob)) == (False, True)
    assert staffed.visit().send("POST", "/sign-in", data={"name": "ann", "password": PASSWORD}).status_code == 401
    staffed.store.remove_user("rob", staffed.world.now)
    assert not is_signed_in(rob)


def test_a_session_ends_after_its_time(staffed: Workplace) -> None:
    browser = staffed.sign_in("ann")
    staffed.world.later(days=13)
    assert is_signed_in(browser)
    staffed.world.later(days=1, minutes=1)
    assert not is_signed_in(browser)


def test_forged_and_odd_sessions_are_nobodys(staffed: Workplace) -> None:
    key = staffed.sign_in("ann").cookies["storywake_session"]
    for forged in ("", "x", key[:-1], key + "A", key.swapcase(), "A" * 5000, "%00", '"' + key):
        assert not is_signed_in(staffed.visit(cookies={"storywake_session": forged})), forged
    digests = [row for row in (staffed.world.folder / "storywake.db").read_bytes().split() if key.encode() in row]
    assert digests == []  # only a digest of the key is stored


def test_a_wrong_password_and_an_unknown_name_are_answered_alike(staffed: Workplace) -> None:
    def refusal(name: str, password: str) -> tuple[int, str]:
        answer = staffed.visit().send("POST", "/sign-in", data={"name": name, "password": password})
        return answer.status_code, answer.text

    assert refusal("ann", "wrong") == refusal("nobody", "wrong") == refusal("", "") == refusal("ann", PASSWORD + " ")
    assert refusal("ann", "wrong")[0] == 401


def test_passwords_are_bounded_and_long_ones_are_not_cut() -> None:
    with pytest.raises(ValueError, match="8 to 200"):
        hash_password("seven..")
    with pytest.raises(ValueError, match="8 to 200"):
        hash_password("x" * (MOST_PASSWORD + 1))
    longest = "x" * MOST_PASSWORD
    assert is_password(longest, hash_password(longest))
    assert not is_password(longest + "x", hash_password(longest))
    assert not is_password("", "")
    assert not is_password(PASSWORD, "not a hash")
    assert HASH.startswith("$argon2id$")


def test_wrong_passwords_are_limited_for_a_while(staffed: Workplace) -> None:
    browser = staffed.visit()

    def sign_in(name: str, password: str) -> int:
        return browser.send("POST", "/sign-in", data={"name": name, "password": password}).status_code

    assert [sign_in("ann", "wrong") for _ in range(10)] == [401] * 10
    assert sign_in("ann", PASSWORD) == 429
    assert sign_in("rob", PASSWORD) == 429  # from the same address
    staffed.world.later(minutes=11)
    assert sign_in("ann", PASSWORD) == 303


def test_attempts_do_not_fill_the_memory() -> None:
    attempts = Attempts()
    for number in range(8_000):
        attempts.note_failure((f"user {number}", f"address {number}"), NOON + timedelta(milliseconds=number))
    assert len(attempts._failed) == 10_000
    for number in range(8_000, 16_000):
        assert attempts.may_try((f"user {number}",), NOON)
    assert len(attempts._failed) == 10_000


def test_names_and_passwords_of_any_length_are_refused(staffed: Workplace) -> None:
    for form in ({"name": "x" * 10_000, "password": "y"}, {"name": "ann", "password": "y" * 100_000}):
        assert staffed.visit().send("POST", "/sign-in", data=form).status_code in {401, 422}


def test_a_reader_may_do_nothing_by_any_form(staffed: Workplace) -> None:
    cookies, refused = staffed.sign_in("rob").cookies, set()
    before = (staffed.world.folder / "seeds" / "treaty.md").read_bytes()
    for method, path in routes(staffed):
        if method != "POST" or path in OPEN | {"/sign-out"} or path.startswith("/api/"):
            continue
        rob = staffed.visit(cookies=dict(cookies))
        if rob.post(filled(path), {"match": 1, "answer": "no", "text": "x", "development": 1}).status_code == 403:
            refused.add(path)
    allowed = {"/sign-out", "/account/keys", "/account/keys/{number}/revoke", "/installation"}
    posts = {path for method, path in routes(staffed) if method == "POST" and not path.startswith("/api/")}
    assert refused | allowed | OPEN >= posts
    assert refused.isdisjoint(allowed)
    assert (staffed.world.folder / "seeds" / "treaty.md").read_bytes() == before
    assert not [one for one in staffed.store.actions() if one.seed]


def test_a_proxy_names_the_users(open_desk: Callable[..., Workplace]) -> None:
    desk = open_desk(desk_auth="proxy:X-Remote-User", recipients=("ann@example.org",))
    desk.tell("Letter sent")
    desk.add_user("ann")
    ann = desk.visit(headers={"X-Remote-User": "ann"})
    ann.do(f"{STORY}/notes", {"text": "A note"})
    assert desk.store.actions()[0].who == "ann"
    stranger = desk.visit(headers={"X-Remote-User": "unknown"})
    assert stranger.read(STORY)
    assert stranger.post(f"{STORY}/notes", {"text": "Another"}).status_code == 403
    nobody = desk.visit()
    assert nobody.get(STORY).status_code == 401
    assert desk.visit(headers={"X-Remote-User": " "}).get(STORY).status_code == 401
    ann.headers = {"X-Remote-User": "unknown"}  # the token was another user's
    assert ann.send("POST", f"{STORY}/notes", data={"token": ann.token, "text": "x"}).status_code == 403


def test_the_proxys_header_means_nothing_without_a_proxy(staffed: Workplace) -> None:
    assert not is_signed_in(staffed.visit(headers={"X-Remote-User": "ann", "Remote-User": "ann"}))


def test_a_proxy_may_name_users_in_any_letters(open_desk: Callable[..., Workplace]) -> None:
    desk = open_desk(desk_auth="proxy:X-Remote-User")
    desk.add_user("Łukasz Müller")
    for name in ("Łukasz Müller".encode(), "Łukasz\u202e".encode(), b"x" * 500):
        answer = desk.visit().send("GET", "/account", headers={"X-Remote-User": name})
        assert answer.status_code == (200 if name.startswith("Łukasz M".encode()) else 401)
