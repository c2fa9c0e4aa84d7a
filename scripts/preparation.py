"""What has to be done before the servers start, each step only when what it reads has changed."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from scripts import catalogues
from scripts.environment import ROOT, Trouble
from scripts.place import MORE_SPACE

LOCK: Final = ROOT / "requirements" / "base.txt"
CODE: Final = ("marketplace", "cms", "search", "config")


@dataclass(frozen=True)
class Step:
    """One management command; ``made`` must exist and ``mark`` (a digest of what it reads) be unchanged to skip it."""

    command: str
    saying: str
    mark: str
    made: Path | None = None


def prepare(data: Path, environment: Mapping[str, str]) -> None:
    """Bring message catalogues, database, static files, demonstration market and search index up to date.

    Raises:
        Trouble: a step failed; the message names its log.
    """
    catalogues.compile_all(ROOT / "locale")
    steps = [step for step in _steps(data, environment) if not _is_done(step, data)]
    if not steps:
        return
    log = data / "logs" / "prepare.log"
    command = [sys.executable, "-m", "scripts.prepare", *(f"{step.command}={step.saying}" for step in steps)]
    with log.open("wb") as file:
        done = subprocess.run(command, env=dict(environment), stderr=file, check=False)
    if done.returncode:
        raise Trouble(_explain(log, data))
    for step in steps:
        _stamp(step, data).write_text(step.mark)


def _steps(data: Path, environment: Mapping[str, str]) -> list[Step]:
    address = environment.get("DATABASE_URL", "")
    database = None if address else data / "honghe.sqlite3"
    migrations = _digest([address], _contents(path for top in CODE for path in (ROOT / top).rglob("migrations/*.py")))
    engine = environment.get("SEARCH_ENGINE", "")
    index = None if engine == "elasticsearch" else data / "search"
    sources = _digest(_contents((ROOT / "search").rglob("*.py")), [migrations, engine])
    market = _digest([address], *(_dates(ROOT / top, "*.json") for top in CODE))
    return [
        Step("migrate", "database tables", migrations, database),
        Step("collectstatic", "static files", _digest(_dates(ROOT / "frontend" / "static")), data / "static"),
        Step("load_demo", "demonstration market", market, database),
        Step("search_rebuild", "search index", sources, index),
    ]


def _stamp(step: Step, data: Path) -> Path:
    return data / "stamps" / step.command


def _is_done(step: Step, data: Path) -> bool:
    # A database server may have been emptied behind our back: there, what is idempotent is simply run again.
    stamp = _stamp(step, data)
    return bool(step.made and step.made.exists() and stamp.exists() and stamp.read_text() == step.mark)


def _contents(paths: Iterable[Path]) -> list[str]:
    return [f"{path}{hashlib.sha256(path.read_bytes()).hexdigest()}" for path in sorted(paths)]


def _dates(folder: Path, pattern: str = "*") -> list[str]:
    """Names, sizes and dates, which is quicker than reading megabytes of pictures."""
    found = ((path, path.stat()) for path in sorted(folder.rglob(pattern)))
    return [f"{path} {stat.st_size} {stat.st_mtime_ns}" for path, stat in found]


def _digest(*parts: Iterable[str]) -> str:
    whole = "\n".join(line for part in parts for line in part)
    return hashlib.sha256((whole + LOCK.read_text()).encode()).hexdigest()


def _explain(log: Path, data: Path) -> str:
    output = log.read_text(errors="replace")
    if "disk is full" in output or "No space left" in output:
        return f"The disk is full: the market did not fit into {data}. {MORE_SPACE}."
    last = (output.strip().splitlines() or ["no reason given"])[-1]
    return f"The market could not be prepared: {last} (all of it in {log})"
