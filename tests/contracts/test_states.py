"""The drawings of states in the documentation are the tables of the code."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

import pytest

from marketplace.catalog.states import TRANSITIONS as GOOD
from marketplace.companies.states import TRANSITIONS as COMPANY
from marketplace.orders.states import MOVES
from marketplace.orders.states import ORDER_TRANSITIONS as ORDER
from marketplace.orders.states import TRANSITIONS as PRODUCER_ORDER
from scripts.environment import ROOT

DRAWN = (ROOT / "docs" / "states.md").read_text(encoding="utf-8")
TABLES: dict[str, Mapping[Any, Iterable[Any]]] = {
    "company": COMPANY,
    "good": GOOD,
    "order": ORDER,
    "producer_order": PRODUCER_ORDER,
}


@pytest.mark.parametrize("name", TABLES)
def test_a_drawing_has_every_move_and_no_other(name: str) -> None:
    found = re.search(rf"<!-- states: {name} -->\n```mermaid\n(.*?)```", DRAWN, re.DOTALL)
    assert found
    drawn = re.findall(r"^    (\w+) --> (\w+)$", found[1], re.MULTILINE)
    assert sorted(drawn) == sorted((str(source), str(to)) for source, all_to in TABLES[name].items() for to in all_to)


def test_the_table_of_moves_is_that_of_the_code() -> None:
    rows = ["| From | To | By | Service | Stock | Dues | Messages |", "| --- | --- | --- | --- | --- | --- | --- |"]
    for one in MOVES:
        cells = (one.source, one.target, one.by, f"`{one.service}`", one.stock, one.dues, one.messages)
        rows.append(f"| {' | '.join(cells)} |")
    found = re.search(r"<!-- moves -->\n(.*?)<!-- /moves -->", DRAWN, re.DOTALL)
    assert found
    assert found[1].strip().splitlines() == rows
