"""The Elasticsearch that is measured: one node of our own, on this machine, beside the benchmark."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from benchmarks.search.processes import cpu_seconds, memory
from deployment.elasticsearch.cluster import Cluster

HEAP: Final = "2g"


class Server:
    """A started node."""

    def __init__(self, cluster: Cluster) -> None:
        self.url = cluster.urls[0]
        self._node = cluster.nodes[0]

    def cpu_seconds(self) -> float:
        """CPU time that the server has used so far."""
        return cpu_seconds(self._node.processes())

    def memory(self) -> dict[str, float]:
        """Memory of the server in MB."""
        return memory(self._node.processes())

    def megabytes(self, prefix: str) -> float:
        """Size on disk of the indices whose names begin so."""
        with urllib.request.urlopen(f"{self.url}/{prefix}*/_stats/store", timeout=30) as answer:
            return float(json.load(answer)["_all"]["primaries"]["store"]["size_in_bytes"]) / 1e6


@contextmanager
def running(folder: Path, port: int) -> Iterator[Server]:
    """The server, started and at the end stopped; its indices stay for a later run."""
    cluster = Cluster(directory=folder, ports=(port,), heap=HEAP)
    cluster.start()
    try:
        yield Server(cluster)
    finally:
        cluster.stop()
