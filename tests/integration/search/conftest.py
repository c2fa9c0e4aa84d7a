"""Engines to ask: one over the demonstration market, and empty ones to write to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from search import documents
from search.documents import SearchDocument
from search.engines.base import SearchEngine
from search.engines.embedded.engine import EmbeddedEngine
from tests.integration.search import market


class Shelf:
    """A source whose documents a test changes as it likes."""

    def __init__(self, prefix: str, rows: Iterable[SearchDocument] = ()) -> None:
        self.prefix = prefix
        self.rows = {one.id: one for one in rows}

    def put(self, *rows: SearchDocument) -> list[str]:
        self.rows |= {one.id: one for one in rows}
        return [one.id for one in rows]

    def iter_documents(self) -> Iterator[SearchDocument]:
        yield from list(self.rows.values())

    def documents_for(self, ids: Sequence[str]) -> Iterable[SearchDocument]:
        return [self.rows[id_] for id_ in ids if id_ in self.rows]


def nothing(ids: Iterable[str]) -> Mapping[str, SearchDocument | None]:
    """Resolve for a rebuild during which nothing is written."""
    assert list(ids) == []
    return {}


@pytest.fixture(scope="session")
def market_directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("search-market")
    EmbeddedEngine(directory).rebuild(market.published(), resolve=nothing)
    return directory


@pytest.fixture(scope="session")
def market_engine(market_directory: Path) -> SearchEngine:
    """An engine over the demonstration market; not to be written to."""
    return EmbeddedEngine(market_directory)


@pytest.fixture
def engine(tmp_path: Path) -> EmbeddedEngine:
    """An engine without an index."""
    return EmbeddedEngine(tmp_path / "search")


@pytest.fixture
def site(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Shelf:
    """The site's own search over a single source of goods, which is returned; no index yet."""
    settings.SEARCH_INDEX_DIR = tmp_path / "site"
    monkeypatch.setattr(documents, "_sources", {})
    shelf = Shelf("good")
    documents.register(shelf)
    return shelf


@pytest.fixture
def market_site(market_directory: Path, settings: Settings) -> None:
    """The site's own search over the demonstration market."""
    settings.SEARCH_INDEX_DIR = market_directory


Make = Callable[..., SearchDocument]


@pytest.fixture
def make() -> Make:
    """Make a good with a name and whatever else is said."""

    def make_good(key: str, name: str = "", **fields: Any) -> SearchDocument:
        given = {"names": {"en": name or key}, "sku": key, "path": f"goods/{key.lower()}/"}
        return SearchDocument(id=f"good:{key}", type=documents.DocumentType.GOOD, **given | fields)

    return make_good
