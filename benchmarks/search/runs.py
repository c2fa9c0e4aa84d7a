"""The runs, each kept as JSON when it ends, so that an interrupted benchmark goes on where it was."""

from __future__ import annotations

import json
import platform
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from benchmarks.search.market import environment
from benchmarks.search.server import Server, running
from search.analysis.fields import VERSION

ANALYSED_APART_FROM: Final = 1_000_000  # goods, from which two processes analyse for the one that writes
FEWER_QUESTIONS_FROM: Final = 1_000_000  # goods, from which each way of asking gets half as many
ENGINES: Final = ("embedded", "elasticsearch")
Found = dict[str, Any]


@dataclass(frozen=True)
class Plan:
    """``folder`` keeps indices and results; ``again`` repeats the asking, ``anew`` the indexing too."""

    folder: Path
    sizes: tuple[int, ...]
    engines: tuple[str, ...]
    questions: int
    port: int
    again: bool = False
    anew: bool = False


def run(plan: Plan) -> None:
    """Do what is not yet done, size by size, both engines after each other, so that they meet the same machine."""
    if plan.anew:
        for path in plan.folder.glob("analysed-*"):
            path.unlink()
    server = running(plan.folder / "elasticsearch", plan.port) if "elasticsearch" in plan.engines else nullcontext()
    with server as started:
        for size in sorted(plan.sizes):
            for engine in plan.engines:
                _one(plan, engine, size, started if engine == "elasticsearch" else None)


def results(folder: Path) -> list[Found]:
    """Return what was measured so far, by engine and size."""
    found = [json.loads(path.read_text(encoding="utf-8")) for path in (folder / "results").glob("*.json")]
    return sorted(found, key=lambda one: (ENGINES.index(one["engine"]), one["size"]))


def _one(plan: Plan, engine: str, size: int, server: Server | None) -> None:
    path = plan.folder / "results" / f"{engine}-{size}.json"
    found: Found = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    if plan.anew or found.get("analysis") != VERSION:  # an index of another version is none
        found = {"engine": engine, "size": size, "analysis": VERSION}
    for step in ("index", "ask"):
        if step in found and not (plan.again and step == "ask"):
            continue
        print(f"{engine}, {size} goods: {step} …", file=sys.stderr, flush=True)
        found[step] = _step(plan, engine, size, step, server)
        found |= {"machine": machine(), "at": time.strftime("%F %R UTC", time.gmtime())}
        _keep(path, found)


def _step(plan: Plan, engine: str, size: int, step: str, server: Server | None) -> Found:
    given = environment(plan.folder, size, engine) | ({"ELASTICSEARCH_URLS": server.url} if server else {})
    before = server.cpu_seconds() if server else 0.0
    command = [sys.executable, "-m", "benchmarks.search.step", step, "--size", str(size)]
    questions = plan.questions // 2 if size >= FEWER_QUESTIONS_FROM else plan.questions
    command += ["--questions", str(questions), "--processes", "2" if size >= ANALYSED_APART_FROM else "0"]
    done = subprocess.run(command, env=given, check=True, stdout=subprocess.PIPE, text=True)
    found: Found = json.loads(done.stdout.splitlines()[-1])
    if server:
        found["server_cpu_seconds"] = round(server.cpu_seconds() - before, 2)
        found["server_memory"] = server.memory()
    if step == "index":
        found["megabytes"] = round(
            server.megabytes(given["ELASTICSEARCH_INDEX_PREFIX"]) if server else _size(Path(given["DATA_DIR"])), 1
        )
    return found


def _size(data: Path) -> float:
    """MB of the generation in use."""
    generation = json.loads((data / "search" / "current").read_text(encoding="utf-8"))["generation"]
    sizes = [path.stat().st_size for path in (data / "search" / generation).rglob("*") if path.is_file()]
    return float(sum(sizes) / 1e6)


def _keep(path: Path, found: Mapping[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    fresh.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    fresh.replace(path)


def machine() -> str:
    """What the run was made on, in a few words."""
    return "; ".join(
        [*_processor(), f"{platform.system()} {platform.machine()}", f"Python {platform.python_version()}"]
    )


def _processor() -> Iterator[str]:
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    yield f"{len(names)} cores of {names[0]}" if names else "cores unknown"
