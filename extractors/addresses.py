"""Which addresses may be connected to: those of the public internet, and no others."""

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


def resolve(host: str, port: int) -> list[str]:
    """Ask the system for the addresses of a host; raises OSError when there is none."""
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


@dataclass(frozen=True)
class Network:
    """How hosts are looked up, and which of their addresses may be used."""

    resolve: Resolver = resolve
    is_allowed: Callable[[str], bool] = is_public
