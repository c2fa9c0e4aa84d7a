"""What accounts do in the background: look what new fits saved searches. All of it may run twice."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from marketplace.accounts import services
from marketplace.accounts.errors import SearchIsAway
from marketplace.accounts.models import ChangedDocument
from marketplace.outbox.registry import every

# A lone new good is told of at once; what comes after it is gathered for so long, so that nobody gets a mail a good.
GATHER_SECONDS: Final = 300.0
ASK_SECONDS: Final = 10.0


@every("accounts.saved_searches", lane="searches")
def look_for_news(*, now: datetime) -> float:
    """Hold what changed against the saved searches; return in how many seconds to look again."""
    if not ChangedDocument.objects.filter(changed_at__lte=now - services.SETTLE).exists():
        return ASK_SECONDS
    try:
        services.match_saved_searches(now=now)
    except SearchIsAway:
        return ASK_SECONDS
    return GATHER_SECONDS
