"""What the audit trail asks of companies, and what is written there when somebody is refused."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Model

from marketplace.audit.concerns import concern
from marketplace.audit.services import record_refusal

if TYPE_CHECKING:
    from marketplace.accounts.models import User
    from marketplace.companies.rights import Act


def register_all() -> None:
    """Say of which companies events about rows of this room are."""
    concern("companies.company", lambda company: [company.pk])
    concern("companies.membership", lambda membership: [membership.company_id])


def note_refusal(*, actor: User, act: Act, subject: Model, is_member: bool, now: datetime) -> None:
    """Write into the trail that ``actor`` was refused. For the edges, where the refusal is answered.

    Args:
        actor: who was refused.
        act: what she wanted to do.
        subject: the row that she reached for.
        is_member: it is her company's and her role is not enough; else it is somebody else's.
        now: present instant, aware UTC.
    """
    record_refusal(
        act=act.code,
        reason="role" if is_member else "stranger",
        subject=subject,
        actor=actor.pk,
        actor_label=str(actor),
        at=now,
    )
