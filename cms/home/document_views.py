"""The one way out for documents: to take home, never to be shown or run on the market's own origin."""

from __future__ import annotations

from http import HTTPStatus
from typing import Final, cast

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_safe
from wagtail import hooks
from wagtail.documents.models import document_served

from cms.blocks.models import SiteDocument
from cms.blocks.uploads import content_type
from marketplace.accounts.models import User
from marketplace.audit.services import record_refusal

# Were it shown all the same, it could run, load and send nothing, and would belong to no origin.
_POLICY: Final = "default-src 'none'; sandbox; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"


@require_safe
def serve(request: HttpRequest, document_id: str, filename: str) -> HttpResponseBase:
    """Send a document as a download, to whoever may have it: Wagtail's hook asks for a password, a sign-in or a group.

    Raises:
        Http404: there is none of this number and name.
    """
    document = SiteDocument.objects.select_related("collection").filter(pk=int(document_id)).first()
    if document is None or document.filename != filename:
        raise Http404
    for ask in hooks.get_hooks("before_serve_document"):
        answer = ask(document, request)
        if isinstance(answer, HttpResponse):
            if request.user.is_authenticated and answer.status_code == HTTPStatus.FOUND:
                _note(request, document)
            answer.headers["Cache-Control"] = "private, no-store"
            return answer
    try:
        file = document.file.open("rb")
    except OSError as reason:
        raise Http404 from reason
    document_served.send(sender=SiteDocument, instance=document, request=request)
    response = FileResponse(file, as_attachment=True, filename=document.filename, content_type=content_type(filename))
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = _POLICY
    # Whether it is private may change at any moment: nobody keeps it without asking.
    is_private = document.collection.get_view_restrictions().exists()
    response.headers["Cache-Control"] = "private, no-store" if is_private else "no-cache"
    return response


def _note(request: HttpRequest, document: SiteDocument) -> None:
    """Write down who is signed in, and not of those that a private document is for."""
    user = cast(User, request.user)
    record_refusal(
        act="wagtaildocs.view", reason="permission", subject=document, actor=user.pk, actor_label=str(user),
        at=timezone.now(),
    )  # fmt: skip
