"""The address guard: refuses, just before the connect, every address that is not the public internet.

The operating system resolves names, literals in any spelling and redirects alike to a socket address; that address is what is judged, so
no spelling and no second answer of a name server gets around it. The ranges are IANA's special-purpose registries
(https://www.iana.org/assignments/iana-ipv4-special-registry, …-ipv6-…), multicast, the clouds' metadata services, and every form of
IPv6 that carries an IPv4 address. `ipaddress.is_global` alone is not enough and differs between interpreters.
"""

import ipaddress
import socket
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

IPNetwork: TypeAlias = ipaddress.IPv4Network | ipaddress.IPv6Network
IPAddress: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address

_REFUSED = tuple(
    ipaddress.ip_network(network)
    for network in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",  # carriers' NAT; a cloud's metadata at 100.100.100.200
        "127.0.0.0/8",
        "168.63.129.16/32",  # Azure's metadata and DNS
        "169.254.0.0/16",  # link-local; the other clouds' metadata
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.31.196.0/24",
        "192.52.193.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "192.175.48.0/24",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
        "::/96",  # unspecified, loopback, and the old IPv4-compatible form
        "::ffff:0:0:0/96",  # IPv4-translated
        "64:ff9b:1::/48",  # local NAT64
        "100::/64",
        "100:0:0:1::/64",
        "2001::/23",  # protocol assignments, Teredo among them
        "2001:db8::/32",
        "2002::/16",  # 6to4: dead since 2015 and able to carry any IPv4 address
        "2620:4f:8000::/48",
        "3fff::/20",
        "5f00::/16",
        "fc00::/7",
        "fe80::/10",
        "fec0::/10",
        "ff00::/8",
    )
)
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


class BlockedAddressError(OSError):
    """The guard refused a connect; people are told `unreachable`, as for an address where nobody answers."""


@dataclass(frozen=True)
class Allowance:
    """A network and port that the guard lets through although it is not public: for tests and for feeds inside a company."""

    network: IPNetwork
    port: int | None
    """None for any port."""

    @classmethod
    def parse(cls, text: str) -> "Allowance":
        """Read `127.0.0.0/8:*` or `[fd00::/8]:8080`; raise ValueError with a sentence."""
        network, _, port = text.strip().rpartition(":")
        try:
            return cls(ipaddress.ip_network(network.strip("[]"), strict=False), None if port == "*" else int(port))
        except ValueError as error:
            raise ValueError(f"{text!r} is no network and port: write it like 127.0.0.0/8:* or 10.1.2.3/32:8080") from error


class AddressGuard:
    """Decides on socket addresses, and makes the sockets."""

    def __init__(self, allow: Iterable[str] = ()) -> None:
        self._allow = tuple(Allowance.parse(text) for text in allow)

    def allows(self, host: str, port: int) -> bool:
        """Tell whether a numeric address and port may be connected to."""
        try:
            address = ipaddress.ip_address(host.split("%", maxsplit=1)[0])
        except ValueError:
            return False
        address = _unwrapped(address)
        if any(allowance.port in {None, port} and address in allowance.network for allowance in self._allow):
            return True
        return address.is_global and not any(address in network for network in _REFUSED)

    def names_port(self, port: int) -> bool:
        """Tell whether some allowance names a port beyond the usual ones; which address may use it is decided at the connect."""
        return any(allowance.port in {None, port} for allowance in self._allow)

    def open_socket(self, family: int, kind: int, protocol: int, address: tuple[object, ...]) -> socket.socket:
        """Make the socket for an address, or raise BlockedAddressError: libcurl calls this just before the connect.

        libcurl connects by itself, out of Python's sight; whoever audits what this process connects to is told here.
        """
        host, port = str(address[0]), int(str(address[1]))
        if not self.allows(host, port):
            raise BlockedAddressError(f"{host} port {port} is not on the public internet; DEALWIRE_FETCH_ALLOW can let it through")
        made = socket.socket(family, kind, protocol)
        sys.audit("socket.connect", made, address)
        return made


def _unwrapped(address: IPAddress) -> IPAddress:
    """Return the IPv4 address that a mapped or NAT64 address stands for, so that it is judged as such."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return address.ipv4_mapped
        if address in _NAT64:
            return ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF)
    return address
