"""Refuses any connect outside loopback before it happens, in the tests and in every Python child they start.

`tests/conftest.py` puts this folder on PYTHONPATH, so that children install the guard at start.
"""

import ipaddress
import sys


class OutsideLoopbackError(RuntimeError):
    """A test, or something it started, tried to reach beyond this machine."""


def _outside(address: object) -> bool:
    if not isinstance(address, tuple):  # a unix socket's path
        return False
    host = str(address[0]).split("%", maxsplit=1)[0]
    if host in {"", "localhost"}:
        return False
    try:
        return not ipaddress.ip_address(host).is_loopback
    except ValueError:  # a name: resolving it would already reach out
        return True


def _guard(event: str, arguments: tuple[object, ...]) -> None:
    if event in {"socket.connect", "socket.sendto"} and _outside(arguments[1]):
        raise OutsideLoopbackError(f"connect to {arguments[1]!r} refused: tests stay on loopback")
    if event in {"socket.getaddrinfo", "socket.gethostbyname"}:
        host = arguments[0]
        if isinstance(host, bytes):
            host = host.decode("ascii", "replace")
        if host is not None and _outside((host, 0)):
            raise OutsideLoopbackError(f"looking up {host!r} refused: tests stay on loopback")


sys.addaudithook(_guard)
