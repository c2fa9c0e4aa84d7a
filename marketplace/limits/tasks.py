"""What the worker does for this room."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from marketplace.limits import services
from marketplace.outbox.registry import every

_HOUR_SECONDS: Final = 3_600.0


@every("limits.prune", lane="default")
def prune_counters(*, now: datetime) -> float:
    """Delete the counters that say nothing any more."""
    services.prune(now=now)
    return _HOUR_SECONDS
