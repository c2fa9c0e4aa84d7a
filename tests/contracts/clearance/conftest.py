"""A single window in a process of its own, for a test to talk to and to kill."""

from __future__ import annotations

import json
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from marketplace.clearance import transport
from marketplace.clearance.messages import ceb303, ceb304, dxp
from scripts.environment import ROOT
from tests.factories.customs_messages import SENDER, order_envelope

COMMAND = [sys.executable, "-m", "marketplace.clearance.simulator"]


@dataclass
class Window:
    """The simulator: started, killed and started again on the same port and store."""

    data: Path
    port: int = 0
    step_seconds: float = 0
    host: str = "127.0.0.1"
    process: subprocess.Popen[str] | None = field(default=None, repr=False)

    @property
    def url(self) -> str:
        return f"http://{f'[{self.host}]' if ':' in self.host else self.host}:{self.port}"

    def start(self) -> str:
        """Start it and return the line it greets with."""
        options = ["--host", self.host, "--port", str(self.port), "--data", str(self.data)]
        options += ["--step-seconds", str(self.step_seconds)]
        with (self.data.parent / "window.log").open("a") as log:
            self.process = subprocess.Popen(
                [*COMMAND, *options], stdout=subprocess.PIPE, stderr=log, text=True, cwd=ROOT
            )
        assert self.process.stdout is not None
        greeting = self.process.stdout.readline()
        assert greeting, (self.data.parent / "window.log").read_text()
        self.port = int(greeting.split()[4].rpartition(":")[2])
        return greeting

    def end(self, number: int) -> int:
        """Send a signal, wait for the end, return the exit status."""
        assert self.process is not None
        self.process.send_signal(number)
        status = self.process.wait(timeout=30)
        assert self.process.stdout is not None
        self.process.stdout.close()
        self.process = None
        return status

    def send(self, order: ceb303.OrderMessage) -> transport.Acknowledgement:
        return transport.send(order_envelope(order), base_url=self.url, timeout=20)

    def receipts(self, *, after: int = 0, sender: str = SENDER) -> list[ceb304.OrderReceipt]:
        found = transport.poll_receipts(base_url=self.url, sender=sender, after=after, timeout=20)
        return [receipt for item in found for receipt in ceb304.read(dxp.parse(item.envelope).data).receipts]

    def steps(self, order: ceb303.OrderMessage) -> list[tuple[int, str]]:
        """Return status and text of all the receipts of one order, waiting for the last one."""
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            mine = [receipt for receipt in self.receipts() if receipt.guid == order.guid_text]
            if mine and mine[-1].status in {100, 120}:
                return [(receipt.status, receipt.info) for receipt in mine]
            time.sleep(0.05)
        raise AssertionError("no receipt ends the order")

    def get(self, path: str) -> Any:
        with urllib.request.urlopen(self.url + path, timeout=20) as answer:
            return json.load(answer)

    def post(self, path: str, value: Any) -> Any:
        headers = {"Content-Type": "application/json"}
        request = urllib.request.Request(self.url + path, data=json.dumps(value).encode(), headers=headers)
        with urllib.request.urlopen(request, timeout=20) as answer:
            return json.load(answer)


@pytest.fixture
def window(tmp_path: Path) -> Iterator[Window]:
    """One that answers at once: all receipts are due when the order arrives."""
    window = Window(data=tmp_path / "single-window")
    window.start()
    yield window
    if window.process is not None:
        window.end(9)
