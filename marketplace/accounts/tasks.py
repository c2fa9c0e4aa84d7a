"""What accounts do in the background: send mails, and look what new fits saved searches. All of it may run twice."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from marketplace.accounts import services
from marketplace.accounts.errors import SearchIsAway
from marketplace.accounts.mailing import post
from marketplace.accounts.models import ChangedDocument, User
from marketplace.accounts.notices import mail_notices
from marketplace.accounts.telling import TOPIC
from marketplace.outbox.registry import every, handles

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


@handles("mail.saved_searches", lane="mail")
def mail_news(payload: Mapping[str, Any], *, now: datetime) -> None:
    """Send the mail that a run queued, unless it left already."""
    mail_notices(user_id=payload["user_id"], first=payload["first"], last=payload["last"], now=now)


@handles(TOPIC, lane="mail")
def mail_notice(payload: Mapping[str, Any], *, now: datetime) -> None:
    """Send what somebody is told; sent twice it shows once, by its Message-ID."""
    user = User.objects.get(pk=payload["user_id"])
    post(user=user, subject=payload["subject"], body=payload["body"], key=payload["key"])
