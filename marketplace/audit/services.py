"""The ways into the audit trail."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import models, transaction

from marketplace.audit.concerns import companies_of
from marketplace.audit.models import AuditEvent, AuditEventCompany

REFUSED: Final = "access.refused"
# Nobody fills the trail by knocking at doors: of one person this many refusals within an hour, each once.
MAX_REFUSALS: Final = 30
_HOUR: Final = timedelta(hours=1)


def record_event(
    *,
    verb: str,
    subject: models.Model,
    at: datetime,
    actor: int | None = None,
    actor_label: str = "system",
    data: Mapping[str, Any] | None = None,
) -> AuditEvent:
    """Record one act inside the caller's transaction, with the companies that it is about.

    Args:
        verb: what happened, dotted, past: ``producer_order.confirmed``.
        subject: the saved row that it happened to.
        at: instant, aware UTC.
        actor: primary key of the user, None for the system.
        actor_label: how the actor was called at the time.
        data: JSON-able facts (``{"from": …, "to": …}``).
    """
    event = AuditEvent.objects.create(
        verb=verb,
        subject_type=subject._meta.label_lower,
        subject_id=str(subject.pk),
        actor_id=actor,
        actor_label=actor_label[:254],
        at=at,
        data=dict(data or {}),
    )
    about = [AuditEventCompany(event=event, company_id=pk) for pk in companies_of(subject)]
    if about:
        AuditEventCompany.objects.bulk_create(about)
    return event


@transaction.atomic
def record_refusal(
    *, act: str, reason: str, subject: models.Model, actor: int, actor_label: str, at: datetime
) -> AuditEvent | None:
    """Record that somebody was refused. Call it where the refusal is answered: what was rolled back is behind us then.

    The same refusal is recorded once an hour, and of one person at most MAX_REFUSALS an hour; the last one of them
    says so (``is_last``). One query, three where it is recorded.

    Args:
        act: what she wanted: the code of an act, or a permission.
        reason: ``role``, ``stranger`` (a row of somebody else), ``permission``.
        subject: the saved row that she reached for.
        actor: primary key of the user.
        actor_label: how she was called at the time.
        at: instant, aware UTC.
    Returns:
        The event, None where it is one of too many.
    """
    lately = AuditEvent.objects.filter(actor_id=actor, at__gt=at - _HOUR, verb=REFUSED)
    known = list(lately.values_list("subject_type", "subject_id", "data__act")[:MAX_REFUSALS])
    if len(known) >= MAX_REFUSALS or (subject._meta.label_lower, str(subject.pk), act) in known:
        return None
    is_last = {"is_last": True} if len(known) == MAX_REFUSALS - 1 else {}
    return record_event(
        verb=REFUSED,
        subject=subject,
        at=at,
        actor=actor,
        actor_label=actor_label,
        data={"act": act, "reason": reason, **is_last},
    )
