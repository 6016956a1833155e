"""Parse and compare mail addresses, with or without a display name."""

import re

import idna

from news import parse_address

_NAMED = re.compile(r"[^<>\r\n]*<([^<>]*)>")
_IN_BRACKETS = re.compile(r"<\s*([^\s<>]{1,254})\s*>")
_BARE = re.compile(r"[^\s<>()\",;:]{1,64}@[^\s<>()\",;:]{1,190}")


def split_address(text: str) -> tuple[str, str]:
    """The local part and the domain of an address, without its display name if it has one.

    The domain is returned in lower-case ASCII, so that only a local part can require SMTPUTF8. It is the one that IDNA
    2008 names, by which domains are registered: faß.example is another domain than fass.example. Raises ValueError.
    """
    named = _NAMED.fullmatch(text.strip())
    address = (named[1] if named else text).strip()
    local, domain = parse_address(address)
    written = address.rpartition("@")[2]
    return local, domain if written.isascii() else _registered_domain(written, address)


def _registered_domain(domain: str, address: str) -> str:
    try:
        return idna.encode(domain, uts46=True, std3_rules=True).decode("ascii").lower().removesuffix(".")
    except idna.IDNAError:
        raise ValueError(f"{address!r} is not a mail address: nobody can register its domain") from None


def plain_address(text: str) -> str:
    """The address without a display name, as in the envelope. Raises ValueError."""
    return "@".join(split_address(text))


def recipient_key(text: str) -> str:
    """A key that two spellings of one recipient share: domains ignore case, local parts do not.

    An invalid address is its own key: it is reported where it is used.
    """
    try:
        return plain_address(text)
    except ValueError:
        return text.strip()


def sender_key(text: str) -> str:
    """A key that the addresses share from which one person writes: without case, and without a tag after "+".

    Mail to ann+news@example.org is answered from Ann@Example.org as often as the other way round. The key only guards
    against replies by somebody to whom a mail was forwarded; that a reply is genuine is proven by its signed name.
    """
    local, _, domain = recipient_key(text).casefold().rpartition("@")
    return f"{local.partition('+')[0] or local}@{domain}" if local else domain


def find_sender(header: str) -> str:
    """The address in a From header, however it is written; "" if there is none.

    It does not parse the header's comments and groups, whose grammar is recursive and can be abused.
    """
    unquoted = re.sub(r'"[^"]{0,500}"', "", header)
    found = _IN_BRACKETS.findall(unquoted) or _BARE.findall(unquoted)
    return str(found[-1]) if found else ""
