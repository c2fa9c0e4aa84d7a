"""Who may work here: people of the zone with the permission that the act needs."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from wagtail.admin.auth import permission_denied, require_admin_access

from marketplace.accounts.models import User
from marketplace.audit.services import record_refusal

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def for_operators(permission: str) -> Callable[[View[P]], View[P]]:
    """Let the view be used inside the Wagtail admin by people with ``permission`` (``app.codename``) alone."""

    def decorate(view: View[P]) -> View[P]:
        @require_admin_access
        @wraps(view)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if not request.user.has_perm(permission):
                _note(request, permission)
                refusal: HttpResponse = permission_denied(request)
                return refusal
            return view(request, *args, **kwargs)

        return cast("View[P]", guarded)  # Wagtail has no types

    return decorate


def _note(request: HttpRequest, permission: str) -> None:
    """Write down who reached for what is not hers to do."""
    user = cast(User, request.user)
    record_refusal(
        act=permission, reason="permission", subject=user, actor=user.pk, actor_label=str(user), at=timezone.now()
    )
