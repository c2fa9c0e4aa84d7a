"""What operators do with receipts that could not be read: try again, or set them aside."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from marketplace.audit.services import record_event
from marketplace.clearance.errors import EnvelopeClosed
from marketplace.clearance.models import QuarantinedEnvelope
from marketplace.clearance.services.receive import take

if TYPE_CHECKING:
    from marketplace.accounts.models import User


@transaction.atomic
def retry_envelope(*, envelope_id: int, actor: User, now: datetime) -> QuarantinedEnvelope:
    """Read an envelope again: a newer program or another certificate may make the difference.

    Args:
        envelope_id: primary key of an envelope in quarantine.
        actor: the operator; permission is the caller's duty.
        now: present instant, aware UTC.
    Returns:
        The envelope: closed when all of it was read, else with what is wrong with it now.
    Raises:
        QuarantinedEnvelope.DoesNotExist: no such envelope.
        EnvelopeClosed: it was read or set aside in the meantime.
    """
    kept = _open(envelope_id)
    new, faults = take(bytes(kept.envelope), now=now)
    kept.tries += 1
    if faults:
        kept.faults, kept.reason, kept.detail = faults, faults[0]["reason"], faults[0]["detail"][:500]
    else:
        kept.closed_at, kept.closed_as = now, "read"
    kept.save(update_fields=["tries", "faults", "reason", "detail", "closed_at", "closed_as"])
    _record("receipt.tried_again", kept, actor, now, new=new, faults=len(faults))
    return kept


@transaction.atomic
def set_envelope_aside(*, envelope_id: int, note: str, actor: User, now: datetime) -> QuarantinedEnvelope:
    """Close an envelope that nobody needs to read any more. It is kept.

    Args:
        envelope_id: primary key of an envelope in quarantine.
        note: why, at most 500 characters; kept with it and in the audit trail.
        actor: the operator; permission is the caller's duty.
        now: present instant, aware UTC.
    Returns:
        The envelope.
    Raises:
        QuarantinedEnvelope.DoesNotExist: no such envelope.
        EnvelopeClosed: it was read or set aside in the meantime.
    """
    kept = _open(envelope_id)
    kept.closed_at, kept.closed_as, kept.note = now, "aside", note[:500]
    kept.save(update_fields=["closed_at", "closed_as", "note"])
    _record("receipt.set_aside", kept, actor, now, note=note)
    return kept


def _open(envelope_id: int) -> QuarantinedEnvelope:
    kept = QuarantinedEnvelope.objects.select_for_update().get(pk=envelope_id)
    if kept.closed_at is not None:
        raise EnvelopeClosed(closed_as=kept.closed_as)
    return kept


def _record(verb: str, kept: QuarantinedEnvelope, actor: User, now: datetime, **data: object) -> None:
    said = {"cursor": kept.cursor, **data}
    record_event(verb=verb, subject=kept, actor=actor.pk, actor_label=str(actor), at=now, data=said)
