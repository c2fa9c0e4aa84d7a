"""A cluster of real Elasticsearch servers on this machine, one node or several, on loopback."""

from __future__ import annotations

import fcntl
import http.client
import json
import shutil
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from http import HTTPStatus
from pathlib import Path
from typing import Any, Final

from deployment.elasticsearch.account import account
from deployment.elasticsearch.distribution import fetch
from deployment.elasticsearch.node import HOST, Node, find_java
from scripts.environment import Trouble

START_SECONDS: Final = 240.0
NEEDED_MEGABYTES: Final = 300
_TICK_SECONDS: Final = 0.2
_GOOD_STATES: Final = {"green", "yellow"}


class Cluster:
    """``nodes`` servers in ``directory``, for clients at ``ports`` (one each; the other nodes' ports are 100 higher).

    ``heap`` is each server's, as Java writes it (``512m``); the server needs half as much beside it. Where root starts
    it, the servers run as a user of their own, who must be able to enter ``directory`` and the distribution's folder.
    Servers outlive the process that starts them; who starts a cluster in the same directory again finds them.
    """

    def __init__(self, *, directory: Path, nodes: int = 1, ports: Sequence[int] = (9200,), heap: str = "512m") -> None:
        if len(ports) != nodes:
            raise ValueError("One port for each node.")
        self.directory = directory.resolve()
        self.heap = heap
        self.nodes = [
            Node(f"n{number}", self.directory / f"n{number}", port) for number, port in enumerate(ports, start=1)
        ]

    @property
    def urls(self) -> list[str]:
        """The addresses for clients, in the order of the ports."""
        return [node.url for node in self.nodes]

    def start(self, *, home: Path | None = None, seconds: float = START_SECONDS) -> bool:
        """Start the nodes that are not up, and wait until the cluster answers with all of them.

        Args:
            home: the unpacked distribution; fetched where it is not given.
            seconds: how long to wait for the cluster.
        Returns:
            False when all of it was up already.
        Raises:
            Trouble: no Java, no space, a port in use, data of another cluster, or a server that does not come up.
        """
        java, home = find_java(), home or fetch()
        with self._alone():
            self._remember()
            down = [node for node in self.nodes if not node.is_up]
            launchers = {}
            try:
                for node in down:
                    self._prepare(node, home)
                    launchers[node.name] = node.launch(home, java, self.heap, account())
                self._wait(launchers, time.monotonic() + seconds)
            except BaseException:
                for node in down:
                    node.kill()
                raise
            finally:
                for launcher in launchers.values():
                    launcher.wait()
        return bool(down)

    def _prepare(self, node: Node, home: Path) -> None:
        who = account()
        node.check_ports()
        who.check_way(self.directory)
        who.check_way(home)
        free = shutil.disk_usage(self.directory).free // 1_000_000
        if free < NEEDED_MEGABYTES:
            raise Trouble(f"Too little disk space: {free} MB are free under {self.directory}; free some.")
        node.configure(home, self.nodes, who)

    def kill(self, node: int) -> None:
        """Kill one server with SIGKILL and wait until it is gone; ``start`` brings it back.

        Args:
            node: its place in ``nodes``, from 0.
        """
        self.nodes[node].kill()

    def stop(self, *, wipe: bool = False) -> bool:
        """Stop all nodes that run in the directory, those of an earlier start included.

        Args:
            wipe: delete all that they keep, too.
        Returns:
            Whether there was one to stop.
        """
        if not self.directory.exists():
            return False
        with self._alone():
            running = [node for node in self._all() if node.is_up]
            for node in reversed(running):
                node.stop()
            if wipe:
                for node in self._all():
                    shutil.rmtree(node.directory, ignore_errors=True)
                self._record.unlink(missing_ok=True)
        return bool(running)

    def _all(self) -> list[Node]:
        """Our nodes, and those that an earlier start with more of them left in the directory."""
        known = {node.name for node in self.nodes}
        others = [folder for folder in sorted(self.directory.glob("n[0-9]*")) if folder.name not in known]
        return [*self.nodes, *(Node(folder.name, folder, 0) for folder in others)]

    def health(self) -> Mapping[str, Any]:
        """What ``_cluster/health`` says at the first node that answers; empty where none does."""
        for node in self.nodes:
            answer = ask(node.port, "/_cluster/health")
            if answer:
                return answer
        return {}

    @property
    def _record(self) -> Path:
        return self.directory / "cluster.json"

    def _remember(self) -> None:
        """Note what this cluster consists of; nodes cannot leave or join what another start formed."""
        mine = [node.port for node in self.nodes]
        held = recorded(self.directory)
        if held and held != mine and (len(held) != len(mine) or any(node.is_up for node in self._all())):
            raise Trouble(
                f"{self.directory} holds a cluster of {len(held)} node(s) on port {held[0]}. Stop it first, "
                "deployment/elasticsearch/server stop, with --wipe where the number of nodes is to change."
            )
        self._record.write_text(json.dumps(mine), encoding="utf-8")

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """One start or stop at a time in one directory; the next one waits."""
        try:
            self.directory.mkdir(parents=True, exist_ok=True)
            lock = (self.directory / "lock").open("a")
        except OSError as error:
            raise Trouble(
                f"{self.directory} cannot be written ({error.strerror}). Set DATA_DIR to a folder that can."
            ) from error
        with lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _wait(self, launchers: Mapping[str, subprocess.Popen[bytes]], deadline: float) -> None:
        while not self._is_formed():
            for node in self.nodes:
                if _has_failed(node, launchers.get(node.name)):
                    raise Trouble(f"Elasticsearch {node.name} does not start: {node.last_words()}")
            if time.monotonic() > deadline:
                raise Trouble(f"Elasticsearch does not become ready: {self.nodes[0].last_words()}")
            time.sleep(_TICK_SECONDS)

    def _is_formed(self) -> bool:
        answers = [ask(node.port, "/_cluster/health") for node in self.nodes]
        return all(
            answer.get("status") in _GOOD_STATES and answer.get("number_of_nodes") == len(self.nodes)
            for answer in answers
        )


def _has_failed(node: Node, launcher: subprocess.Popen[bytes] | None) -> bool:
    code = launcher.poll() if launcher else 0
    if code is None:  # it waits for the server
        return False
    return code != 0 or not node.is_up


def recorded(directory: Path) -> list[int]:
    """The ports of the cluster that was last started in a directory; none where nobody started one."""
    try:
        ports = json.loads((directory / "cluster.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return []
    return [port for port in ports if isinstance(port, int)] if isinstance(ports, list) else []


def ask(port: int, path: str) -> dict[str, Any]:
    """Get a JSON object from a server on this machine; empty where it does not answer with one."""
    connection = http.client.HTTPConnection(HOST, port, timeout=5)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        found = json.loads(answer.read()) if answer.status == HTTPStatus.OK else {}
    except (OSError, ValueError, http.client.HTTPException):
        return {}
    finally:
        connection.close()
    return found if isinstance(found, dict) else {}
