"""What the workers of a server hold in memory after some thousand requests of all kinds, by two sorts of reader."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Final

from benchmarks.web.addresses import draw
from benchmarks.web.server import asking, children

REQUESTS: Final = 5_000
_AGAIN: Final = 50  # requests over one connection, so that both workers are asked
_SIGNED_IN: Final = 4  # one in so many
_KIB: Final = 1024


@dataclass(frozen=True, slots=True)
class Memory:
    """Proportional set sizes in bytes, of each worker: what it alone holds, and its part of what it shares."""

    at_rest: tuple[int, ...]
    after: tuple[int, ...]
    requests: int
    failures: int


def measure(*, parent: int, port: int, pages: Mapping[str, Sequence[str]], cookie: str) -> Memory:
    """Ask for ``REQUESTS`` pages, drawn by a Zipf law from all kinds in turn, and read what the workers hold."""
    at_rest, failures = pss(parent), 0
    asked = list(_drawn(pages, REQUESTS))
    for start in range(0, len(asked), _AGAIN):
        some = asked[start : start + _AGAIN]
        for at, own in ((0, ""), (1, cookie)):
            with asking(port, own) as ask:
                wanted = [one for place, one in enumerate(some) if (place % _SIGNED_IN == _SIGNED_IN - 1) == bool(at)]
                failures += sum(ask(address)[0] != HTTPStatus.OK for address in wanted)
    return Memory(at_rest=at_rest, after=pss(parent), requests=len(asked), failures=failures)


def pss(parent: int) -> tuple[int, ...]:
    """Return the proportional set size of each child of ``parent`` in bytes, from ``/proc/<pid>/smaps_rollup``."""
    found = []
    for pid in children(parent):
        with suppress(OSError):
            found.append(read_pss(Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")))
    return tuple(found)


def read_pss(rollup: str) -> int:
    """Read the proportional set size, in bytes, of what the kernel says of a process.

    Raises:
        ValueError: it says nothing of it.
    """
    for line in rollup.splitlines():
        name, _, value = line.partition(":")
        if name == "Pss":
            return int(value.split()[0]) * _KIB
    raise ValueError("no Pss")


def _drawn(pages: Mapping[str, Sequence[str]], count: int) -> Iterator[str]:
    kinds = [draw(listing, times=count // len(pages) + 1, seed=seed) for seed, listing in enumerate(pages.values())]
    every = [address for row in zip(*kinds, strict=True) for address in row]
    random.Random(len(every)).shuffle(every)
    yield from every[:count]
