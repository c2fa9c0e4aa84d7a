"""The report: every figure beside its ratio to the floor, and the bounds that hold for it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from benchmarks.web.runs import Result

# First bound and aim, as multiples of the empty view's CPU time a request.
BOUNDS: Final = {
    ("home", "anonymous", "warm"): (2.0, 1.5),
    ("list", "anonymous", "warm"): (2.0, 1.5),
    ("good", "anonymous", "warm"): (2.0, 1.5),
    ("search", "anonymous", "warm"): (2.0, 1.5),
    ("home", "anonymous", "cold"): (30.0, 20.0),
    ("list", "anonymous", "cold"): (30.0, 20.0),
    ("good", "anonymous", "cold"): (30.0, 20.0),
    ("search", "anonymous", "cold"): (20.0, 12.0),
    ("list", "signed in", "warm"): (20.0, 10.0),
    ("good", "signed in", "warm"): (16.0, 8.0),
    ("search", "signed in", "warm"): (20.0, 12.0),
}
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
