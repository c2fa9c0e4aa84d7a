"""Three nodes, one killed while goods are indexed and searched: nothing is lost and no visitor sees an error."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest
from elasticsearch import Elasticsearch

from deployment.elasticsearch.cluster import Cluster
from search.analysis.fields import fingerprint
from search.documents import DocumentType, SearchDocument
from search.engines.base import EngineUnavailable, SearchRequest
from search.engines.elasticsearch.engine import ElasticsearchEngine
from search.engines.elasticsearch.options import Options
from search.filters import SearchFilters
from tests.integration.deployment.elasticsearch.servers import cluster
from tests.integration.search.conftest import nothing
from tests.integration.search.elasticsearch.test_writers import eventually

pytestmark = [pytest.mark.elasticsearch_nodes, pytest.mark.slow]
AT_FIRST = 300
WORDS = ("tea", "green tea", "gren tea", "te", "good 7")


@pytest.fixture(scope="module")
def servers() -> Iterator[Cluster]:
    with cluster(3) as three:
        three.start()
        yield three


@pytest.fixture
def engine(servers: Cluster) -> Iterator[ElasticsearchEngine]:
    options = Options(urls=tuple(servers.urls), prefix="three", shards=2, search_seconds=20.0)
    opened = ElasticsearchEngine(options)
    yield opened
    opened.close()


def good(n: int) -> SearchDocument:
    names = {"en": f"green tea good {n}"}
    return SearchDocument(id=f"good:{n:05}", sku=f"S{n}", type=DocumentType.GOOD, names=names, path="x/")


class Trade:
    """A worker that indexes and visitors that search, each in a thread, until the trade is over."""

    def __init__(self, engine: ElasticsearchEngine) -> None:
        self.engine = engine
        self.written: list[SearchDocument] = []
        self.answered = 0
        self.errors: list[object] = []
        self.is_over = threading.Event()

    def index(self) -> None:
        """Write goods one after another; what cannot be written is delivered again, as the outbox does."""
        for n in count(AT_FIRST):
            while not self.is_over.is_set():
                try:
                    self.engine.apply([good(n).id], resolve=lambda _, n=n: {good(n).id: good(n)})  # type: ignore[misc]
                    self.written.append(good(n))
                    break
                except EngineUnavailable:
                    time.sleep(0.2)
            if self.is_over.is_set():
                return

    def visit(self) -> None:
        for n in count():
            if self.is_over.is_set():
                return
            try:
                request = SearchRequest(WORDS[n % len(WORDS)], "en", SearchFilters(), "relevance", 1, 24)
                result = self.engine.search(request)
                if result.degraded or not result.total:
                    self.errors.append(result)
            except EngineUnavailable as reason:
                self.errors.append(reason)
            self.answered += 1


def node_with_the_first_shard(servers: Cluster, engine: ElasticsearchEngine) -> int:
    """The place of the node that takes the writes of a shard: its loss hurts most."""
    with Elasticsearch(servers.urls[0]) as client:
        rows: Any = client.cat.shards(index=engine.health().generation, format="json").body
    name = next(row["node"] for row in rows if row["prirep"] == "p")
    return [node.name for node in servers.nodes].index(name)


def test_a_node_is_killed_while_goods_are_indexed_and_searched(servers: Cluster, engine: ElasticsearchEngine) -> None:
    engine.rebuild(map(good, range(AT_FIRST)), resolve=nothing)
    trade = Trade(engine)
    threads = [threading.Thread(target=act) for act in (trade.index, trade.visit, trade.visit)]
    for thread in threads:
        thread.start()
    assert eventually(lambda: len(trade.written) > 20 and trade.answered > 50, 120)
    before, answered = len(trade.written), trade.answered
    servers.kill(node_with_the_first_shard(servers, engine))
    assert eventually(lambda: len(trade.written) > before + 20 and trade.answered > answered + 50, 120)
    trade.is_over.set()
    for thread in threads:
        thread.join(60)
    assert trade.errors == []
    held = engine.fingerprints()
    missing = [one.id for one in trade.written if held.get(one.id) != fingerprint(one)]
    assert missing == []
    assert len(held) >= AT_FIRST + len(trade.written)
    assert engine.rebuild(map(good, range(AT_FIRST)), resolve=nothing) == AT_FIRST  # with two nodes as well
