"""Addresses that forms are sent to: whoever opens one is led to the page on which the form stands."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def post_from(page: str, *parts: str) -> Callable[[View[P]], View[P]]:
    """Let a view take forms only, and lead whoever opens its address to ``page``.

    A language link, a reload, a bookmark and the way back from a sign-in all open an address that a form was sent to.

    Args:
        page: name of the address on which the form stands.
        parts: which parts of the view's own address the page's has too.
    """

    def decorate(view: View[P]) -> View[P]:
        takes_forms = require_POST(view)

        @wraps(view)
        def answer(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if request.method in {"GET", "HEAD"}:
                return redirect(reverse(page, kwargs={name: kwargs[name] for name in parts}))
            return takes_forms(request, *args, **kwargs)

        return cast("View[P]", answer)

    return decorate
