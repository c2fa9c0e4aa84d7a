"""Where a test keeps an index of either engine: opened by any number of engines, looked into, and wiped."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Final, Protocol

from elasticsearch import Elasticsearch
from pytest_django import Settings

from scripts.services import SERVICES
from search.engines import choice
from search.engines.base import SearchEngine
from search.engines.elasticsearch.engine import ElasticsearchEngine
from search.engines.elasticsearch.options import Options
from search.engines.embedded.engine import EmbeddedEngine

EMBEDDED: Final = "embedded"
ELASTICSEARCH: Final = "elasticsearch"


class Place(Protocol):
    def open(self) -> SearchEngine:
        """Return an engine of its own over what is here, as another process has it."""
        ...

    def choose(self, settings: Settings) -> None:
        """Make the site search here."""
        ...

    def generations(self) -> list[str]:
        """Name the generations that are kept."""
        ...

    def wipe(self) -> None:
        """Delete everything, and close what was opened."""
        ...


class EmbeddedPlace:
    def __init__(self, directory: Path) -> None:
        self.directory = directory

    def open(self) -> EmbeddedEngine:
        return EmbeddedEngine(self.directory)

    def choose(self, settings: Settings) -> None:
        settings.SEARCH_ENGINE = EMBEDDED
        settings.SEARCH_INDEX_DIR = self.directory

    def generations(self) -> list[str]:
        return sorted(path.name for path in self.directory.glob("generation-*"))

    def wipe(self) -> None:
        shutil.rmtree(self.directory, ignore_errors=True)


class ElasticsearchPlace:
    """Indices of one prefix. The clients that were opened here are closed with it."""

    def __init__(self, name: str, **options: float) -> None:
        """``name``: other than that of any place of this test process; ``options``: see Options."""
        worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
        self.prefix = f"test-{worker}-{os.getpid()}-{name}"
        self.address = SERVICES[ELASTICSEARCH].address
        self._options = options
        self._opened: list[ElasticsearchEngine] = []

    def open(self) -> ElasticsearchEngine:
        given = {"search_seconds": 20.0} | self._options
        options = Options(urls=(self.address,), prefix=self.prefix, refresh_writes=True, **given)  # type: ignore[arg-type]  # numbers all
        self._opened.append(ElasticsearchEngine(options))
        return self._opened[-1]

    def choose(self, settings: Settings) -> None:
        settings.SEARCH_ENGINE = ELASTICSEARCH
        settings.ELASTICSEARCH_URLS = [self.address]
        settings.ELASTICSEARCH_INDEX_PREFIX = self.prefix
        chosen = choice.chosen_elasticsearch(Options.of_settings())
        if chosen not in self._opened:
            self._opened.append(chosen)

    def client(self) -> Elasticsearch:
        """Return a client that speaks past the engine; to be closed by whoever asked."""
        return Elasticsearch(self.address)

    def generations(self) -> list[str]:
        return [name for name in self._indices() if "-control" not in name]

    def _indices(self) -> list[str]:
        with self.client() as client:
            return sorted(client.indices.get_alias(index=f"{self.prefix}-*"))

    def drop(self, names: Iterable[str]) -> None:
        with self.client() as client:
            for name in names:
                client.indices.delete(index=name, ignore_unavailable=True)

    def wipe(self) -> None:
        self.empty()
        self.drop(self._indices())

    def empty(self) -> None:
        """Delete the generations and close what was opened; the next test of the same place begins sooner so."""
        self.drop(self.generations())
        for engine in self._opened:
            engine.close()
        self._opened.clear()
        choice.chosen_elasticsearch.cache_clear()
