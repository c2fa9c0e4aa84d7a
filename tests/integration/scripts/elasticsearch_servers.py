"""Elasticsearch servers of a test's own: where they may live, and on which ports."""

from __future__ import annotations

import os
import random
import shutil
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from scripts.elasticsearch_cluster import Cluster
from scripts.elasticsearch_node import HOST, TRANSPORT_OFFSET

PORTS = range(21_000, 29_000)  # below those that the system gives away


@contextmanager
def cluster(nodes: int, *, heap: str = "256m") -> Iterator[Cluster]:
    """A cluster that is not yet started, in a folder of this test process; stopped and deleted at the end.

    The servers run as another user where root runs the tests, so pytest's own folders are closed to them. What a
    killed test run left in the folder is stopped first.
    """
    name = f"honghe-elasticsearch-{os.geteuid()}-{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
    directory = Path(tempfile.gettempdir()) / name
    directory.mkdir(mode=0o755, exist_ok=True)
    directory.chmod(0o755)
    Cluster(directory=directory, nodes=0, ports=()).stop(wipe=True)
    servers = Cluster(directory=directory, nodes=nodes, ports=free_ports(nodes), heap=heap)
    try:
        yield servers
    finally:
        servers.stop(wipe=True)
        shutil.rmtree(directory, ignore_errors=True)


def free_ports(count: int) -> list[int]:
    """Ports for clients whose partners for the other nodes are free as well."""
    found: list[int] = []
    for port in random.sample(PORTS, len(PORTS)):
        if all(_is_free(one) for one in (port, port + TRANSPORT_OFFSET)):
            found.append(port)
        if len(found) == count:
            return found
    raise RuntimeError("No port is free.")


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True
