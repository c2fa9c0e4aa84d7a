"""The search is as good as it is said to be: the floors hold on both halves."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from search import documents
from search.documents import SearchDocument
from search.evaluation.floors import Floors
from search.evaluation.judgements import HALVES, judged_queries
from search.evaluation.measure import Outcome, outcomes, rows
from search.evaluation.neighbours import neighbours
from search.evaluation.tables import missed
from search.evaluation.temporary import temporary_engine
from tests.integration.search import market
from tests.integration.search.conftest import Shelf

NEIGHBOURS = 1_500


@pytest.fixture(scope="module")
def measured() -> list[Outcome]:
    """Every judged query asked of the embedded engine."""
    found: list[SearchDocument] = market.published()
    found += neighbours(count=NEIGHBOURS, around=found)
    with temporary_engine("embedded") as engine:
        engine.rebuild(found, resolve=lambda _: {})
        return outcomes(engine, judged_queries(), found)


@pytest.mark.parametrize("half", HALVES)
def test_the_floors_hold(measured: list[Outcome], half: str) -> None:
    some = [one for one in measured if one.query.half == half]
    shown = "\n".join(missed(some)) if half == "tune" else "the half that is kept out of tuning"
    assert list(Floors().broken(rows(some))) == [], shown


def test_the_command_measures_in_an_index_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "_sources", {"good": _Market()})
    monkeypatch.setattr("search.engines.choice.current_engine", _refuse)
    told = StringIO()
    with pytest.raises(CommandError, match=r"success@3 .* the floor 1\.100"):
        call_command("evaluate_search", goods=20, half="tune", floor_success=1.1, misses=True, stdout=told)
    assert "embedded, tune half, among" in told.getvalue()
    assert "nDCG@10" in told.getvalue()
    assert "found nothing:" in told.getvalue()


def test_without_the_demonstration_market_it_is_said_what_to_load(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "_sources", {"good": Shelf("good", market.published()[:5])})
    with pytest.raises(CommandError, match="load_demo"):
        call_command("evaluate_search", goods=0)


class _Market(Shelf):
    """All of the demonstration market from one source, and something that nobody judged."""

    def __init__(self) -> None:
        other = SearchDocument(id="page:1", type=documents.DocumentType.PAGE, names={"en": "Pomegranate"}, path="x/")
        super().__init__("good", [*market.published(), other])


def _refuse() -> None:
    raise AssertionError("the visitors' index was asked")
