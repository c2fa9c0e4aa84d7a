"""Turns of writers and the right to rebuild, kept in a small index beside the generations."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Event, Thread
from time import monotonic
from typing import Any, Final

from elasticsearch import Elasticsearch

from search.engines.base import EngineUnavailable, IndexMissing
from search.engines.elasticsearch.connection import Connection
from search.engines.elasticsearch.mapping import control_mapping

# Never less than the clock, so that turns grow even where somebody has deleted the index that counts them.
_TAKE: Final = "ctx._source.turn = Math.max(ctx._source.turn + 1, params.clock)"
_EXISTS_ALREADY: Final = 400
_CONFLICT: Final = 409
_NOT_FOUND: Final = 404
_BEAT_EVERY: Final = 1.0  # seconds
_DEAD_AFTER: Final = 6.0  # seconds without a beat


class Control:
    """Turns are counted by the cluster, so that they grow whichever machine's clock is ahead."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._index = f"{connection.options.prefix}-control"

    def turn(self) -> int:
        """Take the next turn: a number greater than any given before. Raises EngineUnavailable."""
        try:
            return self._turn()
        except IndexMissing:
            self._create()
            return self._turn()

    def _turn(self) -> int:
        clock = time.time_ns() // 1_000
        found = self._connection.write(
            lambda client: (
                client.update(
                    index=self._index,
                    id="turn",
                    script={"source": _TAKE, "params": {"clock": clock}},
                    scripted_upsert=True,
                    upsert={"turn": 0},
                    source=True,
                    retry_on_conflict=50,
                    require_alias=True,
                ).body
            )
        )
        return int(found["get"]["_source"]["turn"])

    def _create(self) -> None:
        self._connection.write(
            lambda client: client.options(ignore_status=_EXISTS_ALREADY).indices.create(
                index=f"{self._index}-1",
                mappings=control_mapping(),
                settings={"number_of_shards": 1, "auto_expand_replicas": "0-1"},
                aliases={self._index: {}},
            )
        )

    @contextmanager
    def rebuilding(self, name: str) -> Iterator[Pulse]:
        """Hold the right to build, and keep telling that the builder lives.

        Raises:
            EngineUnavailable: another one builds.
        """
        self.turn()  # makes the index where there is none
        pulse = Pulse(self._connection, self._index, f"builder-{name}")
        pulse.take()
        try:
            yield pulse
        finally:
            pulse.end()


class Pulse:
    """The builder's lock: a document that is written anew every second for as long as its builder lives.

    Whoever wants it watches for six seconds whether it changes; clocks are not compared. A builder whose document
    somebody else has taken is told so when it asks.
    """

    def __init__(self, connection: Connection, index: str, id_: str) -> None:
        self._connection, self._index, self._id = connection, index, id_
        self._seen: tuple[int, int] = (-1, -1)
        self._ended = Event()
        self._is_lost = False
        self._beating = Thread(target=self._beat, name="builder", daemon=True)

    def take(self) -> None:
        """Take the right to build. Raises EngineUnavailable where a living builder has it."""
        if not self._write(op_type="create"):
            self._wait_for_death()
        self._beating.start()

    def _wait_for_death(self) -> None:
        seen, until = self._look(), monotonic() + _DEAD_AFTER
        while seen and monotonic() < until:
            time.sleep(_BEAT_EVERY / 4)
            before, seen = seen, self._look()
            if seen and seen != before:
                raise EngineUnavailable("another rebuild is under way")
        taken = self._write(if_seq_no=seen[0], if_primary_term=seen[1]) if seen else self._write(op_type="create")
        if not taken:
            raise EngineUnavailable("another rebuild has just begun")

    def _look(self) -> tuple[int, int] | None:
        found = self._connection.write(
            lambda client: client.options(ignore_status=_NOT_FOUND).get(index=self._index, id=self._id).body
        )
        return (found["_seq_no"], found["_primary_term"]) if found.get("found") else None

    def _write(self, **condition: Any) -> bool:
        def send(client: Elasticsearch) -> Any:
            return client.options(ignore_status=_CONFLICT).index(
                index=self._index, id=self._id, document={"builder": socket.gethostname()}, **condition
            )

        answer = self._connection.write(send)
        if answer.meta.status == _CONFLICT:
            return False
        self._seen = (answer.body["_seq_no"], answer.body["_primary_term"])
        return True

    def _beat(self) -> None:
        while not self._ended.wait(_BEAT_EVERY) and not self._is_lost:
            try:
                self._is_lost = not self._write(if_seq_no=self._seen[0], if_primary_term=self._seen[1])
            except EngineUnavailable:
                continue  # the next beat tells

    def ensure(self) -> None:
        """Raise EngineUnavailable where somebody else has taken the right to build."""
        if self._is_lost:
            raise EngineUnavailable("another rebuild has taken over")

    def end(self) -> None:
        """Give the right back; where that cannot be told, the next builder waits as for a dead one."""
        self._ended.set()
        self._beating.join()
        with suppress(EngineUnavailable):
            self._connection.write(
                lambda client: client.options(ignore_status=[_NOT_FOUND, _CONFLICT]).delete(
                    index=self._index, id=self._id, if_seq_no=self._seen[0], if_primary_term=self._seen[1]
                )
            )
