"""Handlers that only the tests know, taken away again afterwards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pytest

from marketplace.outbox import registry


@dataclass
class Receiver:
    """The other side: remembers what it got, and fails as told."""

    got: list[Any] = field(default_factory=list)
    calls: list[list[Any]] = field(default_factory=list)
    failures: list[Exception] = field(default_factory=list)
    poison: object = None

    def one(self, payload: Mapping[str, Any], *, now: datetime) -> None:
        if self.failures:
            raise self.failures.pop(0)
        self.got.append(payload["n"])

    def many(self, payloads: Sequence[Mapping[str, Any]], *, now: datetime) -> None:
        numbers = [payload["n"] for payload in payloads]
        self.calls.append(numbers)
        if self.poison in numbers:
            raise ValueError("poison")
        self.got.extend(numbers)


@pytest.fixture
def receiver(monkeypatch: pytest.MonkeyPatch) -> Receiver:
    """Handle ``test.topic`` one by one and ``test.batch`` ten at a time."""
    receiver = Receiver()
    monkeypatch.setattr(registry, "_routes", dict(registry._routes))
    monkeypatch.setattr(registry, "_periodics", {})
    monkeypatch.setattr(registry, "_at_start", {})
    registry.handles("test.topic")(receiver.one)
    registry.handles_batch("test.batch", lane="default", size=10)(receiver.many)
    return receiver
