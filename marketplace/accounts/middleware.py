"""Staff show a second factor before they get further; everybody is told the time in her own zone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final
from urllib.parse import urlencode

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from marketplace.accounts.models import User
from marketplace.kernel.zones import telling

_METHOD: Final = "mfa"


class StaffSecondFactor:
    """Demonstration sign-ins are exempt, and the account page says so."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not settings.STAFF_SECOND_FACTOR_REQUIRED or not _is_asked(request):
            return self.get_response(request)
        if not Authenticator.objects.filter(user=request.user.pk, type=Authenticator.Type.TOTP).exists():
            messages.warning(
                request,
                _("Your account needs a second factor before you can go on. Set up an authenticator app here."),
            )
            return redirect("mfa_activate_totp")
        if not _has_shown_it(request):
            # A session from before the factor was set up, perhaps somebody else's who knows the password.
            return redirect(f"{reverse('mfa_reauthenticate')}?{urlencode({'next': request.get_full_path()})}")
        return self.get_response(request)


class ReadersZone:
    """Times are told in the zone of who is signed in; nobody is asked for before a time is told."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with telling(lambda: str(getattr(request.user, "time_zone", ""))):
            return self.get_response(request)


def _is_asked(request: HttpRequest) -> bool:
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or _is_open(request.path):
        return False
    user = request.user
    return user.is_authenticated and (user.is_staff or user.is_superuser) and not user.is_demo


def _is_open(path: str) -> bool:
    """The pages that set the factor up, sign out or confirm who somebody is, and what they are drawn with."""
    home = reverse("account_home")
    own = tuple(f"{home}{page}/" for page in ("2fa", "logout", "reauthenticate"))
    return path.startswith((*own, "/static/", "/media/", "/health/"))


def _has_shown_it(request: HttpRequest) -> bool:
    """Tell whether this session signed in or confirmed with the second factor: allauth keeps the record."""
    return any(record.get("method") == _METHOD for record in get_authentication_records(request, request.user))


def remember_set_up(sender: object, request: HttpRequest, user: User, **arguments: Any) -> None:  # noqa: ARG001 - a receiver
    """Note that who sets a factor up has just typed its code. Receives ``authenticator_added``."""
    record_authentication(request, user, _METHOD, type="totp")
