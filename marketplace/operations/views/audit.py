"""The audit trail: read by person, company, object and time, and exported."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Final, cast

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from marketplace.accounts.models import User
from marketplace.audit.models import AuditEvent
from marketplace.audit.selectors import events
from marketplace.audit.services import record_event
from marketplace.operations.access import for_operators
from marketplace.operations.audit.asking import AskForm, place_of, written
from marketplace.operations.audit.export import lines
from marketplace.operations.audit.objects import called, kind_name
from marketplace.operations.audit.words import EXPORTED, verb_label

PAGE_SIZE: Final = 50
# A file holds so many events, newest first; the next one begins where it ended.
EXPORT_SIZE: Final = 10_000
PERMISSION: Final = "audit.view_auditevent"


@dataclass(frozen=True, slots=True)
class _Row:
    """One event as it is shown; ``facts`` as it stands in the trail."""

    event: AuditEvent
    verb: str
    kind: str
    name: str
    facts: str


@for_operators(PERMISSION)
@never_cache
@require_safe
def audit_trail(request: HttpRequest) -> HttpResponse:
    """Show what was asked for, newest first, a page at a time."""
    form = AskForm(request.GET)
    page: list[AuditEvent] = []
    if form.is_valid():
        page = list(events(form.wanted(before=place_of(request.GET.get("before", ""))))[: PAGE_SIZE + 1])
    shown, has_more = page[:PAGE_SIZE], len(page) > PAGE_SIZE
    context = {
        "form": form,
        "rows": _rows(shown),
        "older": _query(request, before=written(shown[-1])) if has_more else "",
        "newest": _query(request),
        "is_first": "before" not in request.GET,
        "export_size": EXPORT_SIZE,
    }
    return render(request, "operations/audit_trail.html", context, status=200 if form.is_valid() else 422)


@for_operators(PERMISSION)
@never_cache
@require_safe
def audit_export(request: HttpRequest) -> HttpResponse:
    """Send what was asked for as CSV; the trail keeps who took it, and what was asked."""
    form, user, now = AskForm(request.GET), cast(User, request.user), timezone.now()
    if not form.is_valid():
        return audit_trail(request)
    asked = {name: value for name, value in request.GET.items() if name in {*form.fields, "before"} and value}
    wanted = form.wanted(before=place_of(request.GET.get("before", "")))
    found = list(events(wanted).prefetch_related("companies")[:EXPORT_SIZE])
    record_event(
        verb=EXPORTED,
        subject=user,
        actor=user.pk,
        actor_label=str(user),
        at=now,
        data={"asked": {name: value[:120] for name, value in asked.items()}, "count": len(found)},
    )
    answer = HttpResponse("".join(lines(found)), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="audit-{now:%Y%m%d-%H%M%S}.csv"'
    return answer


def _rows(shown: list[AuditEvent]) -> list[_Row]:
    names = called(shown)
    return [
        _Row(
            event=event,
            verb=verb_label(event.verb),
            kind=kind_name(event.subject_type),
            name=names.get((event.subject_type, event.subject_id), event.subject_id),
            facts=json.dumps(event.data, ensure_ascii=False) if event.data else "",
        )
        for event in shown
    ]


def _query(request: HttpRequest, **changed: Any) -> str:
    query = QueryDict(mutable=True)
    query.update({name: str(value) for name, value in request.GET.items() if name != "before" and value})
    query.update(changed)
    return query.urlencode()
