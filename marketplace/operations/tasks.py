"""What the zone's own work does in the background."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.utils import timezone

from marketplace.outbox.registry import every
from search.query_log.services import KEPT_DAYS, forget

_HOURS: Final = 6


@every("operations.forget_searches", lane="searches")
def forget_searches(*, now: datetime) -> float:
    """Delete the counts of searches that are older than they may be kept; return in how many seconds to look again."""
    forget(before=timezone.localdate(now) - timedelta(days=KEPT_DAYS))
    return _HOURS * 3600.0
