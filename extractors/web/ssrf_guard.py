"""Which addresses may be connected to: those of the public internet, and no others."""

import contextlib
import re
import socket
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

# IANA's registries of special addresses, in full: what `ipaddress` calls global differs between Python versions.
_SPECIAL_IPV4 = tuple(
    IPv4Network(network)
    for network in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "168.63.129.16/32",  # Azure's metadata service hides behind a global address
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/3",
    )
)
_GLOBAL_IPV6 = IPv6Network("2000::/3")
# protocol assignments with Teredo, documentation, 6to4: the last carries an IPv4 address that nobody checks
_SPECIAL_IPV6 = tuple(IPv6Network(network) for network in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"))
# These stand for the IPv4 address in their last 32 bits; NAT64 is how a machine without IPv4 reaches the old web.
_IPV4_INSIDE = tuple(IPv6Network(network) for network in ("::ffff:0:0/96", "64:ff9b::/96"))

# Names of machines that are not on the internet (RFC 6761, RFC 6762, RFC 8375, and what routers and clouds use).
_LOCAL_ENDINGS = frozenset("internal intranet local localhost localdomain lan home corp private arpa".split())
_METADATA = frozenset({"metadata", "instance-data"})  # a cloud's, at whatever address its own resolver says
_IPV4_IN_NAME = re.compile(r"(?<![0-9])(\d{1,3})[.-](\d{1,3})[.-](\d{1,3})[.-](\d{1,3})(?![0-9])")
# Ports of services that can be made to understand an HTTP request as something else (the fetch standard's and others).
_OTHER_SERVICES = frozenset(
    {1433, 1521, 1719, 1720, 1723, 2049, 2181, 2375, 2376, 2379, 3306, 3389, 3659, 4045, 4190, 5060, 5061, 5432, 5672,
     5900, 5984, 6000, 6379, 6443, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 9042, 9092, 9200, 9300, 10050, 10080,
     10250, 11211, 27017}
)  # fmt: skip

Resolver = Callable[[str, int], list[str]]


class AddressError(Exception):
    """A host has no address that may be connected to."""


def is_public(address: str) -> bool:
    """Say whether an IP address belongs to the public internet; False for what is no IP address."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return False
    return _is_public_ipv4(parsed) if isinstance(parsed, IPv4Address) else _is_public_ipv6(parsed)


def _is_public_ipv4(address: IPv4Address) -> bool:
    return not any(address in network for network in _SPECIAL_IPV4)


def _is_public_ipv6(address: IPv6Address) -> bool:
    if any(address in network for network in _IPV4_INSIDE):
        return _is_public_ipv4(IPv4Address(int(address) & 0xFFFFFFFF))
    # a scope ("%eth0") names an interface of this machine
    special = address.scope_id or any(address in network for network in _SPECIAL_IPV6)
    return address in _GLOBAL_IPV6 and not special


def is_public_name(host: str) -> bool:
    """Say whether a host's name can be one of the public internet, whatever address it has; True for an IP address.

    A name without a dot, of a local network or of a cloud's metadata service is none, nor one that is made to lead to
    the address written in it ("10.0.0.1.nip.io").
    """
    with contextlib.suppress(ValueError):
        return bool(ip_address(host.strip("[]")))
    labels = host.casefold().rstrip(".").split(".")
    is_domain = len(labels) > 1 and (labels[-1].isalpha() or labels[-1].startswith("xn--"))
    if not is_domain or labels[-1] in _LOCAL_ENDINGS or labels[0] in _METADATA:
        return _is_ipv4_by_another_spelling(host)
    return all(is_public(".".join(found)) for found in _IPV4_IN_NAME.findall(host))


def _is_ipv4_by_another_spelling(host: str) -> bool:
    """ "2130706433" and "0x7f.1" are addresses to the system, and are judged as such once it has looked them up."""
    try:
        socket.inet_aton(host)
    except OSError:
        return False
    return True


def is_web_port(port: int) -> bool:
    """Say whether a port may serve the web: 80, 443, or one that needs no privilege and that no other service has."""
    return port in {80, 443} or (port >= 1024 and port not in _OTHER_SERVICES)


def resolve(host: str, port: int) -> list[str]:
    """Ask the system for the addresses of a host; raises OSError when there is none."""
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


@dataclass(frozen=True)
class Network:
    """How hosts are looked up, and which of their names, ports and addresses may be used."""

    resolve: Resolver = resolve
    is_allowed: Callable[[str], bool] = is_public
    is_allowed_name: Callable[[str], bool] = is_public_name
    is_allowed_port: Callable[[int], bool] = is_web_port


OPEN_NETWORK = Network(is_allowed=lambda _: True, is_allowed_name=lambda _: True, is_allowed_port=lambda _: True)


def shown_url(url: str) -> str:
    """Give a URL fit for one line of a message: no password, no control characters, not endless."""
    visible = re.sub(r"(?<=://)([^/@:]*):[^/@]*@", r"\1:…@", url)
    visible = "".join(character if character.isprintable() else "?" for character in visible)
    return visible if len(visible) <= 300 else visible[:299] + "…"
