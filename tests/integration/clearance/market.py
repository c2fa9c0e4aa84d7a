"""A small market in a folder and database of its own, whose worker and single window are real processes."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg

from scripts.environment import ROOT
from tests.contracts.clearance.conftest import Window


@dataclass
class Market:
    """``database``: a URL. Read by plain SQL from outside, so that the test shares nothing with what it tries."""

    data: Path
    database: str
    window: Window
    workers: list[subprocess.Popen[str]] = field(default_factory=list)
    acts: int = 0

    @property
    def environment(self) -> dict[str, str]:
        return os.environ | {
            "DJANGO_SETTINGS_MODULE": "config.settings.dev",
            "DATA_DIR": str(self.data),
            "DATABASE_URL": self.database,
            "CLEARANCE_BASE_URL": self.window.url,
            "PYTHONWARNINGS": "ignore",
        }

    def run(self, *arguments: str) -> str:
        """Run a program of the project to its end and return what it printed last."""
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=180,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip().splitlines()[-1] if done.stdout.strip() else ""

    def act(self, name: str, *arguments: str) -> Any:
        """Do one of the acts of ``tests.integration.clearance.acts`` in a process of its own."""
        self.acts += 1
        return json.loads(self.run("-m", "tests.integration.clearance.acts", str(self.acts * 500), name, *arguments))

    def start_worker(self, *options: str) -> subprocess.Popen[str]:
        """Start a worker and wait until it says that it runs."""
        with (self.data / "worker.log").open("a") as log:
            worker = subprocess.Popen(
                [sys.executable, "manage.py", "outbox_worker", *options],
                cwd=ROOT,
                env=self.environment,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )
        self.workers.append(worker)
        assert worker.stdout is not None
        assert worker.stdout.readline() == "outbox worker: started\n", (self.data / "worker.log").read_text()
        return worker

    def query(self, sql: str) -> list[tuple[Any, ...]]:
        """Return the rows of a statement that both databases understand."""
        if self.database.startswith("sqlite"):
            with closing(sqlite3.connect(self.data / "honghe.sqlite3", timeout=20)) as lite:
                return lite.execute(sql).fetchall()
        with psycopg.connect(self.database) as post:
            return post.execute(sql.encode()).fetchall()

    def statuses(self) -> dict[str, int]:
        return dict(self.query("select status, count(*) from clearance_handoff group by status"))

    def deliveries(self) -> dict[str, int]:
        """How often each order number stands in the window's books, and under how many messages."""
        kept = self.window.get("/control/messages")["messages"]
        numbers = [order["order_number"] for message in kept for order in message["orders"]]
        return {number: numbers.count(number) for number in numbers}

    def close(self) -> None:
        for worker in self.workers:
            if worker.poll() is None:
                worker.kill()
                worker.wait()
            assert worker.stdout is not None
            worker.stdout.close()
        if self.window.process is not None:
            self.window.end(9)
