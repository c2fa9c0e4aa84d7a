"""One visitor's time at the kiosk: a language and a basket in the session, gone with it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, Final, ParamSpec, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import translation
from django.views.decorators.cache import never_cache

from marketplace.orders.models import BasketOwner
from marketplace.orders.services.basket import new_token

KEY: Final = "kiosk"
LANGUAGES: Final = tuple(code for code, _name in settings.LANGUAGES)

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def during_a_visit(view: View[P]) -> View[P]:
    """Show the page in the visitor's language; without a visit, lead to the gate."""

    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        language = state(request).get("language")
        if language not in LANGUAGES:
            return redirect("kiosk:home")
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = view(request, *args, **kwargs)
            response.headers["Content-Language"] = language
            return response

    return cast("View[P]", guarded)


def state(request: HttpRequest) -> dict[str, Any]:
    """Return what this visit keeps: ``language``, ``token`` of the basket, ``code`` of the hand-over."""
    kept = request.session.get(KEY)
    return dict(kept) if isinstance(kept, dict) else {}


def remember(request: HttpRequest, **values: str) -> None:
    """Keep ``values`` for this visit."""
    request.session[KEY] = state(request) | values


def owner(request: HttpRequest) -> BasketOwner:
    """Return the visitor's basket; its secret is made on first use."""
    token = state(request).get("token")
    if not token:
        token = new_token()
        remember(request, token=token)
    return BasketOwner.of_visitor(token)
