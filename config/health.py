"""Is the process alive; can it serve."""

from __future__ import annotations

from django.db import DatabaseError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from marketplace.outbox import selectors as outbox
from marketplace.web import process_cache
from search import querying


@require_safe
@never_cache
def live(request: HttpRequest) -> HttpResponse:
    """Answer 200 while the process runs."""
    return JsonResponse({"status": "live"})


@require_safe
@never_cache
def ready(request: HttpRequest) -> HttpResponse:
    """Answer 200 when the database answers and is migrated, 503 otherwise. Without the search the market serves its
    lists, and pages do not need the background work: it stays ready and says what is wrong with them. ``caches``:
    what the process that answers keeps, in bytes.
    """
    healthy = _database_answers()
    troubles = {"search": querying.trouble(), **(_background() if healthy else {})}
    checks = {"database": healthy, **{part: not trouble for part, trouble in troubles.items()}}
    said = {part: trouble for part, trouble in troubles.items() if trouble}
    return JsonResponse(
        {"status": "ready" if healthy else "unready", "checks": checks, **said, "caches": process_cache.facts()},
        status=200 if healthy else 503,
    )


def _background() -> dict[str, object]:
    """Return what is wrong with workers and schedule (2 queries): lanes that nobody serves, work that fails or is
    late; names only, the reasons are for operators.
    """
    now = timezone.now()
    planned = outbox.schedule(now=now)
    wrong = {
        "failing": [work.task.name for work in planned if work.is_failing],
        "late": [work.task.name for work in planned if work.is_late],
    }
    return {
        "workers": outbox.silent_lanes(now=now),
        "schedule": {kind: names for kind, names in wrong.items() if names},
    }


def _database_answers() -> bool:
    try:
        return MigrationRecorder(connection).has_table()
    except DatabaseError:
        return False
