"""What a process uses, read from /proc: CPU seconds and memory."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Final

_MEGABYTE: Final = 1_024  # /proc counts in kB
_TICKS: Final = os.sysconf("SC_CLK_TCK")


def cpu_seconds(processes: Iterable[int]) -> float:
    """CPU time of these processes so far, user and system, children not counted."""
    ticks = 0
    for process in processes:
        fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / _TICKS


def memory(processes: Iterable[int]) -> dict[str, float]:
    """Memory in MB: ``own`` (anonymous), ``mapped`` (files that the kernel may drop again) and ``peak`` (of both)."""
    found = {"own": 0.0, "mapped": 0.0, "peak": 0.0}
    names = {"RssAnon": "own", "RssFile": "mapped", "VmHWM": "peak"}
    for process in processes:
        for line in Path(f"/proc/{process}/status").read_text(encoding="utf-8").splitlines():
            name, _, value = line.partition(":")
            if name in names:
                found[names[name]] += int(value.split()[0]) / _MEGABYTE
    return {name: round(value, 1) for name, value in found.items()}
