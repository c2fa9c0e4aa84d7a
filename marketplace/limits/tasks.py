"""What the worker does for this room."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.utils.translation import gettext_lazy as _

from marketplace.limits import services
from marketplace.outbox.registry import every

_HOUR_SECONDS: Final = 3_600.0


@every("limits.prune", label=_("Forget counters that ran out"), seconds=_HOUR_SECONDS)
def prune_counters(*, now: datetime) -> None:
    """Delete the counters that say nothing any more."""
    services.prune(now=now)
