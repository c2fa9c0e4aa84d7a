"""The runs: the floor first, then each kind of page, anonymous and signed in, warm and cold, on fresh servers."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings

from benchmarks.web import memory
from benchmarks.web.addresses import draw
from benchmarks.web.measure import Figure, one_by_one, with_wrk
from benchmarks.web.memory import Memory
from benchmarks.web.server import get, running

DRAWS = 20_000
HITS_IN_A_ROW = 6  # of two workers one has missed none of them once in 32
MOST_ASKED = 40
# Requests that bring the code of every page into memory without filling the page cache with what is measured.
WAKE = (
    "/vi/search/?q=zzzz", "/en/goods/?page=60", "/en/counties/", "/zh-hans/goods/?sort=name",
    *(f"/{code}/stories/" for code in ("vi", "en", "zh-hans")), "/vi/stories/jianshui-purple-pottery/",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Result:
    """One line of the report; ``floor`` is the empty view measured in the same run with as many connections."""

    page: str
    visitor: str
    state: str
    connections: int
    figure: Figure
    floor: Figure


def measure(*, pages: Mapping[str, Sequence[str]], cookie: str, port: int, seconds: int) -> list[Result]:
    """Measure everything. ``pages``: addresses by kind, the most visited first; ``seconds`` a run."""
    floors = _floors(port, seconds)
    results = _cold(pages, port, floors)
    environment = _environment()
    with running("config.wsgi:application", port=port, path="/health/ready", environment=environment) as parent:
        for kind, listing in pages.items():
            _fill(port, listing)
            for connections, floor in floors.items():
                figure = with_wrk(
                    parent=parent,
                    port=port,
                    addresses=draw(listing, times=DRAWS),
                    connections=connections,
                    seconds=seconds,
                )
                results.append(Result(kind, "anonymous", "warm", connections, figure, floor))
        for kind in ("home", "list", "good", "search"):
            for connections, floor in floors.items():
                figure = with_wrk(
                    parent=parent,
                    port=port,
                    addresses=draw(pages[kind], times=DRAWS),
                    connections=connections,
                    seconds=seconds,
                    cookie=cookie,
                )
                results.append(Result(kind, "signed in", "warm", connections, figure, floor))
    return results


def measure_memory(*, pages: Mapping[str, Sequence[str]], cookie: str, port: int) -> Memory:
    """Measure what the workers of a fresh server hold."""
    environment = _environment()
    with running("config.wsgi:application", port=port, path="/health/ready", environment=environment) as parent:
        return memory.measure(parent=parent, port=port, pages=pages, cookie=cookie)


def _fill(port: int, listing: Sequence[str]) -> None:
    """Ask for each address until every worker has it: each keeps its own pages, and which one answers is chance."""
    for address in listing:
        in_a_row = 0
        for _ in range(MOST_ASKED):
            in_a_row = in_a_row + 1 if get(port, address)[2].get("x-cache") == "HIT" else 0
            if in_a_row == HITS_IN_A_ROW:
                break


def _floors(port: int, seconds: int) -> dict[int, Figure]:
    with running("benchmarks.web.empty:application", port=port, path="/", environment={}) as parent:
        return {
            connections: with_wrk(parent=parent, port=port, addresses=["/"], connections=connections, seconds=seconds)
            for connections in (1, 8)
        }


def _cold(pages: Mapping[str, Sequence[str]], port: int, floors: Mapping[int, Figure]) -> list[Result]:
    """Ask a fresh server for each address once. The caches are those of the process, so a fresh server has none."""
    results = []
    for kind, listing in pages.items():
        with running("config.wsgi:application", port=port, path="/health/ready", environment=_environment()) as parent:
            for path in WAKE * 4:
                get(port, path)
            figure = one_by_one(parent=parent, port=port, addresses=listing)
        results.append(Result(kind, "anonymous", "cold", 1, figure, floors[1]))
    return results


def _environment() -> dict[str, str]:
    """Return what ``scripts/run`` would set: the same settings, data and secret, DEBUG off."""
    return {
        "DATA_DIR": str(settings.DATA_DIR),
        "SECRET_KEY": settings.SECRET_KEY,
        "DJANGO_SETTINGS_MODULE": os.environ["DJANGO_SETTINGS_MODULE"],
    }
