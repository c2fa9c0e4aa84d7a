"""The one way into the audit trail."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import models

from marketplace.audit.models import AuditEvent


def record_event(
    *,
    verb: str,
    subject: models.Model,
    at: datetime,
    actor: int | None = None,
    actor_label: str = "system",
    data: Mapping[str, Any] | None = None,
) -> AuditEvent:
    """Record one act inside the caller's transaction.

    Args:
        verb: what happened, dotted, past: ``producer_order.confirmed``.
        subject: the saved row that it happened to.
        at: instant, aware UTC.
        actor: primary key of the user, None for the system.
        actor_label: how the actor was called at the time.
        data: JSON-able facts (``{"from": …, "to": …}``).
    """
    return AuditEvent.objects.create(
        verb=verb,
        subject_type=subject._meta.label_lower,
        subject_id=str(subject.pk),
        actor_id=actor,
        actor_label=actor_label[:254],
        at=at,
        data=dict(data or {}),
    )
