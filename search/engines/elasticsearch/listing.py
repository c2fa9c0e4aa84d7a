"""Every document of an index, a page at a time, as it was when the listing began."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from search.engines.elasticsearch.connection import Connection

_PAGE: Final = 5_000
_KEEP: Final = "1m"


def fingerprints(connection: Connection, index: str) -> Iterator[tuple[str, str]]:
    """Yield id and fingerprint of every document written before this was asked.

    Raises:
        IndexMissing: there is no index.
        EngineUnavailable: it cannot be read.
    """
    connection.write(lambda client: client.indices.refresh(index=index))  # what was written just now counts
    opened = connection.write(lambda client: client.open_point_in_time(index=index, keep_alive=_KEEP).body)["id"]
    try:
        yield from _pages(connection, opened)
    finally:
        connection.write(lambda client: client.options(ignore_status=404).close_point_in_time(id=opened))


def _pages(connection: Connection, opened: str) -> Iterator[tuple[str, str]]:
    after: list[Any] = []
    while True:
        hits = _page(connection, opened, after)
        yield from ((hit["_id"], hit["fields"]["fingerprint"][0]) for hit in hits)
        if len(hits) < _PAGE:
            return
        after = hits[-1]["sort"]


def _page(connection: Connection, opened: str, after: list[Any]) -> list[Mapping[str, Any]]:
    body = {
        "size": _PAGE,
        "pit": {"id": opened, "keep_alive": _KEEP},
        "sort": [{"_shard_doc": "asc"}],
        "_source": False,
        "docvalue_fields": ["fingerprint"],
        "track_total_hits": False,
    } | ({"search_after": after} if after else {})
    hits: list[Mapping[str, Any]] = connection.write(lambda client: client.search(body=body).body)["hits"]["hits"]
    return hits
