"""What the worker does for the kiosks."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.utils.translation import gettext_lazy as _

from marketplace.kiosk.services import forget_idle
from marketplace.kiosk.services.visits import FORGOTTEN_AT_ONCE
from marketplace.outbox.registry import every

LOOK_EVERY_SECONDS: Final = 30.0


@every("kiosk.forget_idle_visits", label=_("Forget kiosk visits that were left"), seconds=LOOK_EVERY_SECONDS)
def forget_idle_visits(*, now: datetime) -> float | None:
    """Forget visits whose screen was left or fell silent, also where nobody touches that screen again."""
    return 0.0 if forget_idle(now=now) == FORGOTTEN_AT_ONCE else None
