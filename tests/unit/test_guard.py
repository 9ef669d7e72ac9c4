"""The guard itself: nothing in the tests, nor in what they start, reaches beyond loopback."""

import socket
import subprocess
import sys

import pytest


@pytest.mark.parametrize("address", ["192.0.2.1", "example.com", "2001:db8::1"])
def test_connect_outside_is_refused(address):
    """A connect outside loopback is refused before it happens."""
    with pytest.raises(RuntimeError, match="stay on loopback"):
        socket.create_connection((address, 80), timeout=1)


def test_children_are_guarded_too():
    """A Python child that a test starts carries the same guard."""
    script = "import socket; socket.create_connection(('192.0.2.1', 80), timeout=1)"

    child = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)

    assert "stay on loopback" in child.stderr
