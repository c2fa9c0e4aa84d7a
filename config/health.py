"""Is the process alive; can it serve."""

from __future__ import annotations

from django.db import DatabaseError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

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
    lists, so it stays ready and says what is wrong with it.
    """
    healthy = _database_answers()
    why = querying.trouble()
    said = {"status": "ready" if healthy else "unready", "checks": {"database": healthy, "search": not why}}
    return JsonResponse(said | ({"search": why} if why else {}), status=200 if healthy else 503)


def _database_answers() -> bool:
    try:
        return MigrationRecorder(connection).has_table()
    except DatabaseError:
        return False
