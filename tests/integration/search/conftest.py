"""Places to search in, of both engines: one with the demonstration market, and empty ones to write to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from search import documents
from search.documents import SearchDocument
from search.engines.base import SearchEngine
from tests.integration.search import market
from tests.integration.search.places import ELASTICSEARCH, EMBEDDED, ElasticsearchPlace, EmbeddedPlace, Place

BOTH = [EMBEDDED, pytest.param(ELASTICSEARCH, marks=pytest.mark.elasticsearch)]


class Shelf:
    """A source whose documents a test changes as it likes."""

    def __init__(self, prefix: str, rows: Iterable[SearchDocument] = ()) -> None:
        self.prefix = prefix
        self.rows = {one.id: one for one in rows}

    def put(self, *rows: SearchDocument) -> list[str]:
        self.rows |= {one.id: one for one in rows}
        return [one.id for one in rows]

    def count(self) -> int:
        return len(self.rows)

    def iter_documents(self) -> Iterator[SearchDocument]:
        yield from list(self.rows.values())

    def documents_for(self, ids: Sequence[str]) -> Iterable[SearchDocument]:
        return [self.rows[id_] for id_ in ids if id_ in self.rows]


def nothing(ids: Iterable[str]) -> Mapping[str, SearchDocument | None]:
    """Resolve for a rebuild during which nothing is written."""
    assert list(ids) == []
    return {}


@pytest.fixture(params=BOTH)
def kind(request: pytest.FixtureRequest) -> str:
    """The name of an engine. What asks for it, or for what depends on it, is tried with both."""
    return str(request.param)


@pytest.fixture(scope="session")
def market_places(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Place]]:
    """Gives a place by the name of its engine, the market indexed there, not to be written to."""
    places: dict[str, Place] = {}

    def find(kind: str) -> Place:
        if kind not in places:
            directory = tmp_path_factory.mktemp("search-market")
            places[kind] = EmbeddedPlace(directory) if kind == EMBEDDED else ElasticsearchPlace("market")
            places[kind].open().rebuild(market.published(), resolve=nothing)
        return places[kind]

    yield find
    for place in places.values():
        place.wipe()


@pytest.fixture(scope="session")
def elasticsearch_place() -> Iterator[ElasticsearchPlace]:
    """The place that tests use one after another."""
    place = ElasticsearchPlace("site")
    yield place
    place.wipe()


@pytest.fixture
def place(kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Place]:
    """A place without an index."""
    if kind == EMBEDDED:
        yield EmbeddedPlace(tmp_path / "site")
        return
    shared: ElasticsearchPlace = request.getfixturevalue("elasticsearch_place")
    shared.empty()
    yield shared
    shared.empty()


@pytest.fixture
def engine(place: Place) -> SearchEngine:
    """An engine without an index."""
    return place.open()


@pytest.fixture
def site(place: Place, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Shelf:
    """The site's own search over a single source of goods, which is returned; no index yet."""
    place.choose(settings)
    monkeypatch.setattr(documents, "_sources", {})
    shelf = Shelf("good")
    documents.register(shelf)
    return shelf


@pytest.fixture
def market_site(kind: str, market_places: Callable[[str], Place], settings: Settings) -> None:
    """The site's own search over the demonstration market."""
    market_places(kind).choose(settings)


Make = Callable[..., SearchDocument]


@pytest.fixture
def make() -> Make:
    """Make a good with a name and whatever else is said."""

    def make_good(key: str, name: str = "", **fields: Any) -> SearchDocument:
        given = {"names": {"en": name or key}, "sku": key, "path": f"goods/{key.lower()}/"}
        return SearchDocument(id=f"good:{key}", type=documents.DocumentType.GOOD, **given | fields)

    return make_good
