"""Acts of operators: done and written into the audit trail in one transaction."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from marketplace.accounts.models import User
from marketplace.audit.services import record_event
from marketplace.synonyms.models import SynonymGroup
from marketplace.synonyms.services import groups as synonyms
from marketplace.synonyms.services.groups import Draft


@transaction.atomic
def add_synonyms(*, draft: Draft, actor: User, now: datetime) -> SynonymGroup:
    """Add words that mean the same.

    Args:
        draft: as typed.
        actor: recorded in the audit trail; permission is the caller's duty.
        now: present instant, aware UTC.
    Returns:
        The saved group.
    Raises:
        SynonymsRefused: ``field`` names what to change.
    """
    group = synonyms.create_group(draft=draft, now=now)
    _record("synonyms.added", group, actor, now)
    return group


@transaction.atomic
def change_synonyms(*, group_id: int, draft: Draft, actor: User, now: datetime) -> SynonymGroup:
    """Replace what a group says, or let it rest.

    Args:
        group_id: of the group.
        draft: as typed.
        actor: recorded in the audit trail; permission is the caller's duty.
        now: present instant, aware UTC.
    Returns:
        The changed group.
    Raises:
        SynonymGroup.DoesNotExist: it was deleted.
        SynonymsRefused: ``field`` names what to change.
    """
    group = synonyms.change_group(group_id=group_id, draft=draft, now=now)
    _record("synonyms.changed", group, actor, now)
    return group


@transaction.atomic
def delete_synonyms(*, group_id: int, actor: User, now: datetime) -> None:
    """Delete a group; the audit trail keeps what it said.

    Args:
        group_id: of the group.
        actor: recorded in the audit trail; permission is the caller's duty.
        now: present instant, aware UTC.
    Raises:
        SynonymGroup.DoesNotExist: it is gone already.
    """
    _record("synonyms.deleted", synonyms.delete_group(group_id=group_id), actor, now)


def _record(verb: str, group: SynonymGroup, actor: User, now: datetime) -> None:
    said = {"terms": group.terms, "typed": group.typed_terms, "is_active": group.is_active, "note": group.note}
    record_event(verb=verb, subject=group, actor=actor.pk, actor_label=str(actor), at=now, data=said)
