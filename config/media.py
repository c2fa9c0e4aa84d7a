"""Pictures and documents that people brought, from the disk. A proxy in front may serve them instead."""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.views.decorators.http import require_safe
from django.views.static import serve

# Files in here are named after their content: what a name once gave it gives for ever.
HASHED_FOLDERS: Final = ("goods/",)
_YEAR: Final = "public, max-age=31536000, immutable"
_HOUR: Final = "public, max-age=3600"


@require_safe
def media(request: HttpRequest, path: str) -> HttpResponse | FileResponse | HttpResponseNotModified:
    """Answer with one file below ``MEDIA_ROOT``: kept for a year where its name is its content, for an hour otherwise.

    Raises:
        Http404: no such file.
    """
    response: HttpResponse | FileResponse | HttpResponseNotModified
    try:
        response = serve(request, path, document_root=str(settings.MEDIA_ROOT))
    except OSError as reason:  # a name longer than any file's
        raise Http404 from reason
    response["Cache-Control"] = _YEAR if path.startswith(HASHED_FOLDERS) else _HOUR
    return response
