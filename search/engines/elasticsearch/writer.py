"""Writing to generations, so that of two writers of a document the one whose turn came later wins."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any, Final

from search.analysis.fields import stored
from search.documents import SearchDocument
from search.engines.base import EngineUnavailable, IndexMissing
from search.engines.elasticsearch.connection import Connection
from search.engines.elasticsearch.generations import write_alias
from search.engines.elasticsearch.mapping import can_be_held, source_of

Change = tuple[str, SearchDocument | None]
_AT_ONCE: Final = 250  # documents a request: some megabytes
_CONFLICT: Final = 409
_NOT_FOUND: Final = 404
_TOO_MANY: Final = 429
_PAUSES: Final = (0.2, 1.0, 3.0)  # seconds, while the cluster has too much to do


class Writer:
    """Sends changes with the number of a turn; what a later turn has written stays."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def write(
        self, changes: Iterable[Change], generations: Iterable[str], *, turn: int, refresh: bool
    ) -> Iterator[int]:
        """Write changes to generations and yield, batch by batch, how many were sent.

        ``refresh``: each batch can be found when it was sent.

        Raises:
            IndexMissing: a generation is gone.
            EngineUnavailable: something was not written.
        """
        targets = [write_alias(name) for name in generations]
        rest = (change for change in changes if can_be_held(change[0]))
        while batch := list(islice(rest, _AT_ONCE)):
            self._send([action for change in batch for action in _actions(change, targets, turn)], refresh=refresh)
            yield len(batch)

    def _send(self, actions: list[list[dict[str, Any]]], *, refresh: bool) -> None:
        for pause in (*_PAUSES, None):
            actions = self._refused(actions, refresh=refresh)
            if not actions:
                return
            if pause is None:
                raise EngineUnavailable("the cluster has too much to do")
            time.sleep(pause)

    def _refused(self, actions: list[list[dict[str, Any]]], *, refresh: bool) -> list[list[dict[str, Any]]]:
        """Send actions and return those that are to be sent again, for which the cluster had no time."""
        lines = [line for action in actions for line in action]
        answer: Mapping[str, Any] = self._connection.write(
            lambda client: client.bulk(operations=lines, refresh=refresh, require_alias=True).body, patience=3
        )
        results = [next(iter(item.values())) for item in answer["items"]]
        return [action for action, told in zip(actions, results, strict=True) if _is_to_be_repeated(told)]


def _actions(change: Change, targets: Iterable[str], turn: int) -> Iterator[list[dict[str, Any]]]:
    id_, document = change
    how = {"_id": id_, "version": turn, "version_type": "external_gte"}
    if document is None or not document.published:
        yield from ([{"delete": {"_index": target, **how}}] for target in targets)
        return
    source = source_of(stored(document))
    yield from ([{"index": {"_index": target, **how}}, source] for target in targets)


def _is_to_be_repeated(told: Mapping[str, Any]) -> bool:
    """Tell whether an action is to be sent again. Raises what it failed with."""
    error, status = told.get("error"), told["status"]
    if error is None or status == _CONFLICT:  # a later turn has written it
        return False
    if status == _TOO_MANY:
        return True
    reason = f"{told['_id']} was not written: {error['type']}: {error.get('reason', '')}"[:500]
    raise IndexMissing(reason) if status == _NOT_FOUND else EngineUnavailable(reason)
