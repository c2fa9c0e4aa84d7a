"""The parts are kept up, and nothing of them is left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from scripts.environment import ROOT
from tests.integration.scripts.processes import alive, descendants, wait

# A part with a child of its own, as a web server has; both say who they are.
PART = """
import subprocess, sys, time, os
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
print(os.getpid(), child.pid, flush=True)
time.sleep(600)
"""
MARKET = """
import sys
from pathlib import Path
from scripts.supervisor import Part, Supervisor
data, part = Path(sys.argv[1]), sys.argv[2]
kept = Part("web server", [sys.executable, "-c", part], data / "kept.log")
once = Part("simulator", [sys.executable, "-c", part], data / "once.log", is_restarted=False)
supervisor = Supervisor([kept, once], {})
supervisor.start()
supervisor.watch(until=lambda: False)
supervisor.stop()
print("Stopped.", flush=True)
"""


def said(path: Path) -> list[list[int]]:
    """The process and child of each life of a part."""
    return (
        [[int(number) for number in line.split()] for line in path.read_text().splitlines()] if path.exists() else []
    )


@pytest.fixture
def market(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-c", MARKET, str(tmp_path), PART]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert wait(lambda: len(descendants(process.pid)) == 4)
        assert wait(lambda: bool(said(tmp_path / "kept.log") and said(tmp_path / "once.log")))
        below = descendants(process.pid)
        yield process
        process.kill()
        for left in alive(below):
            os.kill(left, signal.SIGKILL)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_told_stop_leaves_no_child_and_no_grandchild(market: subprocess.Popen[str], number: signal.Signals) -> None:
    below = descendants(market.pid)
    market.send_signal(number)
    assert market.wait(40) == 0
    assert not alive(below)


def test_a_killed_supervisor_takes_its_parts_with_it(market: subprocess.Popen[str], tmp_path: Path) -> None:
    parts = {said(tmp_path / "kept.log")[0][0], said(tmp_path / "once.log")[0][0]}
    assert alive(parts) == parts
    market.kill()
    assert wait(lambda: not alive(parts))


def test_a_fallen_part_is_started_again_and_its_children_do_not_stay(
    market: subprocess.Popen[str], tmp_path: Path
) -> None:
    [[process, child]] = said(tmp_path / "kept.log")
    os.kill(process, signal.SIGKILL)
    assert wait(lambda: len(said(tmp_path / "kept.log")) == 2)
    assert not alive({process, child})
    assert len(descendants(market.pid)) == 4


def test_the_simulator_stays_down_until_it_is_asked_for(market: subprocess.Popen[str], tmp_path: Path) -> None:
    [[process, child]] = said(tmp_path / "once.log")
    market.send_signal(signal.SIGUSR2)
    assert wait(lambda: not alive({process, child}))
    assert not wait(lambda: len(said(tmp_path / "once.log")) > 1, seconds=1.5)
    market.send_signal(signal.SIGUSR1)
    assert wait(lambda: len(said(tmp_path / "once.log")) == 2)


def test_a_simulator_that_was_killed_is_not_started_again(market: subprocess.Popen[str], tmp_path: Path) -> None:
    [[process, child]] = said(tmp_path / "once.log")
    os.kill(process, signal.SIGTERM)
    assert wait(lambda: not alive({process, child}))
    assert not wait(lambda: len(said(tmp_path / "once.log")) > 1, seconds=1.5)
    market.send_signal(signal.SIGUSR1)
    assert wait(lambda: len(said(tmp_path / "once.log")) == 2)
