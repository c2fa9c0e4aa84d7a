"""Ports for servers that tests start themselves."""

from __future__ import annotations

import random
import socket
from typing import Final

# Below those that the system gives to connections: between a look at one of these and its use, nobody takes it.
_PORTS: Final = range(21_000, 29_000)


def free_ports(count: int, *, partner: int) -> list[int]:
    """Return ports that are free together with those ``partner`` further on."""
    found: list[int] = []
    for port in random.sample(_PORTS, len(_PORTS)):
        if all(map(_is_free, (port, port + partner))):
            found.append(port)
        if len(found) == count:
            return found
    raise RuntimeError("No port is free.")


def free_port() -> int:
    """Return a port that is free together with the next one."""
    return free_ports(1, partner=1)[0]


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
