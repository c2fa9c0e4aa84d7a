"""What waits, at one look."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from marketplace.operations.access import for_operators
from marketplace.operations.desk import what_waits
from marketplace.outbox import selectors as outbox


@for_operators("orders.view_order")
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Show how much waits for whom, and whether the background work keeps up."""
    now = timezone.now()
    oldest = outbox.oldest_waiting(now=now)
    context = {
        "waits": what_waits(request.user, now=now),
        "lanes": outbox.depth(),
        "oldest_minutes": int(oldest.total_seconds() // 60) if oldest else 0,
        "silent_lanes": outbox.silent_lanes(now=now),
        "schedule": outbox.schedule(now=now),
    }
    return render(request, "operations/overview.html", context)
