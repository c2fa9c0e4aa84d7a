"""The tests that run on both databases hold what the two do differently."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

import pytest

from scripts.environment import ROOT
from tests.databases import IN_THE_APPLICATION, TESTS, differs

CODE = [path for where in ("marketplace", "cms", "search") for path in (ROOT / where).rglob("*.py")]
MARK = "pytest.mark.differs"


def chosen(path: Path) -> bool:
    source = path.read_text(encoding="utf-8")
    names = re.findall(r"^(?:def|class) ([Tt]est\w+)", source, re.MULTILINE)
    return MARK in source or differs(source, *names)


def room(path: Path) -> str:
    parts = path.relative_to(ROOT).parts
    return parts[0] if parts[0] == "cms" else parts[1]  # the kinds of page are tried together


@pytest.mark.parametrize(
    "source",
    [
        "def test_it(django_assert_num_queries):\n    pass",
        "def count():\n    return CaptureQueriesContext(connection)\n\ndef test_it():\n    count()",
        "BOTH = pytest.raises(IntegrityError)\n\nclass Help:\n    seen = BOTH\n\ndef test_it():\n    Help()",
        "@pytest.mark.django_db(transaction=True)\ndef test_it():\n    pass",
        "pytestmark = pytest.mark.django_db(transaction=True)\n\ndef test_it():\n    pass",
        "def test_it():\n    MigrationExecutor(connection)",
        "step = import_module('marketplace.orders.migrations.0007_days')\n\ndef test_it():\n    step.forwards()",
        "def test_it():\n    with connection.cursor():\n        pass",
    ],
)
def test_a_sign_is_seen_in_a_test_and_in_what_it_uses(source: str) -> None:
    assert differs(source + "\n\ndef test_else():\n    pass", "test_it")


def test_a_sign_beside_a_test_does_not_choose_it() -> None:
    source = "def test_it(django_assert_num_queries):\n    pass\n\ndef test_else():\n    pass"
    assert not differs(source, "test_else")
    assert not differs("def test_names_of_columns():\n    connections = []", "test_names_of_columns")


def test_every_room_that_asks_a_database_for_its_own_manner_is_tried_on_both() -> None:
    """What a database answers by rules of its own is tried on both of them, in the folder of the room that asks."""
    asks: dict[str, set[str]] = defaultdict(set)
    for path in CODE:
        if "migrations" in path.parts:
            continue
        text = path.read_text(encoding="utf-8")
        asks[room(path)] |= {what for what, pattern in IN_THE_APPLICATION.items() if re.search(pattern, text)}
    # The tests of a room stand in a folder of its name, or in a file that bears its name.
    both = [path for path in TESTS.rglob("test_*.py") if chosen(path)]
    tried = {
        name for path in both for name in (path.parent.name, path.stem.removeprefix("test_"), *path.stem.split("_"))
    }
    missing = {name: sorted(what) for name, what in asks.items() if what and name not in tried}
    assert missing == {}, f"mark tests of these with {MARK}"
