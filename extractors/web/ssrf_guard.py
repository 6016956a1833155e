"""Protection against SSRF: only addresses of the public internet may be connected to."""

import contextlib
import re
import socket
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

# IANA's registries of special addresses, complete, because `ipaddress.is_global` differs between Python versions.
_SPECIAL_IPV4 = tuple(
    IPv4Network(network)
    for network in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "168.63.129.16/32",  # Azure's metadata service has a global address
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
# protocol assignments with Teredo, documentation, and 6to4, which embeds an unchecked IPv4 address
_SPECIAL_IPV6 = tuple(IPv6Network(network) for network in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"))
# These embed an IPv4 address in the last 32 bits; machines without IPv4 reach IPv4 hosts by NAT64.
_IPV4_INSIDE = tuple(IPv6Network(network) for network in ("::ffff:0:0/96", "64:ff9b::/96"))

# Names of hosts not on the internet (RFC 6761, RFC 6762, RFC 8375, and names used by routers and clouds).
_LOCAL_ENDINGS = frozenset("internal intranet local localhost localdomain lan home corp private arpa".split())
_METADATA = frozenset({"metadata", "instance-data"})  # cloud metadata services, whatever their address
_IPV4_IN_NAME = re.compile(r"(?<![0-9])(\d{1,3})[.-](\d{1,3})[.-](\d{1,3})[.-](\d{1,3})(?![0-9])")
# Ports of services that could misinterpret an HTTP request (the fetch standard's list and others).
_OTHER_SERVICES = frozenset(
    {1433, 1521, 1719, 1720, 1723, 2049, 2181, 2375, 2376, 2379, 3306, 3389, 3659, 4045, 4190, 5060, 5061, 5432, 5672,
     5900, 5984, 6000, 6379, 6443, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 9042, 9092, 9200, 9300, 10050, 10080,
     10250, 11211, 27017}
)  # fmt: skip

Resolver = Callable[[str, int], list[str]]


class AddressError(Exception):
    """A host has no allowed address; `is_private`: it is one of the local machine or network."""

    def __init__(self, message: str, *, is_private: bool = False) -> None:
        super().__init__(message)
        self.is_private = is_private


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the public internet; False if it is not an IP address."""
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
    """Whether a host name can belong to the public internet, whatever its address; True for an IP address.

    False for names without a dot, of local networks or of a cloud's metadata service, and for names that resolve to an
    address embedded in them ("10.0.0.1.nip.io").
    """
    with contextlib.suppress(ValueError):
        return bool(ip_address(host.strip("[]")))
    labels = host.casefold().rstrip(".").split(".")
    is_domain = len(labels) > 1 and (labels[-1].isalpha() or labels[-1].startswith("xn--"))
    if not is_domain or labels[-1] in _LOCAL_ENDINGS or labels[0] in _METADATA:
        return _is_ipv4_by_another_spelling(host)
    return all(is_public(".".join(found)) for found in _IPV4_IN_NAME.findall(host))


def _is_ipv4_by_another_spelling(host: str) -> bool:
    """The system treats "2130706433" and "0x7f.1" as addresses; they are checked after the lookup."""
    try:
        socket.inet_aton(host)
    except OSError:
        return False
    return True


def is_web_port(port: int) -> bool:
    """Whether a port may be used for HTTP: 80, 443, or an unprivileged port not used by another service."""
    return port in {80, 443} or (port >= 1024 and port not in _OTHER_SERVICES)


def resolve(host: str, port: int) -> list[str]:
    """Look up the addresses of a host. Raises OSError if there is none."""
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


@dataclass(frozen=True)
class Network:
    """The lookup of hosts, and the checks of their names, ports and addresses."""

    resolve: Resolver = resolve
    is_allowed: Callable[[str], bool] = is_public
    is_allowed_name: Callable[[str], bool] = is_public_name
    is_allowed_port: Callable[[int], bool] = is_web_port


OPEN_NETWORK = Network(is_allowed=lambda _: True, is_allowed_name=lambda _: True, is_allowed_port=lambda _: True)


def shown_url(url: str) -> str:
    """A URL for one line of a message: without password and control characters, and shortened."""
    visible = re.sub(r"(?<=://)([^/@:]*):[^/@]*@", r"\1:…@", url)
    visible = "".join(character if character.isprintable() else "?" for character in visible)
    return visible if len(visible) <= 300 else visible[:299] + "…"
