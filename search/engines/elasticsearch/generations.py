"""The indices: generations, the one that is read, the one that is being built, and those that are left over.

An alias of the analysis's version names the generation that is read, another one that is being built; writers write to
both. Every generation has an alias to be written through, for a write to an index that is gone would make one anew.
"""

from __future__ import annotations

import re
import secrets
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any, Final, NamedTuple

from search.analysis.fields import VERSION
from search.engines.base import EngineUnavailable
from search.engines.elasticsearch.connection import Connection
from search.engines.elasticsearch.mapping import mapping, settings

_REFRESH_EVERY: Final = "500ms"
_LONGEST_BUILD: Final = 24 * 3_600 * 10**9  # nanoseconds
_WHOLE_SECONDS: Final = 25
Aliases = Mapping[str, Any]  # name of a generation -> {"aliases": {…}}


class Targets(NamedTuple):
    """Where writers write: the generation that is read, if there is one, and those that are being built."""

    current: str
    building: tuple[str, ...]

    @property
    def all(self) -> tuple[str, ...]:
        return (*((self.current,) if self.current else ()), *self.building)


def write_alias(generation: str) -> str:
    """Return the name to write to a generation by."""
    return f"{generation}-write"


class Generations:
    """The indices of one prefix. All methods raise EngineUnavailable."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._prefix = connection.options.prefix
        self._name = re.compile(rf"{re.escape(self._prefix)}-v(\d+)-(\d{{19}})-[0-9a-f]{{6}}\Z", re.ASCII)

    @property
    def alias(self) -> str:
        """The name by which the generation in use is read."""
        return f"{self._prefix}-v{VERSION}"

    @property
    def _building(self) -> str:
        return f"{self.alias}-building"

    def targets(self) -> Targets:
        """Return where to write now."""
        return self._parted(self._all(f"{self.alias}-*"))

    def current(self) -> str:
        """Return the generation that is read, or nothing, as quickly as a visitor is answered."""
        pattern = f"{self.alias}-*"
        found: Aliases = self._connection.read(
            lambda client: client.indices.get_alias(index=pattern).body,
            seconds=self._connection.options.search_seconds,
        )
        return self._parted(found).current

    def _parted(self, found: Aliases) -> Targets:
        current = [name for name, told in found.items() if self.alias in told["aliases"]]
        building = [name for name, told in found.items() if self._building in told["aliases"]]
        return Targets(current[0] if current else "", tuple(building))

    def _all(self, pattern: str) -> Aliases:
        found: Aliases = self._connection.write(lambda client: client.indices.get_alias(index=pattern).body)
        return {name: told for name, told in found.items() if self._name.match(name)}

    def create(self) -> str:
        """Make a generation that is being built, after leftovers of killed builders are dropped; return its name.

        To be called by whoever holds the right to build.
        """
        self.drop(self.targets().building)
        name = f"{self.alias}-{time.time_ns():019}-{secrets.token_hex(3)}"
        made = self._connection.write(
            lambda client: client.indices.create(
                index=name,
                mappings=mapping(),
                settings=settings(self._connection.options.shards),
                aliases={self._building: {}, write_alias(name): {}},
            )
        )
        if not made["acknowledged"]:  # some node may not know yet that it has to be written to
            raise EngineUnavailable("the cluster is too slow to make an index")
        return name

    def switch(self, name: str) -> int:
        """Make a generation the one that is read, at once; return how many documents it holds.

        Raises:
            IndexMissing: another builder has dropped it.
        """
        self._make_whole(name)
        before = self.targets().current
        actions: list[dict[str, Any]] = [
            {"remove": {"index": name, "alias": self._building, "must_exist": True}},
            {"add": {"index": name, "alias": self.alias}},
        ]
        if before:
            actions.append({"remove": {"index": before, "alias": self.alias}})
        self._connection.write(lambda client: client.indices.update_aliases(actions=actions))
        self._sweep(name)
        return int(self._connection.write(lambda client: client.count(index=name))["count"])

    def _make_whole(self, name: str) -> None:
        """Let everything be seen that is written, and wait until it is held twice where there is a second node."""
        self._connection.write(lambda client: client.indices.refresh(index=name))
        self._connection.write(
            lambda client: client.indices.put_settings(index=name, settings={"refresh_interval": _REFRESH_EVERY})
        )
        with suppress(EngineUnavailable):  # a node that is away must not keep the index old
            self._connection.write(
                lambda client: client.options(ignore_status=408).cluster.health(
                    index=name, wait_for_status="green", timeout=f"{_WHOLE_SECONDS}s"
                ),
                patience=3,
            )

    def _sweep(self, name: str) -> None:
        """Drop all but this generation, the one before, and what builders of another version may be at."""
        found = self._all(f"{self._prefix}-v*")
        idle = [one for one, told in found.items() if not self._may_be_built(one, told["aliases"])]
        before = sorted((one for one in idle if one != name), key=self._made_at)[-1:]
        self.drop([one for one in idle if one not in {name, *before}])

    def _made_at(self, name: str) -> int:
        found = self._name.match(name)
        return int(found[2]) if found else 0

    def _may_be_built(self, name: str, aliases: Mapping[str, object]) -> bool:
        is_young = time.time_ns() - self._made_at(name) < _LONGEST_BUILD
        return is_young and any(alias.endswith("-building") for alias in aliases)

    def drop(self, names: Sequence[str]) -> None:
        """Delete generations; those that are gone are no error."""
        if names:
            listed = list(names)
            self._connection.write(lambda client: client.indices.delete(index=listed, ignore_unavailable=True))
