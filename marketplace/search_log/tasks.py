"""What happens in the background: old counts go."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from marketplace.outbox.registry import daily
from marketplace.search_log.services import KEPT_DAYS, forget


@daily("operations.forget_searches", label=_("Forget old counts of searches"), at=time(3, 30), zone="Asia/Shanghai")
def forget_searches(*, now: datetime) -> None:
    """Delete the counts of searches that are older than they may be kept."""
    forget(before=timezone.localdate(now) - timedelta(days=KEPT_DAYS))
