"""Look at processes through /proc."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path


def descendants(process: int) -> set[int]:
    """Every living process below ``process``; zombies are dead."""
    parents: dict[int, list[int]] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            state, parent = (folder / "stat").read_text().rpartition(")")[2].split()[:2]
        except OSError:
            continue
        if state != "Z":
            parents.setdefault(int(parent), []).append(int(folder.name))
    found, todo = set(), [process]
    while todo:
        below = parents.get(todo.pop(), [])
        found.update(below)
        todo += below
    return found


def alive(processes: set[int]) -> set[int]:
    """Those of ``processes`` that still run."""
    running = set()
    for process in processes:
        try:
            state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
        except OSError:
            continue
        if state != "Z" and process != os.getpid():
            running.add(process)
    return running


def wait(condition: Callable[[], bool], seconds: float = 40.0) -> bool:
    """Wait until ``condition`` holds; False when it does not within ``seconds``."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True
