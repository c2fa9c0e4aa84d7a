"""``deployment/elasticsearch/server``: fetch a real Elasticsearch, start it on loopback, stop it, ask after it."""

from __future__ import annotations

import argparse
import os
import re
import signal
import sys
from pathlib import Path
from typing import Final

from deployment.elasticsearch.cluster import Cluster, ask, recorded
from deployment.elasticsearch.distribution import fetch
from scripts.environment import ROOT, Trouble

DEFAULT_PORT: Final = 9200
HIGHEST_PORT: Final = 65_400  # the other nodes' ports are 100 higher
STOPPED: Final = 3


def directory() -> Path:
    """Where the servers keep their data: ``DATA_DIR/elasticsearch`` (``var/elasticsearch``)."""
    return (Path(os.environ.get("DATA_DIR") or ROOT / "var") / "elasticsearch").resolve()


def main(arguments: list[str]) -> int:
    """Do one thing; the exit code is 0 when it was done, 1 when it could not be, 3 for a status of "stopped"."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    chosen = _parser().parse_args(arguments)
    try:
        return int(chosen.act(chosen))
    except Trouble as trouble:
        print(trouble, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="deployment/elasticsearch/server", description=__doc__)
    acts = parser.add_subparsers(required=True, metavar="fetch|start|stop|status")
    acts.add_parser("fetch", help="download and unpack the server, once").set_defaults(act=_fetch)
    start = acts.add_parser("start", help="start the server and wait until it answers")
    start.add_argument("--nodes", type=int, choices=(1, 3), default=1)
    start.add_argument("--port", type=_port, default=DEFAULT_PORT, help="of the first node; the others take the next")
    start.add_argument("--heap", type=_heap, default="512m", help="memory of each server, for example 512m or 2g")
    start.set_defaults(act=_start)
    stop = acts.add_parser("stop", help="stop all nodes; what they keep stays")
    stop.add_argument("--wipe", action="store_true", help="delete what they keep")
    stop.set_defaults(act=_stop)
    acts.add_parser("status", help="say what runs").set_defaults(act=_status)
    return parser


def _port(text: str) -> int:
    if text.isascii() and text.isdigit() and 1 <= int(text[:6]) <= HIGHEST_PORT:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is no port from 1 to {HIGHEST_PORT}")


def _heap(text: str) -> str:
    if re.fullmatch(r"[1-9][0-9]{0,5}[mg]", text, re.ASCII):
        return text
    raise argparse.ArgumentTypeError(f"{text!r} is no amount of memory such as 512m or 2g")


def _fetch(_chosen: argparse.Namespace) -> int:
    print(fetch())
    return 0


def _start(chosen: argparse.Namespace) -> int:
    ports = range(chosen.port, chosen.port + chosen.nodes)
    cluster = Cluster(directory=directory(), nodes=chosen.nodes, ports=ports, heap=chosen.heap)
    is_new = cluster.start()
    print(f"Elasticsearch {'runs' if is_new else 'ran already'}: {', '.join(cluster.urls)}", flush=True)
    return 0


def _held() -> Cluster:
    ports = recorded(directory())
    return Cluster(directory=directory(), nodes=len(ports), ports=ports)


def _stop(chosen: argparse.Namespace) -> int:
    was_running = _held().stop(wipe=chosen.wipe)
    print("Elasticsearch is stopped." if was_running else "No Elasticsearch ran.", flush=True)
    return 0


def _status(_chosen: argparse.Namespace) -> int:
    cluster = _held()
    for node in cluster.nodes:
        answer = ask(node.port, "/") if node.is_up else {}
        said = (
            f"answers, {answer['version']['number']}" if answer else "does not answer" if node.is_up else "is stopped"
        )
        print(f"{node.name} at {node.url} {said}")
    health = cluster.health()
    if health:
        print(f"The cluster is {health['status']} with {health['number_of_nodes']} node(s).")
        return 0
    print(f"No Elasticsearch of {directory()} runs.")
    return STOPPED


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
