"""Which tests run on SQLite as well where PostgreSQL is there: those of what the two databases do not do alike.

With PostgreSQL every test runs there once. On SQLite those are run again that hold what it does in a way of its own,
and the browser looks at a market that stands on it. Without PostgreSQL everything runs on SQLite.
"""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path
from typing import Final

TESTS: Final = Path(__file__).parent
# What a test of such a thing cannot do without, in itself or in a function of its module that it calls.
SIGNS: Final = {
    "budgets of queries": r"assert_(?:max_)?num_queries|CaptureQueriesContext|\bexecute_wrapper\b",
    "constraints": r"\bIntegrityError\b|\bProtectedError\b|\bDataError\b",
    "migrations of existing rows": r"\bMigrationExecutor\b|[\"']migrate[\"']|\.migrations\.",
    "SQL and planners": r"\bconnection\.(?:cursor|vendor|introspection|features)\b|\.explain\(|\bRawSQL\b",
    "locks and transactions": r"transaction=True|\btransactional_db\b|\bOperationalError\b|\bskip_locked\b",
}
# What no sign tells, said in its place by ``pytest.mark.differs``: JSON, collation, letters without regard to case.
# Of the application: what a database answers by rules of its own; ``test_databases.py`` holds that each room that does
# so has tests with that mark or a sign.
IN_THE_APPLICATION: Final = {
    "letters without regard to case": r"__i(?:contains|exact|startswith|regex)\b|\b(?:Lower|Upper)\(",
    "patterns": r"__regex\b",
    "order of what is empty": r"nulls_(?:first|last)",
    "locks that are skipped": r"skip_locked",
    "values of JSON": r"\bdata__\w|\bKeyTransform\b|\bKeyTextTransform\b",
    "columns of JSON": r"\bJSONField\(",
}


def differs(source: str, *names: str) -> bool:
    """Tell by the signs in the source of a test's module whether the function or class of one of the names is about
    something that databases do differently.
    """
    return not _with_signs(source).isdisjoint(names)


@cache
def _with_signs(source: str) -> frozenset[str]:
    """The names of the functions of a module that carry a sign, or use a name of the module's that does."""
    sign = re.compile("|".join(SIGNS.values()))
    # Decorators are part of a function here: one says ``django_db(transaction=True)``.
    parts = {name: _text(source, node) for node in ast.parse(source).body for name in _names(node)}
    found = {name for name, text in parts.items() if sign.search(text)}
    if "pytestmark" in found:
        return frozenset(parts)
    while True:
        users = {name for name, text in parts.items() if found & set(re.findall(r"\w+", text))} - found
        if not users:
            return frozenset(found)
        found |= users


def _names(node: ast.stmt) -> list[str]:
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return [node.name]
    if isinstance(node, ast.Assign):
        return [target.id for target in node.targets if isinstance(target, ast.Name)]
    return []


def _text(source: str, node: ast.stmt) -> str:
    begin = min([node.lineno, *(one.lineno for one in getattr(node, "decorator_list", ()))])
    return "\n".join(source.splitlines()[begin - 1 : node.end_lineno])
