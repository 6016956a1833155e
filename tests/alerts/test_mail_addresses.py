"""Addresses in envelopes and as keys: a domain is the one that IDNA 2008 names, never a look-alike of another owner."""

import idna
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts import recipient_key, sender_key
from alerts.mail_addresses import find_sender, plain_address


@pytest.mark.parametrize(
    ("address", "plain"),
    [
        ("desk@großefragen.example", "desk@xn--groefragen-73a.example"),
        ("desk@Straße.EXAMPLE", "desk@xn--strae-oqa.example"),
        ("desk@STRAẞE.example", "desk@xn--strae-oqa.example"),
        ("desk@ειδήσεις.example", "desk@xn--jxalccrd7df.example"),
        ("desk@ΕΙΔΉΣΕΙΣ.example", "desk@xn--jxalccrd2ec.example"),
        ("Jürgen <jürgen@bücher.example>", "jürgen@xn--bcher-kva.example"),
        ("desk@ᎠᎡ.example", "desk@xn--58dc.example"),
        ("desk@例え.example", "desk@xn--r8jz45g.example"),
        ("desk@xn--bcher-kva.example", "desk@xn--bcher-kva.example"),
        ("desk@localhost", "desk@localhost"),
    ],
)
def test_the_domain_is_the_registered_one(address: str, plain: str) -> None:
    assert plain_address(address) == plain


@pytest.mark.parametrize("address", ["desk@☃.example", "desk@a‍b.example", "desk@אa.example", "desk@¼.example", "desk"])
def test_a_domain_that_nobody_can_register_is_no_address(address: str) -> None:
    with pytest.raises(ValueError, match="mail address"):
        plain_address(address)


@given(st.text(st.characters(categories=["L", "M", "N"]), min_size=1, max_size=20))
def test_no_mail_goes_to_a_domain_that_idna_does_not_name(label: str) -> None:
    try:
        found = plain_address(f"desk@{label}.example")
    except ValueError:
        return
    assert found == f"desk@{idna.encode(f'{label}.example', uts46=True).decode().lower()}"


def test_senders_are_one_person_without_case_and_tags() -> None:
    same = ["ann@example.org", "Ann@Example.ORG", "ann+storywake@example.org", "Ann Miller <ANN+x+y@example.org>"]
    assert {sender_key(each) for each in same} == {"ann@example.org"}
    assert sender_key("ann.b@example.org") != sender_key("ann@example.org")
    assert sender_key("+x@example.org") != sender_key("+y@example.org")
    assert recipient_key("ann+a@example.org") != recipient_key("ann+b@example.org")


@pytest.mark.parametrize("header", ["", "Ann", "(" * 3_000, "<" * 3_000, "<>", "Ann <ann at example.org>"])
def test_a_header_without_an_address(header: str) -> None:
    assert "@" not in find_sender(header)
