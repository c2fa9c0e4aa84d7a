"""How often periodic work is done: some seconds after it was last done, or each day at an hour of some zone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo


class Rhythm(Protocol):
    """``str()`` of it is kept on the row, so that a changed rhythm is seen."""

    def first(self, now: datetime) -> datetime:
        """Return when work that was never done is due."""

    def after(self, now: datetime) -> datetime:
        """Return when work that was done at ``now`` is due again."""


@dataclass(frozen=True, slots=True)
class Every:
    """``seconds`` after it was last done; at once when it never was."""

    seconds: float

    def first(self, now: datetime) -> datetime:
        return now

    def after(self, now: datetime) -> datetime:
        return now + timedelta(seconds=self.seconds)

    def __str__(self) -> str:
        return f"every {self.seconds:g} s"


@dataclass(frozen=True, slots=True)
class Daily:
    """Each day at ``at``, as the clocks of ``zone`` (IANA) show it; an hour that a clock skips is met after it."""

    at: time
    zone: str

    def first(self, now: datetime) -> datetime:
        return self.after(now)

    def after(self, now: datetime) -> datetime:
        zone = ZoneInfo(self.zone)
        day = now.astimezone(zone).date()
        due = datetime.combine(day, self.at, tzinfo=zone).astimezone(UTC)
        if due <= now:
            due = datetime.combine(day + timedelta(days=1), self.at, tzinfo=zone).astimezone(UTC)
        return due

    def __str__(self) -> str:
        return f"daily {self.at:%H:%M} {self.zone}"
