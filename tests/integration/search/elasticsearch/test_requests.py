"""How often the cluster is asked for one answer: each time costs a visitor some milliseconds."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from search import querying
from search.engines.choice import current_engine
from search.engines.elasticsearch.connection import Visit
from tests.integration.search.places import Place

pytestmark = [pytest.mark.elasticsearch, pytest.mark.usefixtures("market_site")]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch, market_places: Callable[[str], Place]) -> list[str]:
    """Notes the index of every request of a visitor; what was answered lately is forgotten, the spelling is known."""
    querying.search(q="pomegranite", lang="en")
    current_engine().health()
    indices: list[str] = []
    ask = Visit._ask

    def noting(self: Visit, index: str, body: Any) -> Any:
        indices.append(index)
        return ask(self, index, body)

    monkeypatch.setattr(Visit, "_ask", noting)
    monkeypatch.setattr("search.engines.elasticsearch.vocabulary.monotonic", lambda: 1.0)  # a busy machine takes long
    return indices


@pytest.mark.parametrize(
    ("q", "most"),
    [
        ("石榴", 2),
        ("luu mong tu", 3),
        ("green tea", 3),
        ("mengzi shiliu", 4),
        ("shi liu", 4),
        ("0810.90", 3),
        ("pomegranite", 6),
        ("石留", 6),
        ("蒙自甜绿籽石榴" * 10, 6),
        ("shiliu" * 30, 8),
    ],
)
def test_an_answer_takes_few_requests(asked: list[str], q: str, most: int) -> None:
    assert not querying.search(q=q, lang="vi").degraded
    assert 0 < len(asked) <= most


@pytest.mark.parametrize(("q", "most"), [("sh", 3), ("pome", 3), ("石", 3), ("gao d", 4), ("pomegranit", 4)])
def test_names_to_pick_take_few_requests(asked: list[str], q: str, most: int) -> None:
    querying.suggest(q=q, lang="vi")
    assert 0 < len(asked) <= most


def test_what_was_asked_lately_is_not_asked_again(asked: list[str]) -> None:
    for page in (1, 2):
        querying.search(q="石榴", lang="vi", page=page, size=3)
    assert len(asked) == 3  # words once, an answer each


def test_nothing_typed_asks_once_whether_there_is_an_index(asked: list[str]) -> None:
    for _ in range(3):
        assert not querying.search(q="", lang="vi").degraded
    assert len(asked) == 1
