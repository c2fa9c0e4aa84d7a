"""Reads of the audit trail: newest first, a page at a time by where the last one ended, never counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from marketplace.audit.models import AuditEvent, AuditEventQuerySet

Place = tuple[datetime, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What to read; None asks for nothing, an empty sequence finds nothing.

    ``since`` and ``until``: half-open. ``subjects``: (label of the model, primary key as text). ``before``: instant
    and key of the last event of the page before.
    """

    actor_ids: Sequence[int] | None = None
    company_ids: Sequence[int] | None = None
    subjects: Sequence[tuple[str, str]] | None = None
    verb: str = ""
    since: datetime | None = None
    until: datetime | None = None
    before: Place | None = None


def events(wanted: Wanted) -> AuditEventQuerySet:
    """Return what is wanted, newest first. Slice it: each choice has an index, none is walked from end to end."""
    found = AuditEvent.objects.all()
    if wanted.actor_ids is not None:
        found = found.filter(actor_id__in=wanted.actor_ids)
    if wanted.company_ids is not None:
        found = found.of_company(list(wanted.company_ids))
    if wanted.subjects is not None:
        found = found.filter(_any_of(wanted.subjects))
    if wanted.verb:
        found = found.filter(verb=wanted.verb)
    if wanted.since is not None:
        found = found.filter(at__gte=wanted.since)
    if wanted.until is not None:
        found = found.filter(at__lt=wanted.until)
    if wanted.before is not None:
        at, pk = wanted.before
        found = found.filter(at__lte=at).filter(Q(at__lt=at) | Q(pk__lt=pk))
    return found.order_by("-at", "-pk")


def _any_of(subjects: Sequence[tuple[str, str]]) -> Q:
    """Match any of them; nothing where there is none."""
    found = Q(pk__in=())
    for label, pk in subjects:
        found |= Q(subject_type=label, subject_id=pk)
    return found
