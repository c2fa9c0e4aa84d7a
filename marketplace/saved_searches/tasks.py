"""What happens in the background: look what new fits saved searches, and mail it. All of it may run twice."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from marketplace.outbox.registry import TryLater, every, handles
from marketplace.saved_searches import services
from marketplace.saved_searches.digest import mail_notices
from marketplace.saved_searches.errors import SearchIsAway
from marketplace.saved_searches.models import ChangedDocument

# A lone new good is told of at once; what comes after it is gathered for so long, so that nobody gets a mail a good.
GATHER_SECONDS: Final = 300.0
ASK_SECONDS: Final = 10.0


@every("saved_searches.match", label=_("Match saved searches"), seconds=ASK_SECONDS, lane="searches")
def look_for_news(*, now: datetime) -> float | None:
    """Hold what changed against the saved searches; a while after that, again."""
    if not ChangedDocument.objects.filter(changed_at__lte=now - services.SETTLE).exists():
        return None
    try:
        services.match_saved_searches(now=now)
    except SearchIsAway as away:
        raise TryLater(str(away) or away.code, longest=ASK_SECONDS) from away
    return GATHER_SECONDS


@handles("mail.saved_searches", lane="mail")
def mail_news(payload: Mapping[str, Any], *, now: datetime) -> None:
    """Send the mail that a run queued, unless it left already."""
    mail_notices(user_id=payload["user_id"], first=payload["first"], last=payload["last"], now=now)
