"""Mails leave in the background. All of it may run twice."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from marketplace.accounts.models import User
from marketplace.notifications.mailing import post
from marketplace.notifications.telling import TOPIC
from marketplace.outbox.registry import handles


@handles(TOPIC, lane="mail")
def mail_notice(payload: Mapping[str, Any], *, now: datetime) -> None:
    """Send what somebody is told; sent twice it shows once, by its Message-ID."""
    user = User.objects.get(pk=payload["user_id"])
    post(user=user, subject=payload["subject"], body=payload["body"], key=payload["key"])
