"""What it costs to ask an index: one client, eight clients, and what is typed."""

from __future__ import annotations

import gc
import os
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import Final, TypeVar

from benchmarks.search.goods import goods
from benchmarks.search.processes import memory
from benchmarks.search.questions import Question, beginnings, questions
from search import querying
from search.documents import iter_documents
from search.engines.base import EngineUnavailable
from search.engines.choice import current_engine

SAMPLES: Final = 4_000  # goods that questions are made of
WARM_UP: Final = 60  # questions of another seed, asked before anything is counted
CLIENTS: Final = 8
SUGGESTIONS: Final = 8
Asked = TypeVar("Asked")


class NoIndex(Exception):
    """There is nothing to ask."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What one question took, in ms of the clock and of CPU time of the asking thread, and whether it was answered."""

    wall: float
    cpu: float
    is_answered: bool


def ask(size: int, count: int) -> dict[str, object]:
    """Ask the index that is there ``count`` different questions each way, none of them twice.

    Returns:
        ``first_ms`` (the first question of a process, which opens the index), figures for ``search`` and ``suggest``
        by one client, for ``search_8`` and ``suggest_8`` by eight at once, and ``memory`` (MB) at the end.
    Raises:
        NoIndex: the index is not there.
    """
    health = current_engine().health()
    if health.documents < size:
        raise NoIndex(f"There is no index of {size} goods for this version of the analysis; build it with --anew.")
    samples = list(islice(goods(count=size, around=list(iter_documents())), SAMPLES))
    first = _taken(_suggest, ("a", "vi"))
    querying.warm()
    _one_by_one(_search, questions(samples, count=WARM_UP, seed=1))
    _one_by_one(_suggest, beginnings(samples, count=WARM_UP, seed=1))
    asked, typed = questions(samples, count=2 * count), beginnings(samples, count=2 * count)
    gc.collect()
    gc.freeze()  # the goods that questions were made of are no part of a process that answers visitors
    alone = _one_by_one(_search, asked[:count])
    return {
        "first_ms": round(first.wall, 1),
        "search": figures(alone) | {"kinds": _by_kind(asked[:count], alone)},
        "suggest": figures(_one_by_one(_suggest, typed[:count])),
        "search_8": _together(_search, asked[count:]),
        "suggest_8": _together(_suggest, typed[count:]),
        "memory": memory([os.getpid()]),
    }


def _search(question: Question) -> bool:
    result = querying.search(
        q=question.q, lang=question.lang, filters=question.filters, sort=question.sort, page=question.page
    )
    return not result.degraded


def _suggest(typed: tuple[str, str]) -> bool:
    # What querying.suggest asks, told from an empty answer where it fails.
    try:
        current_engine().suggest(q=typed[0], lang=typed[1], limit=SUGGESTIONS)
    except EngineUnavailable:
        return False
    return True


def _taken(act: Callable[[Asked], bool], asked: Asked) -> Taken:
    wall, cpu = time.perf_counter(), time.thread_time()
    is_answered = act(asked)
    return Taken(1_000 * (time.perf_counter() - wall), 1_000 * (time.thread_time() - cpu), is_answered)


def _one_by_one(act: Callable[[Asked], bool], every: Sequence[Asked]) -> list[Taken]:
    return [_taken(act, one) for one in every]


def _together(act: Callable[[Asked], bool], every: Sequence[Asked]) -> dict[str, object]:
    """Ask with eight threads in one process, as a web server's worker would with more threads than ours has."""
    begun = time.perf_counter()
    with ThreadPoolExecutor(CLIENTS) as clients:
        taken = list(clients.map(partial(_taken, act), every))
    return figures(taken) | {"rate": round(len(every) / (time.perf_counter() - begun), 1)}


def figures(taken: Sequence[Taken]) -> dict[str, object]:
    """Percentiles in ms of wall and CPU time, and how many were not answered."""
    wall, cpu = sorted(one.wall for one in taken), sorted(one.cpu for one in taken)
    return {
        "count": len(taken),
        "failures": sum(not one.is_answered for one in taken),
        "p50": percentile(wall, 50),
        "p99": percentile(wall, 99),
        "slowest": percentile(wall, 100),
        "cpu_p50": percentile(cpu, 50),
        "cpu_p99": percentile(cpu, 99),
    }


def percentile(values: Sequence[float], percent: int) -> float:
    """The value of ``values`` (sorted) that so many percent do not exceed, by the nearest rank."""
    return round(values[max(-(-len(values) * percent // 100) - 1, 0)], 3)


def _by_kind(asked: Sequence[Question], taken: Sequence[Taken]) -> dict[str, dict[str, float]]:
    found: dict[str, list[float]] = {}
    for question, one in zip(asked, taken, strict=True):
        found.setdefault(question.kind, []).append(one.wall)
    return {
        kind: {"p50": percentile(sorted(walls), 50), "p99": percentile(sorted(walls), 99)}
        for kind, walls in found.items()
    }
