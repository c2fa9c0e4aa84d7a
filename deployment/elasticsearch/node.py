"""One Elasticsearch server on this machine: its folder, its configuration, its processes."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from deployment.elasticsearch.account import Account
from scripts.environment import Trouble

HOST: Final = "127.0.0.1"
TRANSPORT_OFFSET: Final = 100  # from the port for clients to the port for the other nodes
OLDEST_JAVA: Final = 17
STOP_SECONDS: Final = 20.0
INSTALL_JAVA: Final = "Install it (Debian, Ubuntu: apt-get install openjdk-17-jre-headless)"
_MARK: Final = "-Dhonghe.node="  # on the command line of each of our servers: whose it is
_TICK_SECONDS: Final = 0.1
_LOG_LINE: Final = re.compile(r"ERROR|exception|Exception|error:")


@dataclass(frozen=True)
class Node:
    """``directory`` holds all that the node keeps; ``port`` is for clients, loopback only."""

    name: str
    directory: Path
    port: int

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}"

    @property
    def transport(self) -> int:
        return self.port + TRANSPORT_OFFSET

    @property
    def log(self) -> Path:
        return self.directory / "logs" / "launcher.log"

    def configure(self, home: Path, peers: Sequence[Node], account: Account) -> None:
        """Write the configuration. ``peers``: all nodes of the cluster, this one included."""
        for name in ("config", "data", "logs", "tmp"):
            (self.directory / name).mkdir(parents=True, exist_ok=True)
        for given in (home / "config").iterdir():
            if given.is_file():
                shutil.copyfile(given, self.directory / "config" / given.name)
        lines = [*self._lines(), *_discovery(peers)]
        (self.directory / "config" / "elasticsearch.yml").write_text("\n".join([*lines, ""]), encoding="utf-8")
        account.own(self.directory)

    def _lines(self) -> list[str]:
        return [
            "cluster.name: honghe",
            f"node.name: {self.name}",
            f"network.host: {HOST}",
            f"http.port: {self.port}",
            f"transport.port: {self.transport}",
            f"path.data: {json.dumps(str(self.directory / 'data'))}",
            f"path.logs: {json.dumps(str(self.directory / 'logs'))}",
            # Loopback only, so without passwords; a nearly full machine still tests; no kernel setting is needed.
            "xpack.security.enabled: false",
            "xpack.security.autoconfiguration.enabled: false",
            "cluster.routing.allocation.disk.threshold_enabled: false",
            "node.store.allow_mmap: false",
        ]

    def launch(self, home: Path, java: Path, heap: str, account: Account) -> subprocess.Popen[bytes]:
        """Start the launcher, which leaves with 0 when the server it started is up, else with what went wrong."""
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("ES_", "JAVA_"))},
            "ES_JAVA_HOME": str(java.parent.parent),
            "ES_TMPDIR": str(self.directory / "tmp"),
            "ES_JAVA_OPTS": f"-Xms{heap} -Xmx{heap} {self._mark}",
            "HOME": str(self.directory),
        }
        with self.log.open("wb") as log:
            return subprocess.Popen(
                [java, *self._arguments(home), "-d"],
                cwd=home,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                user=account.uid,
                group=account.gid,
                extra_groups=None if account.uid is None else [],
            )

    def _arguments(self, home: Path) -> list[str]:
        return [
            *("-Xms4m", "-Xmx64m", "-XX:+UseSerialGC"),
            self._mark,
            *("-Dcli.name=server", "-Dcli.script=./bin/elasticsearch", "-Dcli.libs=lib/tools/server-cli"),
            f"-Des.path.home={home}",
            f"-Des.path.conf={self.directory / 'config'}",
            *("-Des.distribution.type=tar", "-Des.java.type=ES_JAVA_HOME"),
            *("-cp", "lib/*:lib/cli-launcher/*", "org.elasticsearch.launcher.CliToolLauncher"),
        ]

    @property
    def _mark(self) -> str:
        # Not the folder itself: options are split at spaces.
        return f"{_MARK}{hashlib.sha256(os.fsencode(self.directory)).hexdigest()[:24]}"

    def processes(self) -> set[int]:
        """The living processes of this node, whoever started them: the server, and its launcher while that waits."""
        mark = self._mark.encode()
        return {process for process in _all_processes() if mark in _arguments_of(process)}

    @property
    def is_up(self) -> bool:
        return bool(self.processes())

    def kill(self) -> None:
        """Kill the server with SIGKILL, as a power cut would, and wait until it is gone."""
        self._signal(signal.SIGKILL)
        self._wait(STOP_SECONDS)

    def stop(self) -> None:
        """Let the server close its index and leave; kill it when it does not within 20 seconds."""
        self._signal(signal.SIGTERM)
        if not self._wait(STOP_SECONDS):
            self.kill()

    def _signal(self, number: int) -> None:
        for process in self.processes():
            try:
                os.kill(process, number)
            except ProcessLookupError:
                continue
            except PermissionError:
                raise Trouble(
                    f"Elasticsearch in {self.directory} belongs to another user (process {process})."
                ) from None

    def _wait(self, seconds: float) -> bool:
        deadline = time.monotonic() + seconds
        while self.is_up:
            if time.monotonic() > deadline:
                return False
            time.sleep(_TICK_SECONDS)
        return True

    def check_ports(self) -> None:
        """See that both ports are free.

        Raises:
            Trouble: one is in use.
        """
        for port in (self.port, self.transport):
            with socket.socket() as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                try:
                    probe.bind((HOST, port))
                except OSError as error:
                    raise Trouble(
                        f"Port {port} cannot be used ({error.strerror}). Stop what uses it, or "
                        f"choose another: deployment/elasticsearch/server start --port {self.port + 10}"
                    ) from error

    def last_words(self) -> str:
        """Why the server did not start, as far as it said so."""
        lines = self.log.read_text(errors="replace").strip().splitlines() if self.log.exists() else []
        telling = [line for line in lines if _LOG_LINE.search(line)]
        return f"{(telling or lines or ['it said nothing'])[0][:400]} (all of it in {self.log.parent})"


def _discovery(peers: Sequence[Node]) -> list[str]:
    if len(peers) == 1:
        return ["discovery.type: single-node"]
    hosts = ", ".join(f'"{HOST}:{peer.transport}"' for peer in peers)
    names = ", ".join(f'"{peer.name}"' for peer in peers)
    return [f"discovery.seed_hosts: [{hosts}]", f"cluster.initial_master_nodes: [{names}]"]


def _all_processes() -> list[int]:
    return [int(folder.name) for folder in Path("/proc").glob("[0-9]*")]


def _arguments_of(process: int) -> list[bytes]:
    """The command line of a process; empty for one that is gone, and for a zombie."""
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return []


def find_java() -> Path:
    """The Java to run with: ``ES_JAVA_HOME``, ``JAVA_HOME``, or ``java`` on the PATH.

    Raises:
        Trouble: there is none, or it is older than 17.
    """
    homes = [os.environ[name] for name in ("ES_JAVA_HOME", "JAVA_HOME") if os.environ.get(name)]
    found = next((path for home in homes if (path := Path(home) / "bin" / "java").is_file()), None)
    on_path = shutil.which("java")
    if found is None and on_path is None:
        raise Trouble(f"Elasticsearch needs Java {OLDEST_JAVA} or newer, and there is none. {INSTALL_JAVA}.")
    java = (found or Path(on_path or "")).resolve()
    version = _version(java)
    if version < OLDEST_JAVA:
        raise Trouble(f"Elasticsearch needs Java {OLDEST_JAVA} or newer; {java} is {version}. {INSTALL_JAVA}.")
    return java


def _version(java: Path) -> int:
    """The feature release of a Java: 8 of "1.8.0_292", 17 of "17.0.15"; 0 of what is no Java."""
    try:
        done = subprocess.run([java, "-version"], capture_output=True, text=True, check=False)
    except OSError:
        return 0
    found = re.search(r'version "(?:1\.)?(\d+)', done.stderr + done.stdout)
    return int(found[1]) if found else 0
