"""One visitor's time at the kiosk, as its pages see it.

It has a cookie of its own, apart from the market's session: who looks at the touch screen in her own browser stays
signed in there and keeps her basket, and no visit at a screen touches anybody's session.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, Final, ParamSpec, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache

from marketplace.kiosk import services
from marketplace.kiosk.models import KioskVisit
from marketplace.orders.models import BasketOwner

COOKIE: Final = "kiosk_visit"
PATH: Final = "/kiosk/"
KEPT: Final = "_kiosk_visit"
LANGUAGES: Final = tuple(code for code, _name in settings.LANGUAGES)

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def during_a_visit(view: View[P]) -> View[P]:
    """Show the page in the visitor's language; without a visit, lead to the gate."""

    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        visit = find(request)
        if visit is None:
            return leave(redirect("kiosk:home"))
        with translation.override(visit.language):
            request.LANGUAGE_CODE = visit.language
            response = view(request, *args, **kwargs)
            response.headers["Content-Language"] = visit.language
            return response

    return cast("View[P]", guarded)


def key(request: HttpRequest) -> str:
    """Return the secret that this screen shows, or nothing."""
    return request.COOKIES.get(COOKIE, "")


def find(request: HttpRequest) -> KioskVisit | None:
    """Return the visit of this screen, None before it began and once it is over."""
    if not hasattr(request, KEPT):
        visit = services.look_up(key=key(request), now=timezone.now())
        setattr(request, KEPT, visit if visit and visit.language in LANGUAGES else None)
    return cast("KioskVisit | None", getattr(request, KEPT))


def current(request: HttpRequest) -> KioskVisit:
    """Return the visit inside a view that is only reached during one."""
    visit = find(request)
    if visit is None:
        raise RuntimeError("This view is reached during a visit only: decorate it with during_a_visit.")
    return visit


def owner(request: HttpRequest) -> BasketOwner:
    """Return whose list the visit's is."""
    return BasketOwner.of_visitor(current(request).basket_token)


def enter(response: HttpResponse, *, secret: str) -> HttpResponse:
    """Give the screen the secret of its visit; a closed browser loses it."""
    response.set_cookie(
        COOKIE, secret, path=PATH, httponly=True, samesite="Lax", secure=bool(settings.SESSION_COOKIE_SECURE)
    )
    return response


def leave(response: HttpResponse) -> HttpResponse:
    """Take the secret away from the screen."""
    response.delete_cookie(COOKIE, path=PATH, samesite="Lax")
    return response
