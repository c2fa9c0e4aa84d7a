"""Elasticsearch servers of a test's own: where they may live, and on which ports."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from deployment.elasticsearch.cluster import Cluster
from deployment.elasticsearch.node import TRANSPORT_OFFSET
from tests.ports import free_ports


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
    servers = Cluster(directory=directory, nodes=nodes, ports=free_ports(nodes, partner=TRANSPORT_OFFSET), heap=heap)
    try:
        yield servers
    finally:
        servers.stop(wipe=True)
        shutil.rmtree(directory, ignore_errors=True)
