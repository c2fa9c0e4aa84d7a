"""Pictures, from the disk. A proxy in front may serve the folders that are named here instead, and no other."""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.views.decorators.http import require_safe
from django.views.static import serve

# All that there is to see: pictures that were decoded and written anew. Documents lie elsewhere; what an older release
# left in ``documents/`` is not served.
FOLDERS: Final = ("goods/", "scenes/", "images/", "original_images/", "avatar_images/")
KINDS: Final = (".jpg", ".jpeg", ".png", ".webp", ".avif", ".jpe")
# Files in here are named after their content: what a name once gave it gives for ever.
HASHED_FOLDERS: Final = ("goods/",)
_YEAR: Final = "public, max-age=31536000, immutable"
_HOUR: Final = "public, max-age=3600"
# Opened by its own address a picture is a page on the market's origin: it may do nothing there.
_POLICY: Final = "default-src 'none'; sandbox; frame-ancestors 'none'"


@require_safe
def media(request: HttpRequest, path: str) -> HttpResponse | FileResponse | HttpResponseNotModified:
    """Answer with one file below ``MEDIA_ROOT``: kept for a year where its name is its content, for an hour otherwise.

    Raises:
        Http404: no such file.
    """
    if not path.startswith(FOLDERS) or not path.lower().endswith(KINDS) or ".." in path.split("/"):
        raise Http404
    response: HttpResponse | FileResponse | HttpResponseNotModified
    try:
        response = serve(request, path, document_root=str(settings.MEDIA_ROOT))
    except OSError as reason:  # a name longer than any file's
        raise Http404 from reason
    response["Content-Security-Policy"] = _POLICY
    response["Cache-Control"] = _YEAR if path.startswith(HASHED_FOLDERS) else _HOUR
    return response
