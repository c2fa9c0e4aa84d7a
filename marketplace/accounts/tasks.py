"""What accounts do in the background. All of it may run twice."""

from __future__ import annotations

from datetime import datetime, time

from django.core.management import call_command
from django.utils.translation import gettext_lazy as _

from marketplace.outbox.registry import daily


@daily("accounts.clear_sessions", label=_("Forget sessions that have ended"), at=time(3, 40), zone="Asia/Shanghai")
def clear_sessions(*, now: datetime) -> None:
    """Delete the rows of sessions whose time is over."""
    call_command("clearsessions")
