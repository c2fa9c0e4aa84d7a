"""The door of the editors' admin: who comes in, what a browser may do there, and that an act is done wholly or not.

Sign-in is the market's own, so that nobody gets past the second factor. Decision: docs/adr/0011.
"""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Final, cast

from django.conf import settings
from django.contrib.messages import get_messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, override

from marketplace.accounts.models import User
from marketplace.audit.services import record_refusal

PREFIX: Final = "/admin/"
_HEADER: Final = "Content-Security-Policy"
# Wagtail's own pages for signing in, out and for lost passwords. Sign-out stays: it ends the one session there is.
_OWN_SIGN_IN: Final = ("/admin/login/", "/admin/password_reset/")
# The tightest that Wagtail 8 bears: it writes inline scripts (choosers, dates, inline panels) and inline styles, shows
# uploads from blobs, and frames its own previews. No eval, no foreign host, no plug-in.
POLICY: Final = "; ".join((
    "default-src 'none'",
    "script-src 'self' 'unsafe-inline'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    "connect-src 'self'",
    "media-src 'self'",
    "manifest-src 'self'",
    "worker-src 'self'",
    "frame-src 'self'",
    "frame-ancestors 'self'",
    "form-action 'self'",
    "base-uri 'self'",
    "object-src 'none'",
))  # fmt: skip


def _language(request: HttpRequest) -> str:
    """Return the language in which whoever asks reads the admin."""
    profile = getattr(request.user, "wagtail_userprofile", None)
    if profile is not None:
        language: str = profile.get_preferred_language()
        return language
    return get_language() or settings.LANGUAGE_CODE


class AdminDoor:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(PREFIX):
            return self.get_response(request)
        with override(_language(request)):  # Wagtail sets it for its views alone, and not for what is not found
            response = self._answer(request)
        # A preview comes with the strict policy of the page that it shows, and is framed by the editing form.
        own = response.headers.get(_HEADER, POLICY)
        response.headers[_HEADER] = own.replace("frame-ancestors 'none'", "frame-ancestors 'self'")
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    def _answer(self, request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith(_OWN_SIGN_IN):
            return redirect(f"{reverse('account_login')}?next={PREFIX}")
        user = request.user
        if user.is_authenticated and not user.has_perm("wagtailadmin.access_admin"):
            # Wagtail would send her to sign in, where she is known and sent back here, for ever.
            _note(request, "wagtailadmin.access_admin")
            raise PermissionDenied
        response = self._done(request)
        match = request.resolver_match
        # Operators' own pages write down themselves which permission lacked.
        if user.is_authenticated and match and match.app_name != "operations" and _is_refusal(request, response):
            _note(request, match.view_name)
        return response

    def _done(self, request: HttpRequest) -> HttpResponse:
        if request.method in {"GET", "HEAD"}:
            return self.get_response(request)
        with transaction.atomic():
            response = self.get_response(request)
            if response.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
                transaction.set_rollback(True)
        return response


def _is_refusal(request: HttpRequest, response: HttpResponse) -> bool:
    """Tell how Wagtail says that a right lacks: 403 to scripts, else the admin's first page with a message."""
    if response.status_code == HTTPStatus.FORBIDDEN:
        return True
    is_sent_home = response.status_code == HTTPStatus.FOUND and response["Location"] == reverse("wagtailadmin_home")
    return is_sent_home and bool(getattr(get_messages(request), "added_new", False))


def _note(request: HttpRequest, act: str) -> None:
    """Write down who knocked: once an hour each, and of one person so many at most."""
    user = cast(User, request.user)
    record_refusal(act=act, reason="permission", subject=user, actor=user.pk, actor_label=str(user), at=timezone.now())
