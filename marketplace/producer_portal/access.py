"""Who may come in: members of a producer company, each to the rows of that company alone."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

from marketplace.accounts.models import User
from marketplace.companies.models import CompanyKind, Membership
from marketplace.companies.selectors import membership_of

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, Membership, P], HttpResponse]


def for_producers(view: View[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Hand the visitor's membership in a producer company to ``view``; whoever has none gets 404."""

    @never_cache
    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        membership = membership_of(cast(User, request.user), CompanyKind.PRODUCER)
        if membership is None:
            raise Http404
        return view(request, membership, *args, **kwargs)

    return cast("Callable[Concatenate[HttpRequest, P], HttpResponse]", guarded)
