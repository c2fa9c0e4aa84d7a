"""Indexes that live as long as a measurement, beside the one that visitors ask and never in it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from elasticsearch import Elasticsearch

from search.engines.base import SearchEngine
from search.engines.elasticsearch.engine import ElasticsearchEngine
from search.engines.elasticsearch.options import Options
from search.engines.embedded.engine import EmbeddedEngine

EMBEDDED: Final = "embedded"
ELASTICSEARCH: Final = "elasticsearch"
ENGINES: Final = (EMBEDDED, ELASTICSEARCH)
_PATIENCE: Final = 30.0  # seconds: what is measured is whether an answer is right, not how soon it comes


@contextmanager
def temporary_engine(name: str) -> Iterator[SearchEngine]:
    """Yield an engine without an index; what it writes is gone afterwards, whatever happens in between.

    Args:
        name: one of ENGINES. The cluster is the one of the settings, the indices have names of their own.
    """
    if name == EMBEDDED:
        with TemporaryDirectory(prefix="evaluation-") as directory:
            yield EmbeddedEngine(Path(directory))
        return
    site = Options.of_settings()
    options = replace(
        site, prefix=f"{site.prefix}-evaluation-{os.getpid()}", search_seconds=_PATIENCE, refresh_writes=True
    )
    engine = ElasticsearchEngine(options)
    try:
        yield engine
    finally:
        engine.close()
        _wipe(options)


def _wipe(options: Options) -> None:
    with Elasticsearch(**options.of_client()) as client:
        names = list(client.indices.get(index=f"{options.prefix}-*", expand_wildcards="all"))
        if names:
            client.indices.delete(index=names)
