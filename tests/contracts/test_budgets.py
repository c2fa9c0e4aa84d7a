"""The budgets of the house: how long a module and a function may be, and how much of all lines are tests."""

from __future__ import annotations

import ast
import statistics
from collections.abc import Iterator
from pathlib import Path

from scripts.environment import ROOT

CODE = ("config", "cms", "marketplace", "search")
EVERYTHING = (*CODE, "scripts", "deployment", "tests", "benchmarks")
MODULE_LINES, FUNCTION_LINES = 400, 50


def sources(*folders: str) -> Iterator[Path]:
    for folder in folders:
        yield from (path for path in sorted((ROOT / folder).rglob("*.py")) if "migrations" not in path.parts)


def length(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def functions(path: Path) -> Iterator[tuple[str, int]]:
    """Each function with its lines, those of its docstring not counted."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            first = node.body[0]
            has_text = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
            text = (first.end_lineno or 0) - first.lineno + 1 if has_text else 0
            yield (
                f"{path.relative_to(ROOT)}:{node.lineno} {node.name}",
                (node.end_lineno or 0) - node.lineno + 1 - text,
            )


def test_no_module_is_longer_than_four_hundred_lines() -> None:
    every = sources(*EVERYTHING)
    assert not {str(path.relative_to(ROOT)): length(path) for path in every if length(path) > MODULE_LINES}


def test_no_function_is_longer_than_fifty_lines() -> None:
    every = (found for path in sources(*EVERYTHING) for found in functions(path))
    assert not {name: lines for name, lines in every if lines > FUNCTION_LINES}


def test_most_modules_and_functions_are_short() -> None:
    modules = [length(path) for path in sources(*CODE) if length(path) > 1]
    lines = [count for path in sources(*CODE) for _, count in functions(path)]
    assert statistics.median(modules) <= 75
    assert statistics.quantiles(modules, n=10)[-1] <= 200
    assert statistics.median(lines) <= 8
    assert statistics.quantiles(lines, n=10)[-1] <= 25


def test_no_module_is_named_for_holding_anything() -> None:
    assert not [
        path for path in sources(*CODE) if path.stem in {"utils", "helpers", "common"} or path.parent.name == "common"
    ]
