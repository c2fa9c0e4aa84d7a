"""The report: every figure beside its ratio to the floor, and the bounds that hold for it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from benchmarks.web.memory import Memory
from benchmarks.web.runs import Result

# First bound and aim, as multiples of the empty view's CPU time a request; of who is signed in, over one connection.
BOUNDS: Final = {
    ("home", "anonymous", "warm"): (1.5, 1.2),
    ("list", "anonymous", "warm"): (1.5, 1.2),
    ("good", "anonymous", "warm"): (1.5, 1.2),
    ("search", "anonymous", "warm"): (1.5, 1.2),
    ("list", "anonymous", "cold"): (15.0, 12.0),
    ("good", "anonymous", "cold"): (20.0, 15.0),
    ("search", "anonymous", "cold"): (20.0, 12.0),
    ("list", "signed in", "warm"): (9.0, 7.0),
    ("good", "signed in", "warm"): (12.0, 8.0),
    ("search", "signed in", "warm"): (11.0, 8.0),
}
MOST_MEMORY: Final = 500_000_000  # bytes, of two workers
HEAD: Final = (
    "| page | visitor | state | connections | requests/s | p50 ms | p99 ms | hits | CPU ms | x rate | x p50 | x CPU |"
    " bound / aim | failures |\n" + "|---" * 14 + "|"
)


def as_table(results: Sequence[Result]) -> str:
    """Return a Markdown table: one line a result, the empty view first."""
    floors = {result.connections: result.floor for result in results}
    lines = [HEAD]
    lines += [
        f"| empty view | - | - | {connections} | {floor.rate:.0f} | {floor.p50:.2f} | {floor.p99:.2f} | - |"
        f" {floor.cpu:.2f} | 1 | 1 | 1 | - | {floor.failures} |"
        for connections, floor in sorted(floors.items())
    ]
    return "\n".join([*lines, *(_line(result) for result in results)])


def as_sentence(memory: Memory) -> str:
    """Say what the workers hold: before, after, and whether that is within the bound."""
    before, after = (sum(sizes) / 1e6 for sizes in (memory.at_rest, memory.after))
    verdict = "within" if sum(memory.after) <= MOST_MEMORY else "above"
    return (
        f"{len(memory.after)} workers hold {after:.0f} MB (PSS) after {memory.requests} requests with"
        f" {memory.failures} failures, {before:.0f} MB before; {verdict} the bound of {MOST_MEMORY / 1e6:.0f} MB."
    )


def _line(result: Result) -> str:
    figure, floor = result.figure, result.floor
    bound = BOUNDS.get((result.page, result.visitor, result.state))
    verdict = f"{bound[0]:g} / {bound[1]:g}" if bound else "-"
    return (
        f"| {result.page} | {result.visitor} | {result.state} | {result.connections} | {figure.rate:.0f} |"
        f" {figure.p50:.2f} | {figure.p99:.2f} | {figure.hits:.0%} | {figure.cpu:.2f} |"
        f" {floor.rate / figure.rate:.2f} | {figure.p50 / floor.p50:.2f} | {figure.cpu / floor.cpu:.2f} |"
        f" {verdict} | {figure.failures} |"
    )
