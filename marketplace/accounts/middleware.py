"""Staff without a second factor get no further than the page that sets one up."""

from __future__ import annotations

from collections.abc import Callable

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

SESSION_KEY = "second_factor_seen"


class StaffSecondFactor:
    """Asked once a session. Demonstration sign-ins are exempt, and the account page says so."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.STAFF_SECOND_FACTOR_REQUIRED and self._is_lacking(request):
            messages.warning(
                request,
                _("Your account needs a second factor before you can go on. Set up an authenticator app here."),
            )
            return redirect("mfa_activate_totp")
        return self.get_response(request)

    def _is_lacking(self, request: HttpRequest) -> bool:
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or self._is_allowed(request.path):
            return False
        user = request.user
        if not user.is_authenticated or not (user.is_staff or user.is_superuser) or user.is_demo:
            return False
        if request.session.get(SESSION_KEY):
            return False
        if Authenticator.objects.filter(user=user).exclude(type=Authenticator.Type.RECOVERY_CODES).exists():
            request.session[SESSION_KEY] = True
            return False
        return True

    @staticmethod
    def _is_allowed(path: str) -> bool:
        """The pages that set the factor up, sign out or confirm who somebody is, and what they are drawn with."""
        home = reverse("account_home")
        return path.startswith(
            (f"{home}2fa/", f"{home}logout/", f"{home}reauthenticate/", "/static/", "/media/", "/health/", "/i18n/")
        )
