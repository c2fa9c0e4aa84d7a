"""What the outbox does for itself."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Final

from django.utils.translation import gettext_lazy as _

from marketplace.outbox.registry import daily
from marketplace.outbox.services.upkeep import PRUNED_AT_ONCE, prune

KEPT_DAYS: Final = 30


@daily("outbox.prune", label=_("Forget messages delivered long ago"), at=time(3, 50), zone="Asia/Shanghai")
def forget_delivered(*, now: datetime) -> float | None:
    """Delete messages that were done or skipped long ago, some at a time."""
    deleted = prune(before=now - timedelta(days=KEPT_DAYS), most=PRUNED_AT_ONCE)
    return 1.0 if deleted >= PRUNED_AT_ONCE else None
