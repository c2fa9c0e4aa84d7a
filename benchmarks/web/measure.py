"""One measurement: what a kind of page costs under load."""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path

from benchmarks.web.server import asking, cpu_seconds


@dataclass(frozen=True, slots=True)
class Figure:
    """``rate`` requests/s; ``p50``, ``p99``, ``cpu`` (a request, all server processes) in ms; ``hits`` 0 to 1."""

    rate: float
    p50: float
    p99: float
    cpu: float
    hits: float
    failures: int


def with_wrk(
    *,
    parent: int,
    port: int,
    addresses: Sequence[str],
    connections: int,
    seconds: int,
    cookie: str = "",
) -> Figure:
    """Load the server with wrk over loopback for ``seconds`` and read what it cost."""
    with tempfile.TemporaryDirectory() as folder:
        listing = Path(folder) / "addresses"
        listing.write_text("\n".join(addresses), encoding="ascii")
        command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "20s", "-s"]
        command += [str(Path(__file__).with_name("load.lua")), f"http://127.0.0.1:{port}"]
        before = cpu_seconds(parent)
        output = subprocess.run(
            command,
            env={**os.environ, "BENCH_ADDRESSES": str(listing), "BENCH_COOKIE": cookie},
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        used = cpu_seconds(parent) - before
    line = next(line for line in output.splitlines() if line.startswith("RESULT"))
    requests, microseconds, p50, p99, failures, hits, answers = (float(part) for part in line.split()[1:])
    return Figure(
        rate=requests / (microseconds / 1e6),
        p50=p50,
        p99=p99,
        cpu=1000 * used / max(requests, 1),
        hits=hits / max(answers, 1),
        failures=int(failures),
    )


def one_by_one(*, parent: int, port: int, addresses: Sequence[str], cookie: str = "") -> Figure:
    """Ask for every address once, in turn, over one connection: on a fresh server none is in the page cache."""
    times, failures, hits = [], 0, 0
    before, started = cpu_seconds(parent), time.perf_counter()
    with asking(port, cookie) as ask:
        for address in addresses:
            begun = time.perf_counter()
            status, _, headers = ask(address)
            times.append(1000 * (time.perf_counter() - begun))
            failures += status != HTTPStatus.OK
            hits += headers.get("x-cache") == "HIT"
    elapsed, used = time.perf_counter() - started, cpu_seconds(parent) - before
    times.sort()
    return Figure(
        rate=len(times) / elapsed,
        p50=times[len(times) // 2],
        p99=times[int(len(times) * 0.99)],
        cpu=1000 * used / len(times),
        hits=hits / len(times),
        failures=failures,
    )
