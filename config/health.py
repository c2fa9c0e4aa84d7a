"""Is the process alive; can it serve."""

from __future__ import annotations

from django.db import DatabaseError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@require_safe
@never_cache
def live(request: HttpRequest) -> HttpResponse:
    """Answer 200 while the process runs."""
    return JsonResponse({"status": "live"})


@require_safe
@never_cache
def ready(request: HttpRequest) -> HttpResponse:
    """Answer 200 when the database answers and is migrated, 503 with the failing part otherwise."""
    checks = {"database": _database_answers()}
    healthy = all(checks.values())
    return JsonResponse(
        {"status": "ready" if healthy else "unready", "checks": checks}, status=200 if healthy else 503
    )


def _database_answers() -> bool:
    try:
        return MigrationRecorder(connection).has_table()
    except DatabaseError:
        return False
