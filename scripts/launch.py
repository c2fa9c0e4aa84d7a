"""Start the whole market on this machine: prepare what is new, start the parts, say where it is, keep it up."""

from __future__ import annotations

import http.client
import os
import signal
import sys
import time
from http import HTTPStatus
from pathlib import Path
from typing import Final

from scripts import place as places
from scripts import signins
from scripts.environment import ROOT, Trouble
from scripts.place import Place
from scripts.preparation import prepare
from scripts.supervisor import Part, Supervisor

READY_SECONDS: Final = 60.0
HOPELESS_FALLS: Final = 3


def main() -> int:
    """Run until told to stop; the exit code is 0 when that was asked for."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # until the supervisor takes over
    try:
        place = places.read(os.environ)
        with places.claim(place.data):
            places.check_ports(place)
            environment = place.environment(os.environ)
            prepare(place.data, environment)
            return _serve(place, environment)
    except Trouble as trouble:
        print(trouble, file=sys.stderr, flush=True)
        return 1
    except KeyboardInterrupt:
        print("Stopped.", flush=True)
        return 0


def parts(place: Place) -> list[Part]:
    """What runs: the web server first, since people wait for it."""
    logs = place.data / "logs"
    python = sys.executable
    simulator = ["--host", place.host, "--port", str(place.port + 1), "--data", str(place.data / "single-window")]
    bind = f"[{place.host}]:{place.port}" if ":" in place.host else f"{place.host}:{place.port}"
    web = ["-m", "gunicorn", "--config", "python:scripts.web_server", "--bind", bind, "config.wsgi:application"]
    worker = [python, "manage.py", "outbox_worker"]
    return [
        Part("web server", [python, *web], logs / "web.log"),
        Part("outbox worker", [*worker, "--except-lane", "heavy"], logs / "worker.log"),
        Part("worker for heavy work", [*worker, "--lane", "heavy", "--nice", "10"], logs / "heavy-worker.log"),
        Part(
            "single-window simulator",
            [python, "-m", "marketplace.clearance.simulator", *simulator],
            logs / "single-window.log",
            is_restarted=False,
        ),
    ]


def _serve(place: Place, environment: dict[str, str]) -> int:
    supervisor = Supervisor(parts(place), environment)
    web = supervisor.parts[0]
    try:
        print("Starting the web server, two background workers and the single-window simulator …", flush=True)
        supervisor.start()
        deadline = time.monotonic() + READY_SECONDS
        supervisor.watch(until=lambda: is_ready(place) or web.falls >= HOPELESS_FALLS or time.monotonic() > deadline)
        if not supervisor.is_stopping and not is_ready(place):
            raise Trouble(f"The web server does not come up: {_last_line(web.log)} (all of it in {web.log})")
        if not supervisor.is_stopping:
            _announce(place, supervisor)
            supervisor.watch(until=lambda: False)
    finally:
        print("Stopping …", flush=True)
        supervisor.stop()
    print("Stopped.", flush=True)
    return 0


def is_ready(place: Place) -> bool:
    """Whether ``/health/ready`` answers 200."""
    host = place.near_host.strip("[]")
    try:
        connection = http.client.HTTPConnection(host, place.port, timeout=5)
        try:
            connection.request("GET", "/health/ready")
            return connection.getresponse().status == HTTPStatus.OK
        finally:
            connection.close()
    except (OSError, http.client.HTTPException):
        return False


def _announce(place: Place, supervisor: Supervisor) -> None:
    simulator = supervisor.parts[-1]
    number = simulator.process.pid if simulator.process else "none"
    lines = [
        "",
        "Honghe Market is running.",
        f"  Market               {place.site}/",
        f"  Producers            {place.site}/zh-hans/producer/",
        f"  Operations, editors  {place.site}/admin/",
        f"  Kiosk                {place.site}/kiosk/",
        f"  Single window        {place.single_window}/  (simulator, process {number})",
        "                       stop and start it with: scripts/single-window stop | start",
        f"  Data, mail, logs     {place.data}",
        "",
        *signins.lines(ROOT),
        "",
        "Ctrl-C stops everything.",
    ]
    print("\n".join(lines), flush=True)


def _last_line(path: Path) -> str:
    lines = path.read_text(errors="replace").strip().splitlines() if path.exists() else []
    return lines[-1] if lines else "it said nothing"


if __name__ == "__main__":
    sys.exit(main())
